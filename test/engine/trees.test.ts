import { expect } from "chai";
import fc from "fast-check";

import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { appendToLog, EMPTY_LOG, logRoot } from "../../engine/src/core/tree/merkle-log.js";
import { merkleProof, merkleRoot, merkleTree, verifyMerkle } from "../../engine/src/core/tree/merkle.js";
import { SumOverflowError, sumProof, sumRoot, sumTree, verifySum } from "../../engine/src/core/tree/merkle-sum.js";
import { EmptyTreeError, LeafIndexError } from "../../engine/src/core/tree/padded-tree.js";
import { LaneCountError, vectorRoot } from "../../engine/src/core/tree/vector-root.js";
import { buildVectors } from "../vectors/build.js";
import { seeded } from "../vectors/seeded.js";

const counts = fc.integer({ min: 1, max: 70 });
const leavesOf = (count: number): Hex[] => Array.from({ length: count }, seeded(`leaves ${count}`).hash);

describe("merkle tree", () => {
  it("proves every leaf at its own place and at no other", () => {
    fc.assert(
      fc.property(counts, fc.nat(), fc.nat(), (count, seed, other) => {
        const tree = merkleTree(leavesOf(count));
        const index = seed % count;
        const claim = { root: tree.root, count, leaf: tree.levels[0]![index]!, proof: merkleProof(tree, index) };
        expect(verifyMerkle({ ...claim, index })).to.equal(true);
        if (other % 128 !== index) expect(verifyMerkle({ ...claim, index: other % 128 })).to.equal(false);
      }),
    );
  });

  it("has the leaf as root when there is one, and 32 zero bytes when there is none", () => {
    const [leaf] = leavesOf(1);
    expect(merkleRoot([leaf!])).to.equal(leaf);
    expect(merkleRoot([])).to.equal(ZERO_HASH);
    expect(() => merkleTree([])).to.throw(EmptyTreeError);
    expect(() => merkleProof(merkleTree([leaf!]), 1)).to.throw(LeafIndexError);
  });

  for (const { why, ...claim } of JSON.parse(buildVectors().get("merkle.json")!).refused) {
    it(`refuses ${why}`, () => {
      expect(verifyMerkle(claim)).to.equal(false);
    });
  }
});

describe("merkle log", () => {
  it("has at every length the root of the full tree", () => {
    let log = EMPTY_LOG;
    expect(logRoot(log)).to.equal(ZERO_HASH);
    for (const [i, leaf] of leavesOf(70).entries()) {
      log = appendToLog(log, leaf);
      expect(logRoot(log)).to.equal(merkleRoot(leavesOf(70).slice(0, i + 1)));
    }
  });
});

describe("merkle-sum tree", () => {
  it("sums its leaves, and proves each with its amount and no other", () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(0n, 2n ** 96n), { minLength: 1, maxLength: 40 }), fc.nat(), (sums, seed) => {
        const leaves = sums.map((sum, i) => ({ hash: leavesOf(40)[i]!, sum }));
        const tree = sumTree(leaves);
        const index = seed % sums.length;
        const claim = { root: tree.root, count: sums.length, index, proof: sumProof(tree, index) };
        const leaf = leaves[index]!;
        expect(tree.root.sum).to.equal(sums.reduce((a, b) => a + b));
        expect(verifySum({ ...claim, leaf })).to.equal(true);
        expect(verifySum({ ...claim, leaf: { ...leaf, sum: leaf.sum + 1n } })).to.equal(false);
        expect(verifySum({ ...claim, leaf, root: { ...tree.root, sum: tree.root.sum + 1n } })).to.equal(false);
      }),
    );
  });

  it("is (0, 0) without leaves and refuses to overflow uint128", () => {
    expect(sumRoot([])).to.deep.equal({ hash: ZERO_HASH, sum: 0n });
    const leaves = [2n ** 128n - 1n, 1n].map((sum) => ({ hash: ZERO_HASH, sum }));
    expect(() => sumTree(leaves)).to.throw(SumOverflowError);
  });
});

describe("vectorRoot", () => {
  it("reads only the lanes of a view, not the memory around it", () => {
    const memory = seeded("memory").lanes(128);
    expect(vectorRoot(memory.subarray(32, 96))).to.equal(vectorRoot(memory.slice(32, 96)));
  });

  it("refuses lane counts that are not positive multiples of 32", () => {
    for (const lanes of [0, 31, 33]) expect(() => vectorRoot(new Int8Array(lanes))).to.throw(LaneCountError);
  });
});
