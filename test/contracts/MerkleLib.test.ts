import { expect } from "chai";

import type { Hex } from "../../engine/src/core/hash/hex.js";
import { ethers, loadFixture } from "../helpers/chain.js";
import { hashOf } from "../helpers/hashes.js";
import { vectorsOf } from "../helpers/vectors.js";

type Claim = { root: Hex; count: number; leaf: Hex; index: number; proof: Hex[] };
type Tree = { count: number; leaves: Hex[]; root: Hex; proofs: Hex[][] };

const { cases, refused } = vectorsOf<{ cases: Tree[]; refused: (Claim & { why: string })[] }>("merkle");

async function deployHarness() {
  const merkle = await ethers.deployContract("MerkleLibHarness");
  const verify = ({ root, count, leaf, index, proof }: Claim) => merkle.verify(root, count, leaf, index, proof);
  return { merkle, verify };
}

/** A valid claim for leaf 2 of a tree over 5. */
const five = cases.find(({ count }) => count === 5)!;
const claim: Claim = { root: five.root, count: 5, leaf: five.leaves[2]!, index: 2, proof: five.proofs[2]! };

describe("MerkleLib", () => {
  describe("verify", () => {
    for (const { why, ...vector } of refused) {
      it(`refuses ${why} (shared vector)`, async () => {
        const { verify } = await loadFixture(deployHarness);
        expect(await verify(vector)).to.equal(false);
      });
    }

    it("refuses an inner node presented as a leaf, with the rest of its path", async () => {
      const { merkle, verify } = await loadFixture(deployHarness);
      const inner = await merkle.rootOf(claim.leaf, 0, claim.proof.slice(0, 1));
      expect(await verify({ ...claim, leaf: inner as Hex, index: 1, proof: claim.proof.slice(1) })).to.equal(false);
      expect(await verify({ ...claim, leaf: inner as Hex, index: 1, count: 3, proof: claim.proof.slice(1) })).to.equal(
        true,
      );
      // So the count must be known: it is stored beside every root, and never taken from the claim.
    });

    it("refuses a 64-byte leaf: the two children of a node, hashed, are that node and not a leaf", async () => {
      const { verify } = await loadFixture(deployHarness);
      const node = ethers.keccak256(ethers.concat([five.leaves[2]!, five.leaves[3]!])) as Hex;
      expect(await verify({ ...claim, leaf: node })).to.equal(false);
    });

    it("refuses a leaf valid from padding, in every place after the last", async () => {
      const { verify } = await loadFixture(deployHarness);
      for (let index = 5; index < 8; index++) {
        expect(await verify({ ...claim, leaf: ethers.ZeroHash as Hex, index, proof: five.proofs[4]! })).to.equal(false);
      }
    });

    it("refuses an index beyond the depth that leads to the same root", async () => {
      const { merkle, verify } = await loadFixture(deployHarness);
      expect(await merkle.rootOf(claim.leaf, 2 + 8, claim.proof)).to.equal(claim.root);
      expect(await verify({ ...claim, index: 2 + 8 })).to.equal(false);
    });

    it("refuses everything under a zero root", async () => {
      const { verify } = await loadFixture(deployHarness);
      const zero = ethers.ZeroHash as Hex;
      expect(await verify({ root: zero, count: 1, leaf: zero, index: 0, proof: [] })).to.equal(false);
      expect(await verify({ ...claim, root: zero })).to.equal(false);
    });

    it("refuses everything in a tree of no leaves", async () => {
      const { verify } = await loadFixture(deployHarness);
      expect(await verify({ ...claim, count: 0 })).to.equal(false);
      expect(await verify({ root: claim.leaf, count: 0, leaf: claim.leaf, index: 0, proof: [] })).to.equal(false);
    });

    it("refuses an empty proof in a tree of more than one leaf", async () => {
      const { verify } = await loadFixture(deployHarness);
      expect(await verify({ ...claim, leaf: claim.root, index: 0, proof: [] })).to.equal(false);
    });

    it("accepts the one leaf of a one-leaf tree, with an empty proof and at index 0 only", async () => {
      const { verify } = await loadFixture(deployHarness);
      const one = { root: hashOf("leaf"), count: 1, leaf: hashOf("leaf"), index: 0, proof: [] };
      expect(await verify(one)).to.equal(true);
      expect(await verify({ ...one, index: 1 })).to.equal(false);
      expect(await verify({ ...one, proof: [hashOf("sibling")] })).to.equal(false);
    });

    it("accepts duplicate leaves, each at its own place", async () => {
      const { merkle, verify } = await loadFixture(deployHarness);
      const leaf = hashOf("twice");
      const root = (await merkle.rootOf(leaf, 0, [leaf])) as Hex;
      for (const index of [0, 1]) expect(await verify({ root, count: 2, leaf, index, proof: [leaf] })).to.equal(true);
    });

    for (const tree of cases) {
      it(`accepts every leaf of a tree over ${String(tree.count)} (shared vector)`, async () => {
        const { verify } = await loadFixture(deployHarness);
        for (const [index, leaf] of tree.leaves.entries()) {
          expect(await verify({ ...tree, leaf, index, proof: tree.proofs[index]! })).to.equal(true);
        }
      });
    }
  });

  describe("verifyPrevious", () => {
    for (const tree of cases) {
      it(`accepts the leaf before each, and no other, in a tree over ${String(tree.count)} (shared vector)`, async () => {
        const { merkle } = await loadFixture(deployHarness);
        expect(await merkle.verifyPrevious(0, tree.proofs[0]!, tree.leaves[0]!, [])).to.equal(false); // nothing is before it
        for (let index = 1; index < tree.leaves.length; index++) {
          const height = Math.log2(index & -index); // where the two paths meet
          const proof = tree.proofs[index]!;
          const below = tree.proofs[index - 1]!.slice(0, height);
          const before = tree.leaves[index - 1]!;
          expect(await merkle.verifyPrevious(index, proof, before, below)).to.equal(true);
          expect(await merkle.verifyPrevious(index, proof, hashOf("another"), below)).to.equal(false);
          expect(await merkle.verifyPrevious(index, proof, before, [...below, hashOf("more")])).to.equal(false);
        }
      });
    }
  });

  describe("depthOf", () => {
    it("is ceil(log2 count), and 0 for none", async () => {
      const { merkle } = await loadFixture(deployHarness);
      const depths = await Promise.all([0, 1, 2, 3, 4, 5, 8, 9, 2 ** 32 - 1].map((count) => merkle.depthOf(count)));
      expect(depths).to.deep.equal([0n, 0n, 1n, 2n, 2n, 3n, 3n, 4n, 32n]);
    });
  });
});
