import { expect } from "chai";

import { ethers, loadFixture, mine, networkHelpers } from "../helpers/chain.js";
import { withVersion } from "../helpers/datanet-fixtures.js";
import { mineSeedBlock } from "../helpers/time.js";

const SEED_DELAY_BLOCKS = 8n; // default of Parameter.SeedDelayBlocks
const EVM_BLOCKS = 256n; // whose hashes the EVM itself knows

const HISTORY = "0x0000F90827F1C53a10cb7A02335B175320002935"; // EIP-2935's address

const coder = ethers.AbiCoder.defaultAbiCoder();
const historyCode = async () => ethers.provider.getCode(await ethers.deployContract("BlockHistoryMock"));

async function withForgottenSeed() {
  const given = await withVersion();
  await mine(SEED_DELAY_BLOCKS + EVM_BLOCKS);
  return given;
}

describe("DatanetRegistry", () => {
  describe("recordSeed", () => {
    it("reverts for a version that does not exist", async () => {
      const { registry, datanetId } = await loadFixture(withVersion);
      for (const version of [0n, 2n]) {
        await expect(registry.recordSeed(datanetId, version))
          .to.be.revertedWithCustomError(registry, "DatanetUnknownVersion")
          .withArgs(datanetId, version);
        await expect(registry.versionOf(datanetId, version)).to.be.revertedWithCustomError(
          registry,
          "DatanetUnknownVersion",
        );
      }
    });

    it("reverts in the seed block itself, whose hash is not known yet", async () => {
      const { registry, datanetId } = await loadFixture(withVersion);
      const { seedBlock } = await registry.versionOf(datanetId, 1n);
      await mine(SEED_DELAY_BLOCKS - 1n);
      await expect(registry.recordSeed(datanetId, 1n))
        .to.be.revertedWithCustomError(registry, "DatanetSeedBlockNotReached")
        .withArgs(seedBlock, seedBlock);
    });

    it("reverts when the block's hash is forgotten", async () => {
      const { registry, datanetId } = await loadFixture(withForgottenSeed);
      await expect(registry.recordSeed(datanetId, 1n)).to.be.revertedWithCustomError(
        registry,
        "DatanetSeedBlockForgotten",
      );
    });

    it("records the hash of the seed block and the root, from anybody, once", async () => {
      const { world, datanets, datanetId, mallory } = await loadFixture(withVersion);
      await mineSeedBlock(world, datanetId, 1n);
      const { seedBlock, root } = await datanets.versionOf(datanetId, 1n);
      const { hash } = (await ethers.provider.getBlock(seedBlock))!;
      const seed = ethers.keccak256(ethers.concat([hash!, root]));

      const registry = datanets.connect(mallory);
      expect(await registry.recordSeed.staticCall(datanetId, 1n)).to.equal(seed);
      await expect(registry.recordSeed(datanetId, 1n))
        .to.emit(datanets, "SeedRecorded")
        .withArgs(datanetId, 1n, seedBlock, seed);
      expect((await datanets.versionOf(datanetId, 1n)).seed).to.equal(seed);
      await expect(registry.recordSeed(datanetId, 1n)).to.be.revertedWithCustomError(
        datanets,
        "DatanetSeedAlreadyRecorded",
      );
    });

    it("records from the last block whose hash the EVM knows", async () => {
      const { registry, datanetId } = await loadFixture(withVersion);
      await mine(SEED_DELAY_BLOCKS + EVM_BLOCKS - 1n);
      await registry.recordSeed(datanetId, 1n);
      expect((await registry.versionOf(datanetId, 1n)).seed).not.to.equal(ethers.ZeroHash);
    });

    it("finds an older block in the history contract, where the chain has it (EIP-2935)", async () => {
      const { registry, datanetId } = await loadFixture(withForgottenSeed);
      await networkHelpers.setCode(HISTORY, await historyCode());
      const { seedBlock, root } = await registry.versionOf(datanetId, 1n);
      await registry.recordSeed(datanetId, 1n);
      const hash = coder.encode(["string", "uint256"], ["history", seedBlock]);
      const seed = ethers.keccak256(ethers.concat([ethers.keccak256(hash), root]));
      expect((await registry.versionOf(datanetId, 1n)).seed).to.equal(seed);
    });

    it("reverts when the history contract has forgotten it too", async () => {
      const { registry, datanetId } = await loadFixture(withForgottenSeed);
      await networkHelpers.setCode(HISTORY, await historyCode());
      await mine(8_191n);
      await expect(registry.recordSeed(datanetId, 1n)).to.be.revertedWithCustomError(
        registry,
        "DatanetSeedBlockForgotten",
      );
    });

    it("reverts where the chain has no history contract", async () => {
      const { registry, datanetId } = await loadFixture(withForgottenSeed);
      await networkHelpers.setCode(HISTORY, "0x");
      await expect(registry.recordSeed(datanetId, 1n)).to.be.revertedWithCustomError(
        registry,
        "DatanetSeedBlockForgotten",
      );
    });

    it("takes no revert message of the history contract's address for a hash (a seed known beforehand)", async () => {
      const { registry, datanetId } = await loadFixture(withForgottenSeed);
      await expect(ethers.provider.call({ to: HISTORY, data: coder.encode(["uint256"], [1n]) })).to.revert(ethers);
      await expect(registry.recordSeed(datanetId, 1n)).to.be.revertedWithCustomError(
        registry,
        "DatanetSeedBlockForgotten",
      );
    });
  });

  describe("rearmSeed", () => {
    it("reverts before the seed block", async () => {
      const { registry, datanetId } = await loadFixture(withVersion);
      await expect(registry.rearmSeed(datanetId, 1n)).to.be.revertedWithCustomError(
        registry,
        "DatanetSeedBlockNotReached",
      );
    });

    it("reverts while the seed can be recorded: nobody draws twice", async () => {
      const { world, registry, datanetId } = await loadFixture(withVersion);
      await mineSeedBlock(world, datanetId, 1n);
      await expect(registry.rearmSeed(datanetId, 1n)).to.be.revertedWithCustomError(
        registry,
        "DatanetSeedBlockStillAvailable",
      );
    });

    it("reverts when the seed is recorded, however old", async () => {
      const { world, registry, datanetId } = await loadFixture(withVersion);
      await mineSeedBlock(world, datanetId, 1n);
      await registry.recordSeed(datanetId, 1n);
      await mine(EVM_BLOCKS + 1n);
      await expect(registry.rearmSeed(datanetId, 1n)).to.be.revertedWithCustomError(
        registry,
        "DatanetSeedAlreadyRecorded",
      );
    });

    it("sets a new seed block when the hash is forgotten, and that one gives the seed", async () => {
      const { world, registry, datanetId } = await loadFixture(withForgottenSeed);
      const { seedBlock: oldSeedBlock } = await registry.versionOf(datanetId, 1n);
      const rearm = registry.rearmSeed(datanetId, 1n);
      const seedBlock = BigInt((await (await rearm).wait())!.blockNumber) + SEED_DELAY_BLOCKS;
      await expect(rearm).to.emit(registry, "SeedRearmed").withArgs(datanetId, 1n, oldSeedBlock, seedBlock);

      await mineSeedBlock(world, datanetId, 1n);
      await registry.recordSeed(datanetId, 1n);
      expect((await registry.versionOf(datanetId, 1n)).seed).not.to.equal(ethers.ZeroHash);
    });
  });
});
