import { expect } from "chai";
import fc from "fast-check";

import { filterBytes, GRAM_BYTES, gramFilter, mayHoldGram } from "../../engine/src/core/spans/gram-filter.js";
import { seeded } from "../vectors/seeded.js";
import { randomText } from "../vectors/words.js";

const filterOf = (text: Uint8Array) => {
  const filter = gramFilter(text);
  return (pattern: Uint8Array): boolean => mayHoldGram(pattern, text.length, (at) => filter[at]!);
};

describe("gramFilter", () => {
  it("denies nothing that the text holds", () => {
    const text = fc.uint8Array({ minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(text, fc.nat(299), fc.nat(299), (bytes, from, length) => {
        expect(filterOf(bytes)(bytes.subarray(from, from + length))).to.equal(true);
      }),
    );
    const prose = randomText(seeded("prose"), 50_000);
    const mayHold = filterOf(prose);
    for (let at = 0; at + GRAM_BYTES <= prose.length; at++) {
      if (!mayHold(prose.subarray(at, at + GRAM_BYTES))) expect.fail(`denies the gram at ${String(at)}`);
    }
  });

  it("affirms few of the grams that it does not hold", () => {
    const mayHold = filterOf(randomText(seeded("held"), 50_000).map((byte) => byte | 128));
    const other = randomText(seeded("asked"), 20_000);
    let affirmed = 0;
    for (let at = 0; at + GRAM_BYTES <= other.length; at++) {
      if (mayHold(other.subarray(at, at + GRAM_BYTES))) affirmed++;
    }
    expect(affirmed / other.length).to.be.below(0.07);
  });

  it("has nothing to say of a pattern without a gram", () => {
    expect(filterOf(Uint8Array.of(1))(new Uint8Array(GRAM_BYTES - 1))).to.equal(true);
  });

  it("is as large as the text, in whole lines", () => {
    expect([1, 64, 65].map(filterBytes)).to.deep.equal([64, 64, 128]);
    expect(gramFilter(new Uint8Array(65))).to.have.length(128);
  });
});
