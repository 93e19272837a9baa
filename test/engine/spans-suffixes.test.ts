import { expect } from "chai";
import fc from "fast-check";

import { keccak } from "../../engine/src/core/hash/keccak.js";
import type { SuffixSorter } from "../../engine/src/core/spans/shard.js";
import { encodeEntries } from "../../engine/src/core/spans/shard-sections.js";
import { loadSuffixSorter } from "../../engine/src/io/kernels/load-suffix-sorter.js";
import { seeded } from "../vectors/seeded.js";
import { randomText } from "../vectors/words.js";
import { fibonacciWord, sortNaively } from "./spans-support.js";

describe("loadSuffixSorter", () => {
  let sortSuffixes: SuffixSorter;
  before(async () => {
    sortSuffixes = await loadSuffixSorter();
  });

  const repeated = (unit: readonly number[], times: number): Uint8Array =>
    Uint8Array.from({ length: unit.length * times }, (_, i) => unit[i % unit.length]!);

  const cases: Readonly<Record<string, Uint8Array>> = {
    nothing: Uint8Array.of(),
    "one byte": Uint8Array.of(7),
    "two bytes, falling": Uint8Array.of(2, 1),
    "two bytes, rising": Uint8Array.of(1, 2),
    "equal bytes": repeated([97], 2000),
    "zeros alone": repeated([0], 500),
    "the largest byte alone": repeated([255], 500),
    "two alternating bytes": repeated([97, 98], 1000),
    "a ramp down": Uint8Array.from({ length: 256 }, (_, i) => 255 - i),
    "a repeated ramp up": repeated([1, 2, 3, 4, 5, 6, 7], 300),
    "an end that begins like another part": Uint8Array.of(1, 0, 1, 0, 1, 1),
    "equal bytes and a smaller end": Uint8Array.of(...repeated([98], 700), 97),
    "a Fibonacci word": fibonacciWord(3000),
    "prose with separators": randomText(seeded("prose"), 3000).map((byte, i) => (i % 190 === 189 ? 0 : byte)),
  };
  for (const [name, text] of Object.entries(cases)) {
    it(`sorts ${name} as comparing does`, () => {
      expect(sortSuffixes(text)).to.deep.equal(sortNaively(text));
    });
  }

  it("sorts any bytes, over few symbols or all, as comparing does", () => {
    const overSymbols = (max: number) => fc.uint8Array({ min: 0, max, maxLength: 400 });
    fc.assert(
      fc.property(fc.oneof(overSymbols(1), overSymbols(3), overSymbols(255)), (text) => {
        expect(sortSuffixes(text)).to.deep.equal(sortNaively(text));
      }),
      { numRuns: 500 },
    );
  });

  it("gives the same for a text whatever it sorted before", () => {
    const [small, large] = [randomText(seeded("small"), 500), randomText(seeded("large"), 60_000)];
    const first = sortSuffixes(small).slice(); // the next call overwrites it
    sortSuffixes(large);
    expect(sortSuffixes(small)).to.deep.equal(first);
  });

  it("sorts a million symbols that repeat at every scale, to the bit", function () {
    this.timeout(10_000);
    const text = fibonacciWord(1_000_000);
    const suffixes = sortSuffixes(text);
    expect(firstWrongRank(text, suffixes)).to.equal(undefined);
    expect(keccak(encodeEntries(suffixes))).to.equal(
      "0x76611ca851f36ed0ddee450f2f050c545bd4dd96e5a3eb8e9e95a2a8fedcdf78",
    );
  });
});

/** The proof of a suffix array in linear time: each place once, and neighbours in order by their first byte and what follows it. */
function firstWrongRank(text: Uint8Array, suffixes: Int32Array): number | undefined {
  const ranks = new Int32Array(text.length + 1).fill(-1); // the empty suffix comes first
  for (const [rank, start] of suffixes.entries()) ranks[start] = rank;
  const isOnce = suffixes.every((start, rank) => ranks[start] === rank);
  if (!isOnce || suffixes.length !== text.length) return 0;
  for (let rank = 1; rank < suffixes.length; rank++) {
    const [a, b] = [suffixes[rank - 1]!, suffixes[rank]!];
    if (text[a]! > text[b]! || (text[a] === text[b] && ranks[a + 1]! >= ranks[b + 1]!)) return rank;
  }
  return undefined;
}
