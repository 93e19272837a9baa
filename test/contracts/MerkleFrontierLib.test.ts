import { expect } from "chai";

import type { Hex } from "../../engine/src/core/hash/hex.js";
import { ethers, loadFixture } from "../helpers/chain.js";
import { hashOf } from "../helpers/hashes.js";
import { vectorsOf } from "../helpers/vectors.js";

const { emptyRoot, appends } = vectorsOf<{
  emptyRoot: Hex;
  appends: { leaf: Hex; length: number; root: Hex }[];
}>("merkleLog");

const deployHarness = () => ethers.deployContract("MerkleFrontierHarness");

describe("MerkleFrontierLib", () => {
  describe("push", () => {
    it("reverts when 2^32 - 1 leaves are there", async () => {
      const log = await loadFixture(deployHarness);
      await log.setCount(2n ** 32n - 1n);
      await expect(log.push(hashOf("leaf"))).to.be.revertedWithCustomError(log, "MerkleFrontierFull");
    });

    it("takes the last leaf there is room for", async () => {
      const log = await loadFixture(deployHarness);
      await log.setCount(2n ** 32n - 2n);
      await log.push(hashOf("leaf"));
      expect(await log.count()).to.equal(2n ** 32n - 1n);
    });

    it("numbers the leaves from 0", async () => {
      const log = await loadFixture(deployHarness);
      expect(await log.push.staticCall(hashOf("leaf"))).to.equal(0n);
      await log.push(hashOf("leaf"));
      expect(await log.push.staticCall(hashOf("leaf"))).to.equal(1n);
    });
  });

  describe("root", () => {
    it("is 0 when there are no leaves (shared vector)", async () => {
      const log = await loadFixture(deployHarness);
      expect(await log.root()).to.equal(emptyRoot);
    });

    it("is the full tree's after every push (shared vectors)", async () => {
      const log = await loadFixture(deployHarness);
      for (const { leaf, length, root } of appends) {
        await log.push(leaf);
        expect(await log.count()).to.equal(length);
        expect(await log.root()).to.equal(root);
      }
    });
  });
});
