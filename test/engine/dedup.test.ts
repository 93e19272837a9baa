import { concatBytes } from "@noble/hashes/utils.js";
import { expect } from "chai";
import fc from "fast-check";

import { ExactTable } from "../../engine/src/core/dedup/exact-table.js";
import { findNearDuplicates } from "../../engine/src/core/dedup/find-near-duplicates.js";
import { findResponseDuplicates } from "../../engine/src/core/dedup/find-response-duplicates.js";
import { agreement, PERMUTATIONS, signatureOf } from "../../engine/src/core/dedup/min-hash.js";
import { shingleHashes, shingleSet } from "../../engine/src/core/dedup/shingles.js";
import { isSimilar, NEAR_DUPLICATE, sharedCount } from "../../engine/src/core/dedup/similarity.js";
import { stackLanes } from "../../engine/src/core/ledger/lanes.js";
import { chunkBytes } from "../../engine/src/core/text/chunk-bytes.js";
import { type Duplicate, findDuplicates } from "../../engine/src/core/text/find-duplicates.js";
import { chunkContribution } from "../../engine/src/core/text/chunk-contribution.js";
import { dedupStream, type ChunkFate } from "../../engine/src/io/dedup/dedup-stream.js";
import { chunkStream } from "../../engine/src/io/dedup/chunk-stream.js";
import { prose } from "../helpers/prose.js";

const utf8 = (text: string) => new TextEncoder().encode(text);
const jaccard = (a: Uint8Array, b: Uint8Array) => {
  const [left, right] = [shingleSet(a), shingleSet(b)];
  const shared = sharedCount(left, right);
  return shared / (left.length + right.length - shared);
};
const contribution = (id: number, bytes: Uint8Array, block = id) => ({
  contributionId: BigInt(id),
  committedBlock: BigInt(block),
  chunks: chunkBytes(bytes),
});
const names = (duplicates: readonly Duplicate[]) =>
  duplicates.map(
    ({ original, duplicate }) =>
      `${duplicate.contributionId}/${duplicate.index}<${original.contributionId}/${original.index}`,
  );
/** Bytes of `copy` that are neither equal nor near to a chunk of `text`. */
const escapedShare = (text: Uint8Array, copy: Uint8Array) => {
  const later = contribution(2, copy);
  const found = new Set(
    findNearDuplicates([contribution(1, text), later])
      .filter(({ duplicate }) => duplicate.contributionId === 2n)
      .map(({ duplicate }) => duplicate.index),
  );
  const escaped = later.chunks.filter((_, index) => !found.has(index));
  return concatBytes(...escaped).length / copy.length;
};

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe("shingleHashes", () => {
  it("does not see case, line breaks or repeated spaces", () => {
    const [plain, spread] = [utf8("The rights of the licensee"), utf8("THE rights\r\n  of\tthe LICENSEE")];
    expect(shingleHashes(spread)).to.deep.equal(shingleHashes(plain));
  });

  it("makes one shingle of what is shorter, and none the same for different texts", () => {
    const texts = ["", " ", "a", "ab", "abcd", "abcde"].map(utf8);
    const hashes = texts.map((text) => [...shingleHashes(text)]);
    expect(hashes.every(({ length }) => length === 1)).to.equal(true);
    expect(new Set(hashes.flat()).size).to.equal(texts.length);
  });
});

describe("signatureOf", () => {
  it("agrees as often as the Jaccard similarity says", () => {
    const text = prose("signature", 4000);
    const errors = [0, 10, 25, 50, 100, 200, 400].map((shift) => {
      const [a, b] = [text.subarray(0, 1000), text.subarray(shift, 1000 + shift)];
      const estimate = agreement(signatureOf(shingleHashes(a)), signatureOf(shingleHashes(b))) / PERMUTATIONS;
      return estimate - jaccard(a, b);
    });
    for (const error of errors) expect(Math.abs(error)).to.be.below(0.16); // 3.6 standard deviations at .5
    expect(Math.abs(errors.reduce((a, b) => a + b) / errors.length)).to.be.below(0.05);
  });

  it("depends on the set alone", () => {
    const hashes = shingleHashes(prose("set", 500));
    expect(signatureOf(Int32Array.of(...hashes.toReversed(), ...hashes))).to.deep.equal(signatureOf(hashes));
  });
});

describe("isSimilar", () => {
  it("is exact at the threshold", () => {
    const set = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i);
    expect(isSimilar(set(0, 90), set(10, 100), NEAR_DUPLICATE)).to.equal(true); // 80 of 100
    expect(isSimilar(set(0, 89), set(10, 100), NEAR_DUPLICATE)).to.equal(false); // 79 of 100
    expect(isSimilar(set(0, 80), set(0, 100), NEAR_DUPLICATE)).to.equal(true);
    expect(isSimilar(set(0, 79), set(0, 100), NEAR_DUPLICATE)).to.equal(false);
  });
});

describe("ExactTable", () => {
  it("numbers distinct chunks and finds them again", () => {
    const table = new ExactTable();
    const texts = Array.from({ length: 3000 }, (_, i) => utf8(`chunk ${i % 1000}`));
    expect(texts.map((text) => table.place(text).number)).to.deep.equal(texts.map((_, i) => i % 1000));
    expect(table.get(999)).to.deep.equal(utf8("chunk 999"));
  });
});

describe("findNearDuplicates", () => {
  const text = prose("original", 6000);
  const reworded = utf8(new TextDecoder().decode(text).replaceAll("government", "state"));

  it("finds every equal chunk that findDuplicates finds, with the same original", () => {
    const copies = [text, prose("other", 3000), concatBytes(text.subarray(2000), prose("more", 900)), text];
    const blocks = [5, 2, 1, 5];
    const near = names(findNearDuplicates(copies.map((bytes, i) => contribution(i + 1, bytes, blocks[i]))));
    const exact = findDuplicates(
      copies.map((bytes, i) => ({
        contributionId: BigInt(i + 1),
        committedBlock: BigInt(blocks[i]!),
        leaves: chunkContribution(bytes, { maxBytes: 10_000 }).leaves,
      })),
    );
    expect(exact.length).to.be.above(20);
    expect(near).to.include.members(names(exact));
  });

  it("pays the earliest commitment, not the lowest id", () => {
    const found = findNearDuplicates([contribution(1, reworded, 9), contribution(2, text, 3)]);
    expect(found.length).to.be.above(20);
    for (const { original, duplicate } of found) {
      expect([original.contributionId, duplicate.contributionId]).to.deep.equal([2n, 1n]);
    }
  });

  it("does not depend on the order of its input", () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 });
    const all = [text, reworded, prose("third", 2000), text.subarray(700)].map((bytes, i) => contribution(i, bytes, 2));
    const expected = findNearDuplicates(all);
    fc.assert(
      fc.property(order, (places) => {
        expect(findNearDuplicates(places.map((i) => all[i]!))).to.deep.equal(expected);
      }),
      { numRuns: 10 },
    );
  });

  it("is not changed by what is committed later", () => {
    const earlier = [contribution(1, text), contribution(2, prose("second", 3000))];
    const later = contribution(3, concatBytes(reworded, prose("second", 3000)));
    const decided = findNearDuplicates([...earlier, later]).filter(({ duplicate }) => duplicate.contributionId !== 3n);
    expect(decided).to.deep.equal(findNearDuplicates(earlier));
  });

  it("lets no later text join two originals that are not near each other", () => {
    const words = new TextDecoder().decode(prose("bridge", 180)).split(" ");
    const change = (places: readonly number[]) => utf8(words.map((w, i) => (places.includes(i) ? "zq" : w)).join(" "));
    const [left, bridge, right] = [change([5, 10]), change([]), change([20, 25])];
    const whole = (id: number, bytes: Uint8Array) => ({ ...contribution(id, bytes), chunks: [bytes] });
    expect(jaccard(left, bridge)).to.be.at.least(0.8);
    expect(jaccard(bridge, right)).to.be.at.least(0.8);
    expect(jaccard(left, right)).to.be.below(0.8);
    const found = findNearDuplicates([whole(1, left), whole(2, right), whole(3, bridge)]);
    expect(names(found)).to.deep.equal(["3/0<1/0"]);
  });

  describe("given a copy under another account", () => {
    const decoded = new TextDecoder().decode(text);

    it("finds it but for its beginning when it is shifted", () => {
      expect(escapedShare(text, concatBytes(utf8("My own words first. "), text)) * text.length).to.be.below(3 * 320);
    });

    it("finds what was cut alike when its case is changed: the shingles are equal, the cuts move", () => {
      const shouted = utf8(decoded.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase()));
      expect(escapedShare(text, shouted)).to.be.within(0.5, 0.95);
      expect(jaccard(text, shouted)).to.equal(1);
    });

    it("finds about half of it when every thirtieth word is exchanged", () => {
      const edited = utf8(
        decoded
          .split(" ")
          .map((word, i) => (i % 30 === 15 ? "certain" : word))
          .join(" "),
      );
      expect(escapedShare(text, edited)).to.be.within(0.2, 0.6);
    });

    it("finds it when eight accounts hold an eighth each", () => {
      const eighth = Math.ceil(text.length / 8);
      const parts = Array.from({ length: 8 }, (_, i) => text.subarray(i * eighth, (i + 1) * eighth));
      const later = parts.map((bytes, i) => contribution(2 + i, bytes));
      const found = findNearDuplicates([contribution(1, text), ...later]).filter(
        ({ duplicate }) => duplicate.contributionId > 1n,
      );
      const chunks = later.reduce((sum, each) => sum + each.chunks.length, 0);
      expect(chunks - found.length).to.be.at.most(16); // the two chunks at the ends of a part
    });

    it("takes nothing from honest texts about something else", () => {
      expect(escapedShare(text, prose("another subject", 6000))).to.equal(1);
    });
  });
});

describe("findResponseDuplicates", () => {
  const vectors = [
    [100, 0, 3, 0],
    [-100, 0, -3, 0],
    [3, 4, 0, 0],
    [4, 3, 0, 0],
    [0, 0, 0, 0],
  ].map((lanes) => Int8Array.from(lanes));
  const responses = stackLanes(vectors, 4);

  it("is exact at the threshold, and opposite or empty responses are no copies", () => {
    const found = (numerator: number) =>
      findResponseDuplicates(responses, [0, 1, 2, 3, 4], { numerator, denominator: 100 });
    expect(found(96)).to.deep.equal([{ original: 2, duplicate: 3 }]); // cosine 24/25
    expect(found(97)).to.deep.equal([]);
  });

  it("makes the earlier one the original", () => {
    const found = findResponseDuplicates(responses, [3, 2], { numerator: 9, denominator: 10 });
    expect(found).to.deep.equal([{ original: 3, duplicate: 2 }]);
  });
});

describe("chunkStream", () => {
  it("cuts as the whole is cut, whatever the blocks", async () => {
    const whole = prose("stream", 4000);
    for (const size of [1, 31, 500, 5000]) {
      const blocks = Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
        whole.subarray(i * size, (i + 1) * size),
      );
      expect(await collect(chunkStream(blocks))).to.deep.equal(chunkBytes(whole));
    }
    expect(await collect(chunkStream([]))).to.deep.equal([]);
  });
});

describe("dedupStream", () => {
  it("finds what findNearDuplicates finds, whatever fits into memory", async () => {
    const texts = [
      prose("a", 5000),
      prose("b", 3000),
      prose("a", 5000).subarray(100),
      prose("c", 2000),
      prose("b", 3000),
    ];
    const chunks = texts.flatMap((each) => chunkBytes(each));
    const single = { contributionId: 1n, committedBlock: 1n, chunks };
    const expected = findNearDuplicates([single]).map(({ original, duplicate }) => ({
      chunk: duplicate.index,
      original: original.index,
    }));
    for (const segmentBytes of [1, 1500, 100_000]) {
      const fates: ChunkFate[] = [];
      const tally = await dedupStream(chunks, { segmentBytes, onFate: (fate) => fates.push(fate) });
      expect(fates.map(({ chunk }) => chunk)).to.deep.equal([...chunks.keys()]);
      expect(fates.filter(({ chunk, original }) => chunk !== original)).to.deep.equal(expected);
      expect(tally.originals).to.equal(chunks.length - expected.length);
      expect(tally.repeated + tally.similar).to.equal(expected.length);
    }
  });
});
