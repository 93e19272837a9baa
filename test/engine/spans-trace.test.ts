import { expect } from "chai";
import fc from "fast-check";

import { byteInformation, log2Fixed, NoLogarithmError, spanWeight } from "../../engine/src/core/spans/information.js";
import { traceAnswer } from "../../engine/src/core/spans/trace-answer.js";
import { chunkBytes } from "../../engine/src/core/text/chunk-bytes.js";
import { seeded } from "../vectors/seeded.js";
import { randomText } from "../vectors/words.js";
import { memoryShard } from "./spans-support.js";

const utf8 = (text: string) => new TextEncoder().encode(text);

describe("log2Fixed", () => {
  it("is exact for powers of two", () => {
    for (const power of [0, 1, 7, 31, 63, 100]) expect(log2Fixed(1n << BigInt(power))).to.equal(power * 65_536);
  });

  it("is the logarithm rounded down", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 52n }), (value) => {
        expect(log2Fixed(value) / 65_536 - Math.log2(Number(value))).to.be.within(-1.0001 / 65_536, 1e-9);
      }),
    );
  });

  it("refuses what has none", () => {
    expect(() => log2Fixed(0n)).to.throw(NoLogarithmError);
  });
});

describe("spanWeight", () => {
  it("is information over the root of the count, in thousandths of a bit, rounded down", () => {
    expect(spanWeight({ information: 100 * 65_536, count: 1 })).to.equal(100_000n);
    expect(spanWeight({ information: 100 * 65_536, count: 4 })).to.equal(50_000n);
    expect(spanWeight({ information: 100 * 65_536, count: 2 })).to.equal(70_710n);
    expect(spanWeight({ information: 0, count: 3 })).to.equal(0n);
  });
});

describe("byteInformation", () => {
  it("is what a byte's rarity says", () => {
    const counts = [8n, 4n, 4n, 0n];
    expect(byteInformation(counts)).to.deep.equal([1, 2, 2, 0].map((bits) => bits * 65_536));
  });
});

describe("traceAnswer", () => {
  const quotable = "we hold these truths to be self-evident";
  const rare = "Zyxwvut Qxjkz! Wjq, Xzk? Vbn & Zqx; Jkq";
  const chunks = [...chunkBytes(randomText(seeded("trace"), 20_000)), utf8(quotable), utf8(rare), utf8(quotable)];
  const byteCounts = Array.from({ length: 256 }, (_, byte) =>
    BigInt(chunks.reduce((sum, chunk) => sum + chunk.filter((each) => each === byte).length, 0)),
  );
  const index = { shards: [memoryShard(chunks)], byteCounts };
  const trace = (answer: string, prompt = "") => traceAnswer({ answer: utf8(answer), prompt: utf8(prompt) }, index);

  it("puts first what is rare and stands once", () => {
    const spans = trace(`${quotable} | ${rare}`);
    expect(spans.map(({ start, count }) => [start, count])).to.deep.equal([
      [quotable.length + 3, 1],
      [0, 2],
    ]);
  });

  it("weighs by the bytes' frequencies, to the bit", () => {
    const [rarest, quoted] = trace(`${quotable} | ${rare}`);
    expect([rarest!.weight, quoted!.weight]).to.deep.equal([376_699n, 120_360n]);
    const total = Number(byteCounts.reduce((sum, count) => sum + count, 0n));
    const bits = utf8(quotable).reduce((sum, byte) => sum + Math.log2(total / Number(byteCounts[byte]!)), 0);
    expect(Number(quoted!.weight) / 1000).to.be.closeTo(bits / Math.SQRT2, 0.002);
  });

  it("leaves out what the prompt held, and only that", () => {
    const answer = `${quotable} | ${rare}`;
    expect(trace(answer, `He said: ${quotable}.`).map(({ start }) => start)).to.deep.equal([quotable.length + 3]);
    expect(trace(answer, quotable.slice(0, -1))).to.have.length(2);
  });

  it("keeps one span for every twenty bytes of the answer, rounded up: the weightiest, the first of equals", () => {
    const answer = `${"a".repeat(40)}${"b".repeat(40)}${"c".repeat(21)}`;
    const windows = Array.from({ length: answer.length - 31 }, (_, at) => utf8(answer.slice(at, at + 32)));
    const common = utf8("a".repeat(900)); // so that b and c say more
    const counts = Array.from({ length: 256 }, (_, byte) => BigInt(common.filter((each) => each === byte).length + 50));
    const spans = traceAnswer(
      { answer: utf8(answer), prompt: utf8("") },
      { shards: [memoryShard(windows)], byteCounts: counts },
    );
    expect(spans).to.have.length(6); // of 70
    const firsts = spans.map(({ start }) => start);
    expect(firsts.every((start) => start >= 40)).to.equal(true);
    expect(spans.map(({ weight }) => weight)).to.deep.equal(
      spans.map(({ weight }) => weight).sort((a, b) => Number(b - a)),
    );
  });

  it("has nothing to say of an empty answer", () => {
    expect(trace("")).to.deep.equal([]);
  });
});
