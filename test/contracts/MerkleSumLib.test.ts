import { expect } from "chai";

import { ethers, loadFixture } from "../helpers/chain.js";
import { vectorsOf } from "../helpers/vectors.js";

type Node = { hash: string; sum: string };
type Tree = { count: number; leaves: Node[]; root: Node; proofs: Node[][] };

const { cases, overflow } = vectorsOf<{ cases: Tree[]; overflow: { leaves: Node[] } }>("merkleSum");
const deployHarness = () => ethers.deployContract("MerkleSumLibHarness");

const ZERO: Node = { hash: ethers.ZeroHash, sum: "0" };
const five = cases.find(({ count }) => count === 5)!;

describe("MerkleSumLib", () => {
  describe("verify", () => {
    for (const { count, leaves, root, proofs } of cases) {
      it(`accepts every leaf of a tree over ${String(count)} (shared vector)`, async () => {
        const sums = await loadFixture(deployHarness);
        for (const [index, leaf] of leaves.entries()) {
          expect(await sums.verify(root, count, leaf, index, proofs[index]!)).to.equal(true);
        }
      });
    }

    it("refuses another amount for a leaf, its sibling or the root, by one unit", async () => {
      const sums = await loadFixture(deployHarness);
      const more = ({ hash, sum }: Node) => ({ hash, sum: String(BigInt(sum) + 1n) });
      const [leaf, proof] = [five.leaves[2]!, five.proofs[2]!];
      expect(await sums.verify(five.root, 5, more(leaf), 2, proof)).to.equal(false);
      expect(await sums.verify(more(five.root), 5, leaf, 2, proof)).to.equal(false);
      expect(await sums.verify(five.root, 5, leaf, 2, [more(proof[0]!), ...proof.slice(1)])).to.equal(false);
    });

    it("refuses sums that pass uint128, though the hashes are right", async () => {
      const sums = await loadFixture(deployHarness);
      const [left, right] = overflow.leaves as [Node, Node];
      const words = ["bytes32", "uint256", "bytes32", "uint256"];
      const hash = ethers.solidityPackedKeccak256(words, [left.hash, left.sum, right.hash, right.sum]);
      expect(await sums.verify({ hash, sum: 0 }, 2, left, 0, [right])).to.equal(false);
    });

    it("refuses padding leaves, and an index beyond the depth", async () => {
      const sums = await loadFixture(deployHarness);
      for (const index of [5, 6, 7]) {
        expect(await sums.verify(five.root, 5, ZERO, index, five.proofs[4]!)).to.equal(false);
      }
      expect(await sums.verify(five.root, 5, five.leaves[2]!, 2 + 8, five.proofs[2]!)).to.equal(false);
    });

    it("refuses another depth: an inner node as a leaf, an empty proof", async () => {
      const sums = await loadFixture(deployHarness);
      const { leaves, proofs, root } = five;
      expect(await sums.verify(root, 5, leaves[2]!, 1, proofs[2]!.slice(1))).to.equal(false);
      expect(await sums.verify(root, 5, root, 0, [])).to.equal(false);
    });

    it("refuses a proof longer than the depth, though it leads to the root: the words of a leaf as two nodes", async () => {
      const sums = await loadFixture(deployHarness);
      const words = ["bytes32", "uint256", "bytes32", "uint256"];
      const [below, sibling] = [
        { hash: ethers.id("type"), sum: 0 },
        { hash: ethers.id("word"), sum: 7 },
      ];
      const hash = ethers.solidityPackedKeccak256(words, [below.hash, below.sum, sibling.hash, sibling.sum]);
      const leaf = { hash, sum: 7 };
      expect(await sums.verify(leaf, 1, leaf, 0, [])).to.equal(true);
      for (const method of ["verify", "verifyNode"] as const) {
        expect(await sums[method](leaf, 1, below, 0, [sibling])).to.equal(false);
        expect(await sums[method](leaf, 2, below, 0, [sibling])).to.equal(true);
      }
    });

    it("refuses everything under a zero root or in a tree of no leaves", async () => {
      const sums = await loadFixture(deployHarness);
      expect(await sums.verify(ZERO, 1, ZERO, 0, [])).to.equal(false);
      expect(await sums.verify(five.root, 0, five.root, 0, [])).to.equal(false);
    });
  });
});
