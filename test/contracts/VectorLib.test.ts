import { expect } from "chai";

import { toHex } from "../../engine/src/core/hash/hex.js";
import { laneBytes, vectorRoot } from "../../engine/src/core/tree/vector-root.js";
import { ethers, loadFixture } from "../helpers/chain.js";
import { itMeasures } from "../helpers/gas.js";
import { vectorsOf } from "../helpers/vectors.js";
import { seeded } from "../vectors/seeded.js";

const { cases } = vectorsOf<{ cases: { name: string; lanes: number; bytes: string; root: string }[] }>("vectors");
const deployHarness = () => ethers.deployContract("VectorLibHarness");

describe("VectorLib", () => {
  describe("rootOf", () => {
    for (const { name, lanes, bytes, root } of cases) {
      it(`is the shared vector's: ${name}, ${String(lanes)} lanes`, async () => {
        const vectors = await loadFixture(deployHarness);
        expect(await vectors.rootOf(bytes)).to.equal(root);
      });
    }

    it("is 0 for no lanes, which no commitment is", async () => {
      const vectors = await loadFixture(deployHarness);
      expect(await vectors.rootOf("0x")).to.equal(ethers.ZeroHash);
    });
  });

  describe("rootOfZeros", () => {
    for (const lanes of [32, 4_064, 4_096, 4_128, 8_192, 8_224, 12_288, 16_384, 20_480, 20_512, 28_672, 65_536]) {
      it(`is the root of ${String(lanes)} lanes of 0`, async () => {
        const vectors = await loadFixture(deployHarness);
        expect(await vectors.rootOfZeros(lanes)).to.equal(vectorRoot(new Int8Array(lanes)));
      });
    }
  });

  describe("dot", () => {
    it("refuses vectors of different lengths", async () => {
      const vectors = await loadFixture(deployHarness);
      await expect(vectors.dot(new Uint8Array(32), new Uint8Array(64)))
        .to.be.revertedWithCustomError(vectors, "VectorLengthMismatch")
        .withArgs(32n, 64n);
    });

    it("refuses a part of a word, and more lanes than its bounds hold for", async () => {
      const vectors = await loadFixture(deployHarness);
      for (const lanes of [31, 65_568]) {
        await expect(vectors.dot(new Uint8Array(lanes), new Uint8Array(lanes)))
          .to.be.revertedWithCustomError(vectors, "VectorBadLength")
          .withArgs(lanes, 65_536n);
      }
    });

    it("is 0 for no lanes", async () => {
      const vectors = await loadFixture(deployHarness);
      expect(await vectors.dot("0x", "0x")).to.equal(0n);
    });

    itMeasures("costs at most 92,000 gas for 7,168 lanes", async () => {
      const vectors = await loadFixture(deployHarness);
      const random = seeded("dot");
      const [a, b] = [random.lanes(7168), random.lanes(7168)].map((lanes) => toHex(laneBytes(lanes)));
      expect(await vectors.gasOfDot(a!, b!)).to.be.at.most(92_000n);
      expect(await vectors.dot(a!, b!)).to.equal(await vectors.plainDot(a!, b!));
    });
  });
});
