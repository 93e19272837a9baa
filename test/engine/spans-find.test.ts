import { concatBytes } from "@noble/hashes/utils.js";
import { expect } from "chai";
import fc from "fast-check";

import { countOccurrences, findSpans, firstOccurrence } from "../../engine/src/core/spans/find-spans.js";
import { chunkAt, type SuffixSorter } from "../../engine/src/core/spans/shard.js";
import { ChunkMisfitError, ShardDraft } from "../../engine/src/core/spans/shard-draft.js";
import { chunkBytes } from "../../engine/src/core/text/chunk-bytes.js";
import { loadSuffixSorter } from "../../engine/src/io/kernels/load-suffix-sorter.js";
import { seeded } from "../vectors/seeded.js";
import { randomText } from "../vectors/words.js";
import { fibonacciWord, findNaively, memoryShard } from "./spans-support.js";

const utf8 = (text: string) => new TextEncoder().encode(text);
const shown = (answer: Uint8Array, spans: readonly { start: number; length: number }[]) =>
  spans.map(({ start, length }) => new TextDecoder().decode(answer.subarray(start, start + length)));

describe("findSpans", () => {
  let sortSuffixes: SuffixSorter;
  before(async () => {
    sortSuffixes = await loadSuffixSorter();
  });

  describe("given any chunks and any answer", () => {
    const word = (maxLength: number) => fc.uint8Array({ min: 1, max: 3, minLength: 1, maxLength });
    const chunkLists = fc.array(word(40), { minLength: 1, maxLength: 8 });

    it("finds what the definition gives", () => {
      fc.assert(
        fc.property(chunkLists, word(80), fc.integer({ min: 1, max: 9 }), (chunks, answer, minBytes) => {
          const found = findSpans(answer, [memoryShard(chunks)], { minBytes });
          expect(found).to.deep.equal(findNaively(answer, chunks, minBytes));
        }),
        { numRuns: 1000 },
      );
    });

    it("finds in two shards what it finds in one, as often and at the same first place", () => {
      fc.assert(
        fc.property(chunkLists, chunkLists, word(80), (left, right, answer) => {
          const one = [memoryShard([...left, ...right])];
          const two = [memoryShard(left), memoryShard(right)];
          const spans = findSpans(answer, one, { minBytes: 3 });
          expect(findSpans(answer, two, { minBytes: 3 })).to.deep.equal(spans);
          for (const { start, length } of spans) {
            const bytes = answer.subarray(start, start + length);
            expect(countOccurrences(bytes, two)).to.equal(countOccurrences(bytes, one));
            const [inTwo, inOne] = [firstOccurrence(bytes, two)!, firstOccurrence(bytes, one)!];
            expect(inTwo.at + (inTwo.shard === 0 ? 0 : two[0]!.size)).to.equal(inOne.at);
          }
        }),
      );
    });
  });

  describe("given prose in many blocks", () => {
    const text = randomText(seeded("corpus"), 60_000);
    const chunks = chunkBytes(text);

    it("finds what the definition gives, in quotations and between them", () => {
      const shard = memoryShard(chunks, sortSuffixes);
      const quote = (from: number, length: number) => text.subarray(from, from + length);
      const answer = concatBytes(quote(500, 300), utf8(" — invented — "), quote(30_000, 90), quote(59_900, 60));
      const spans = findSpans(answer, [shard]);
      expect(spans).to.deep.equal(findNaively(answer, chunks, 32));
      expect(spans.length).to.be.greaterThan(3);
    });

    it("counts every occurrence", () => {
      const shard = memoryShard(chunks, sortSuffixes);
      for (const word of ["the ", "payment ledger", "query", "nowhere"]) {
        const expected = chunks.reduce((sum, chunk) => {
          return sum + (Buffer.from(chunk).toString("latin1").split(word).length - 1);
        }, 0);
        expect(countOccurrences(utf8(word), [shard]), word).to.equal(expected);
      }
    });
  });

  it("takes nothing across the border of two chunks", () => {
    const chunks = ["four score and seven years ago our ", "fathers brought forth on this continent"].map(utf8);
    const answer = concatBytes(...chunks);
    const spans = findSpans(answer, [memoryShard(chunks)]);
    expect(shown(answer, spans)).to.deep.equal(chunks.map((chunk) => new TextDecoder().decode(chunk)));
  });

  it("takes nothing across zero bytes of the answer, even where a separator stands", () => {
    const halves = ["four score and seven years ago our ", "fathers brought forth on this continent"].map(utf8);
    const answer = concatBytes(halves[0]!, Uint8Array.of(0), halves[1]!, Uint8Array.of(0, 0));
    const spans = findSpans(answer, [memoryShard(halves)]);
    expect(spans.map(({ length }) => length)).to.deep.equal(halves.map(({ length }) => length));
  });

  it("has nothing to find in an empty answer, a short one, or no shards", () => {
    const chunk = utf8("a chunk that is longer than thirty-two bytes");
    expect(findSpans(Uint8Array.of(), [memoryShard([chunk])])).to.deep.equal([]);
    expect(findSpans(chunk.subarray(0, 31), [memoryShard([chunk])])).to.deep.equal([]);
    expect(findSpans(chunk, [])).to.deep.equal([]);
    expect(findSpans(chunk.subarray(0, 32), [memoryShard([chunk])])).to.deep.equal([{ start: 0, length: 32 }]);
  });

  it("finds what the definition gives where everything repeats", () => {
    const equal = new Uint8Array(300).fill(97);
    const fibonacci = fibonacciWord(600);
    for (const [chunks, answer] of [
      [[equal, equal], new Uint8Array(700).fill(97)],
      [[fibonacci.subarray(0, 300)], fibonacci],
    ] as const) {
      expect(findSpans(answer, [memoryShard(chunks)])).to.deep.equal(findNaively(answer, chunks, 32));
    }
  });
});

describe("chunkAt", () => {
  it("names the chunk of every byte", () => {
    const chunks = ["one", "three", "x"].map(utf8);
    const shard = memoryShard(chunks);
    const owners = Array.from({ length: shard.size }, (_, at) => chunkAt(shard, at).index);
    expect(owners).to.deep.equal([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2]);
  });
});

describe("ShardDraft", () => {
  it("refuses a chunk beyond its room, and has the room again when cleared", () => {
    const draft = new ShardDraft(8);
    const place = { contribution: 0, index: 0 };
    draft.add(utf8("four"), place);
    expect(draft.fits(3)).to.equal(false);
    expect(() => draft.add(utf8("two"), place)).to.throw(ChunkMisfitError);
    draft.clear();
    expect(draft.fits(7)).to.equal(true);
    expect(draft.text).to.deep.equal(Uint8Array.of());
  });
});
