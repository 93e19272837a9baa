import { concatBytes } from "@noble/hashes/utils.js";
import { expect } from "chai";
import fc from "fast-check";

import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { encodeWords } from "../../engine/src/core/hash/words.js";
import { chunkBytes, ChunkRecipeError } from "../../engine/src/core/text/chunk-bytes.js";
import {
  BinaryContributionError,
  chunkContribution,
  chunkProof,
  ContributionTooLargeError,
  EmptyContributionError,
} from "../../engine/src/core/text/chunk-contribution.js";
import { drawHeldOut } from "../../engine/src/core/text/draw-held-out.js";
import { findDuplicates } from "../../engine/src/core/text/find-duplicates.js";
import { CellTargetError, groupCells } from "../../engine/src/core/text/group-cells.js";
import { BadLogEntryError, replayLog } from "../../engine/src/core/text/replay-log.js";
import { CHUNK } from "../../engine/src/core/hash/schemas.js";
import { structHash } from "../../engine/src/core/hash/struct-hash.js";
import { verifyMerkle } from "../../engine/src/core/tree/merkle.js";
import { seeded } from "../vectors/seeded.js";
import { randomText } from "../vectors/words.js";

const text = (name: string, length: number) => randomText(seeded(name), length);
const utf8 = (content: string) => new TextEncoder().encode(content);
const chunked = (bytes: Uint8Array) => chunkContribution(bytes, { maxBytes: 100_000 });

describe("chunkBytes", () => {
  it("loses no byte and keeps every chunk but the last within bounds", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
        const chunks = chunkBytes(bytes);
        expect(concatBytes(...chunks)).to.deep.equal(bytes);
        for (const [i, { length }] of chunks.entries()) {
          expect(length <= 320 && length > 0 && (length >= 128 || i === chunks.length - 1)).to.equal(true);
        }
      }),
    );
  });

  it("changes only the chunks near an edit", () => {
    const bytes = text("edit", 20_000);
    const edited = concatBytes(bytes.subarray(0, 5000), utf8("an insertion"), bytes.subarray(5000));
    const before = new Set(chunked(bytes).leaves.map((leaf) => leaf.contentHash));
    const after = chunked(edited).leaves.filter((leaf) => !before.has(leaf.contentHash));
    expect(after.length).to.be.within(1, 8);
  });

  it("cuts at about the average size", () => {
    const bytes = text("average", 50_000);
    expect(bytes.length / chunkBytes(bytes).length).to.be.within(170, 215);
  });

  it("refuses recipes that do not fit together", () => {
    for (const [minBytes, averageBytes, maxBytes] of [
      [128, 128, 320],
      [128, 200, 320],
      [128, 192, 150],
      [16, 48, 320],
      [128.5, 192.5, 320],
    ] as const) {
      expect(() => chunkBytes(utf8("a"), { minBytes, averageBytes, maxBytes })).to.throw(ChunkRecipeError);
    }
  });
});

describe("chunkContribution", () => {
  it("proves every chunk under the root", () => {
    const { root, leaves } = chunked(text("proof", 3000));
    for (const index of leaves.keys()) {
      const { proof, contentHash, length } = chunkProof(1n, leaves, index);
      const leaf = structHash(CHUNK, { contentHash, length });
      expect(verifyMerkle({ root, count: leaves.length, leaf, index, proof })).to.equal(true);
    }
  });

  it("refuses what is empty, too large or not text", () => {
    expect(() => chunked(utf8(""))).to.throw(EmptyContributionError);
    expect(() => chunked(utf8(" \n\t "))).to.throw(EmptyContributionError);
    expect(() => chunkContribution(utf8("four"), { maxBytes: 3 })).to.throw(ContributionTooLargeError);
    expect(() => chunked(Uint8Array.of(65, 0, 66))).to.throw(BinaryContributionError);
    expect(() => chunked(Uint8Array.of(65, 0xff, 66))).to.throw(BinaryContributionError);
    expect(() => chunked(Uint8Array.of(0xed, 0xa0, 0x80))).to.throw(BinaryContributionError); // a lone surrogate
  });
});

describe("findDuplicates", () => {
  const shared = text("shared", 2000);
  const committed = (contributionId: bigint, committedBlock: bigint, bytes: Uint8Array) => ({
    contributionId,
    committedBlock,
    leaves: chunked(bytes).leaves,
  });

  it("voids the later commitment's chunks, not the higher id's", () => {
    const found = findDuplicates([committed(1n, 8n, shared), committed(2n, 3n, shared)]);
    expect(found.length).to.equal(chunked(shared).leaves.length);
    for (const { original, duplicate } of found) {
      expect(original.contributionId).to.equal(2n);
      expect(duplicate.contributionId).to.equal(1n);
      expect(original.index).to.equal(duplicate.index);
    }
  });

  it("voids the later place within one contribution", () => {
    const found = findDuplicates([committed(1n, 1n, new Uint8Array(1000).fill(97))]);
    expect(found.map(({ original, duplicate }) => [original.index, duplicate.index])).to.deep.equal([
      [0, 1],
      [0, 2],
    ]);
  });

  it("does not depend on the order of its input", () => {
    const all = [committed(1n, 3n, shared), committed(2n, 1n, shared), committed(3n, 2n, text("other", 900))];
    expect(findDuplicates(all.toReversed())).to.deep.equal(findDuplicates(all));
  });
});

describe("drawHeldOut", () => {
  it("draws one of at least four live chunks, by the seed", () => {
    const random = seeded("held out");
    const live = [0, 2, 5, 6, 9];
    const drawn = Array.from({ length: 200 }, () => drawHeldOut(random.hash(), 7n, live)!);
    expect([...new Set(drawn)].sort()).to.deep.equal(live);
    expect(drawHeldOut(ZERO_HASH, 7n, [0, 1, 2])).to.equal(undefined);
    expect(drawHeldOut(ZERO_HASH, 7n, live)).to.equal(drawHeldOut(ZERO_HASH, 7n, live));
  });
});

describe("groupCells", () => {
  it("keeps order, loses no chunk and makes cells of near-equal size", () => {
    const lengths = fc.array(fc.integer({ min: 128, max: 320 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(lengths, (chunks) => {
        const cells = groupCells(chunks, 512);
        expect(cells.flat()).to.deep.equal([...chunks.keys()]);
        const sizes = cells.map((cell) => cell.reduce((sum, place) => sum + chunks[place]!, 0));
        const mean = sizes.reduce((a, b) => a + b) / sizes.length;
        if (cells.length > 1) expect(mean).to.be.within(512 / 1.5, 512 * 1.5);
        for (const size of sizes) expect(Math.abs(size - mean)).to.be.at.most(320);
      }),
    );
  });

  it("joins a short remainder to its neighbour", () => {
    expect(groupCells([256, 256, 100], 512)).to.deep.equal([[0, 1, 2]]);
    expect(groupCells([100], 512)).to.deep.equal([[0]]);
    expect(groupCells([], 512)).to.deep.equal([]);
    expect(() => groupCells([1], 0)).to.throw(CellTargetError);
  });
});

describe("replayLog", () => {
  const hash = seeded("log").hash;

  it("tells what was accepted, withdrawn and voided, in whatever order it was logged", () => {
    const [first, second] = [hash(), hash()];
    const { contributions } = replayLog([
      { kind: 3, contributionId: 2n, value: `0x${"05".padStart(64, "0")}` },
      { kind: 1, contributionId: 9n, value: second },
      { kind: 1, contributionId: 2n, value: first },
      { kind: 3, contributionId: 2n, value: `0x${"01".padStart(64, "0")}` },
      { kind: 2, contributionId: 9n, value: ZERO_HASH },
    ]);
    expect(contributions).to.deep.equal([
      { contributionId: 2n, root: first, withdrawn: false, voidChunks: [1, 5] },
      { contributionId: 9n, root: second, withdrawn: true, voidChunks: [] },
    ]);
  });

  it("[numbers sorted as text] puts contributions and void chunks in the order of their numbers", () => {
    const ids = [100n, 9n, 10n];
    const voids = [100, 9, 10].map((index) => ({ kind: 3, contributionId: 9n, value: encodeWords([index]) }));
    const { contributions } = replayLog([
      ...ids.map((contributionId) => ({ kind: 1, contributionId, value: hash() })),
      ...voids,
    ]);
    expect(contributions.map(({ contributionId }) => contributionId)).to.deep.equal([9n, 10n, 100n]);
    expect(contributions[0]!.voidChunks).to.deep.equal([9, 10, 100]);
  });

  it("refuses kinds it does not know", () => {
    expect(() => replayLog([{ kind: 0, contributionId: 1n, value: ZERO_HASH }])).to.throw(BadLogEntryError);
  });
});
