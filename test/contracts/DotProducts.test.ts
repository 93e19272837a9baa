import { expect } from "chai";

import { gasOf } from "../../bench/gas/row.js";
import { type BlockPair, dotEvidence } from "../../engine/src/core/audit/dot-evidence.js";
import { type Hex, toHex } from "../../engine/src/core/hash/hex.js";
import { keccak } from "../../engine/src/core/hash/keccak.js";
import { dot } from "../../engine/src/core/ledger/score.js";
import { merkleProof, merkleTree } from "../../engine/src/core/tree/merkle.js";
import { laneBytes, vectorBlocks, vectorRoot } from "../../engine/src/core/tree/vector-root.js";
import { ethers, loadFixture } from "../helpers/chain.js";
import { itMeasures } from "../helpers/gas.js";
import { mutable } from "../helpers/mutable.js";
import { seeded } from "../vectors/seeded.js";

/** Three blocks, the last of 64 lanes: as many bytes as an inner node's preimage. */
const LANES = 2 * 4096 + 64;

/** Two vectors and the evidence of their blocks. */
function vectorsOf(lanes: number, name = "dots") {
  const random = seeded(name);
  const [a, b] = [random.lanes(lanes), random.lanes(lanes)];
  const trees = [a, b].map((vector) => merkleTree(vectorBlocks(vector).map(keccak)));
  const pair = (i: number): BlockPair => ({
    a: toHex(vectorBlocks(a)[i]!),
    b: toHex(vectorBlocks(b)[i]!),
    aProof: merkleProof(trees[0]!, i),
    bProof: merkleProof(trees[1]!, i),
  });
  const pairs = (from: number, to: number) => mutable(Array.from({ length: to - from }, (_, i) => pair(from + i)));
  return { a, b, roots: [vectorRoot(a), vectorRoot(b)] as const, pairs, product: BigInt(dot(a, b)) };
}

async function deployDots() {
  const [sender, other] = await ethers.getSigners();
  const dots = await ethers.deployContract("DotProducts");
  return { dots, sender: sender!, other: other!, ...vectorsOf(LANES) };
}

describe("DotProducts", () => {
  describe("accumulate", () => {
    it("adds block by block, whoever sends it, and says how far it came", async () => {
      const { dots, sender, other, a, b, roots, pairs, product } = await loadFixture(deployDots);
      const firstTwo = BigInt(dot(a.subarray(0, 8192), b.subarray(0, 8192)));
      await expect(dots.accumulate(...roots, LANES, 0, pairs(0, 2)))
        .to.emit(dots, "Accumulated")
        .withArgs(...roots, LANES, 2n, firstTwo, firstTwo, sender.address);
      expect(await dots.blocksOf(...roots, LANES)).to.equal(2n);
      expect((await dots.dotOf(...roots, LANES)).isComplete).to.equal(false);

      await expect(dots.connect(other).accumulate(...roots, LANES, 2, pairs(2, 3)))
        .to.emit(dots, "Accumulated")
        .withArgs(...roots, LANES, 3n, product - firstTwo, product, other.address);
      expect(await dots.dotOf(...roots, LANES)).to.deep.equal([true, product]);
    });

    it("skips what was added before: a repetition adds nothing, an overlap only what is new", async () => {
      const { dots, roots, pairs, product } = await loadFixture(deployDots);
      await dots.accumulate(...roots, LANES, 0, pairs(0, 2));
      await expect(dots.accumulate(...roots, LANES, 0, pairs(0, 2))).not.to.emit(dots, "Accumulated");
      await expect(dots.accumulate(...roots, LANES, 1, pairs(1, 2))).not.to.emit(dots, "Accumulated");
      await dots.accumulate(...roots, LANES, 1, pairs(1, 3));
      await dots.accumulate(...roots, LANES, 0, pairs(0, 3));
      expect(await dots.dotOf(...roots, LANES)).to.deep.equal([true, product]);
    });

    it("keeps the products of other pairs, of the pair turned round and of other lengths apart", async () => {
      const { dots, roots, pairs } = await loadFixture(deployDots);
      await dots.accumulate(...roots, LANES, 0, pairs(0, 3));
      for (const other of [
        [roots[1], roots[0], LANES],
        [roots[0], roots[0], LANES],
        [...roots, LANES - 32],
      ] as const) {
        expect(await dots.dotOf(...other)).to.deep.equal([false, 0n]);
      }
    });

    it("takes vectors of one block", async () => {
      const { dots } = await loadFixture(deployDots);
      const { roots, pairs, product } = vectorsOf(64);
      await dots.accumulate(...roots, 64, 0, pairs(0, 1));
      expect(await dots.dotOf(...roots, 64)).to.deep.equal([true, product]);
    });

    it("is exact at the limits of a lane", async () => {
      const { dots } = await loadFixture(deployDots);
      const least = new Int8Array(12_288).fill(-128);
      for (const [call] of [dotEvidence(least, least).prepare]) await dots.accumulate(...mutable(call!.args));
      const root = vectorRoot(least);
      expect(await dots.dotOf(root, root, 12_288)).to.deep.equal([true, 12_288n * 16_384n]);
    });

    describe("refuses", () => {
      it("a gap", async () => {
        const { dots, roots, pairs } = await loadFixture(deployDots);
        await expect(dots.accumulate(...roots, LANES, 1, pairs(1, 2)))
          .to.be.revertedWithCustomError(dots, "DotProductsGap")
          .withArgs(1n, 0n);
        await dots.accumulate(...roots, LANES, 0, pairs(0, 1));
        await expect(dots.accumulate(...roots, LANES, 2, pairs(2, 3)))
          .to.be.revertedWithCustomError(dots, "DotProductsGap")
          .withArgs(2n, 1n);
      });

      it("no lanes, and a part of a word", async () => {
        const { dots, roots, pairs } = await loadFixture(deployDots);
        for (const lanes of [0, LANES + 1]) {
          await expect(dots.accumulate(...roots, lanes, 0, pairs(0, 1)))
            .to.be.revertedWithCustomError(dots, "DotProductsBadLanes")
            .withArgs(lanes);
          expect(await dots.dotOf(...roots, lanes)).to.deep.equal([false, 0n]);
        }
      });

      it("a block of another vector or place, a changed lane, and another proof", async () => {
        const { dots, roots, pairs } = await loadFixture(deployDots);
        const [pair] = pairs(0, 1);
        const [next] = pairs(1, 2);
        const changed = `${pair!.a.slice(0, -2)}${pair!.a.endsWith("00") ? "01" : "00"}` as Hex;
        for (const [side, wrong] of [
          [0, { ...pair!, a: pair!.b }],
          [0, { ...pair!, a: next!.a, aProof: next!.aProof }],
          [0, { ...pair!, a: changed }],
          [0, { ...pair!, aProof: next!.aProof }],
          [0, { ...pair!, aProof: pair!.aProof.slice(1) }],
          [1, { ...pair!, b: pair!.a }],
          [1, { ...pair!, b: next!.b, bProof: next!.bProof }],
          [1, { ...pair!, bProof: [...pair!.bProof, roots[0]] }],
        ] as const) {
          await expect(dots.accumulate(...roots, LANES, 0, [mutable(wrong)]))
            .to.be.revertedWithCustomError(dots, "DotProductsBadBlock")
            .withArgs(roots[side], 0n);
        }
      });

      it("padding and blocks beyond the last", async () => {
        const { dots, roots, pairs } = await loadFixture(deployDots);
        const [last] = pairs(2, 3);
        await expect(dots.accumulate(...roots, LANES, 0, [...pairs(0, 3), last!]))
          .to.be.revertedWithCustomError(dots, "DotProductsBadBlock")
          .withArgs(roots[0], 3n);
        expect(await dots.blocksOf(...roots, LANES)).to.equal(0n);
      });

      it("an inner node shown as the only block, or as a block (a leaf of 64 bytes)", async () => {
        const { dots } = await loadFixture(deployDots);
        const { a, roots } = vectorsOf(8192);
        const [left, right] = vectorBlocks(a).map(keccak);
        const node = `${left!}${right!.slice(2)}` as Hex; // its keccak is the root
        const shown = { a: node, b: node, aProof: [], bProof: [] };
        await expect(dots.accumulate(roots[0], roots[0], 8192, 0, [shown]))
          .to.be.revertedWithCustomError(dots, "DotProductsBadBlock")
          .withArgs(roots[0], 0n);

        // As a vector of 64 lanes the same root is another vector, and its product stands apart.
        await dots.accumulate(roots[0], roots[0], 64, 0, [shown]);
        const lanes = new Int8Array(Buffer.from(node.slice(2), "hex"));
        expect(await dots.dotOf(roots[0], roots[0], 64)).to.deep.equal([true, BigInt(dot(lanes, lanes))]);
        expect(await dots.dotOf(roots[0], roots[0], 8192)).to.deep.equal([false, 0n]);
      });

      it("a root over blocks of other lengths than a vector of so many lanes has", async () => {
        const { dots } = await loadFixture(deployDots);
        const random = seeded("misshapen");
        const blocks = [random.lanes(64), random.lanes(4096)].map(laneBytes);
        const tree = merkleTree(blocks.map(keccak));
        const [pair] = blocks.map((block, i) => {
          const proof = merkleProof(tree, i);
          return { a: toHex(block), b: toHex(block), aProof: proof, bProof: proof };
        });
        await expect(dots.accumulate(tree.root, tree.root, 4160, 0, [pair!]))
          .to.be.revertedWithCustomError(dots, "DotProductsWrongLength")
          .withArgs(0n, 64n, 4096n);
      });

      it("a root of 0", async () => {
        const { dots, roots, pairs } = await loadFixture(deployDots);
        await expect(dots.accumulate(ethers.ZeroHash, roots[1], LANES, 0, pairs(0, 1)))
          .to.be.revertedWithCustomError(dots, "DotProductsBadBlock")
          .withArgs(ethers.ZeroHash, 0n);
      });
    });

    itMeasures("costs at most 400,000 for a block, the first included, and 345,000 for each of eight", async () => {
      const { dots } = await loadFixture(deployDots);
      const { roots, pairs } = vectorsOf(16 * 4096);
      expect(await gasOf(dots.accumulate(...roots, 16 * 4096, 0, pairs(0, 1)))).to.be.at.most(400_000);
      expect(await gasOf(dots.accumulate(...roots, 16 * 4096, 1, pairs(1, 2)))).to.be.at.most(400_000);
      expect(await gasOf(dots.accumulate(...roots, 16 * 4096, 2, pairs(2, 10)))).to.be.at.most(8 * 345_000);
    });
  });
});
