import { expect } from "chai";

import { ACCESS_MODE } from "../../sdk/src/access-mode.js";
import { ethers, loadFixture, networkHelpers, time } from "../helpers/chain.js";
import { datasetOf } from "../helpers/chunks.js";
import { contribute, createDatanet } from "../helpers/contribute.js";
import { deployOpenLedger } from "../helpers/deploy-open-ledger.js";
import { LogKind } from "../helpers/enums.js";
import { withDatanet, withLog, withVersion } from "../helpers/datanet-fixtures.js";
import { hashOf } from "../helpers/hashes.js";
import { logRootFromEvents } from "../helpers/log-root.js";

const SEED_DELAY_BLOCKS = 8n; // default of Parameter.SeedDelayBlocks

describe("DatanetRegistry", () => {
  describe("wire", () => {
    it("reverts when anybody but the deployer calls", async () => {
      const { datanets, mallory } = await loadFixture(deployOpenLedger);
      await expect(datanets.connect(mallory).wire(mallory)).to.be.revertedWithCustomError(
        datanets,
        "WiredOnceNotDeployer",
      );
    });

    it("reverts the second time, for the deployer too", async () => {
      const { datanets, deployer } = await loadFixture(deployOpenLedger);
      await expect(datanets.wire(deployer)).to.be.revertedWithCustomError(datanets, "WiredOnceAlready");
    });

    it("named the contribution registry at deployment", async () => {
      const { datanets, contributions, parameters } = await loadFixture(deployOpenLedger);
      expect(await datanets.contributionRegistry()).to.equal(await contributions.getAddress());
      expect(await datanets.PARAMETERS()).to.equal(await parameters.getAddress());
    });
  });

  describe("create", () => {
    const create = ["law", hashOf("croissant"), "ipfs://law", ACCESS_MODE.permissioned] as const;

    it("reverts without a review policy", async () => {
      const { datanets } = await loadFixture(deployOpenLedger);
      await expect(datanets.create(...create, ethers.ZeroAddress)).to.be.revertedWithCustomError(
        datanets,
        "DatanetZeroReviewPolicy",
      );
    });

    it("reverts when the policy is no review policy", async () => {
      const { datanets, alice, token } = await loadFixture(deployOpenLedger);
      await expect(datanets.create(...create, alice)).to.revert(ethers);
      await expect(datanets.create(...create, token)).to.revert(ethers);
    });

    it("mints the next id to the caller and keeps what was given", async () => {
      const { datanets, ownerReview, curator } = await loadFixture(deployOpenLedger);
      const policy = await ownerReview.getAddress();
      await expect(datanets.connect(curator).create(...create, policy))
        .to.emit(datanets, "DatanetCreated")
        .withArgs(1n, curator, ...create, policy, false);
      expect(await datanets.ownerOf(1n)).to.equal(curator);
      expect(await datanets.reviewPolicyOf(1n)).to.deep.equal([policy, false]);
      expect(await datanets.accessOf(1n)).to.equal(ACCESS_MODE.permissioned);
      expect(await datanets.metadataHashOf(1n)).to.equal(hashOf("croissant"));
      expect(await datanets.tokenURI(1n)).to.equal("ipfs://law");
      expect(await datanets.versionCount(1n)).to.equal(0n);
      expect(await datanets.logLengthOf(1n)).to.equal(0n);
    });

    it("keeps names free: the same domain again is another Datanet (squatting of names)", async () => {
      const { datanets, ownerReview, curator, mallory } = await loadFixture(deployOpenLedger);
      await datanets.connect(mallory).create(...create, ownerReview);
      await datanets.connect(curator).create(...create, ownerReview);
      expect(await datanets.ownerOf(2n)).to.equal(curator);
    });
  });

  describe("setMetadata", () => {
    it("reverts when anybody but the owner calls", async () => {
      const { datanets, datanetId, mallory, curator } = await loadFixture(withDatanet);
      await expect(datanets.connect(mallory).setMetadata(datanetId, hashOf("new"), "ipfs://new"))
        .to.be.revertedWithCustomError(datanets, "DatanetNotOwner")
        .withArgs(datanetId, mallory, curator);
    });

    it("reverts for an unknown Datanet", async () => {
      const { datanets } = await loadFixture(withDatanet);
      await expect(datanets.setMetadata(9n, hashOf("new"), "")).to.be.revertedWithCustomError(
        datanets,
        "ERC721NonexistentToken",
      );
    });

    it("replaces the metadata and tells ERC-4906 readers", async () => {
      const { registry, datanetId } = await loadFixture(withDatanet);
      const set = registry.setMetadata(datanetId, hashOf("new"), "ipfs://new");
      await expect(set)
        .to.emit(registry, "MetadataSet")
        .withArgs(datanetId, hashOf("croissant"), hashOf("new"), "ipfs://new");
      const { logs } = (await (await set).wait())!;
      expect(logs.map(({ topics }) => topics[0])).to.include(ethers.id("MetadataUpdate(uint256)"));
      expect(await registry.tokenURI(datanetId)).to.equal("ipfs://new");
      expect(await registry.metadataHashOf(datanetId)).to.equal(hashOf("new"));
    });
  });

  describe("grantTrainer and mayTrain", () => {
    it("reverts when anybody but the owner grants", async () => {
      const { datanets, datanetId, mallory } = await loadFixture(withDatanet);
      await expect(datanets.connect(mallory).grantTrainer(datanetId, mallory, true)).to.be.revertedWithCustomError(
        datanets,
        "DatanetNotOwner",
      );
    });

    it("lets nobody train on an unknown Datanet", async () => {
      const { datanets, trainer } = await loadFixture(withDatanet);
      expect(await datanets.mayTrain(9n, trainer)).to.equal(false);
      expect(await datanets.mayTrain(9n, ethers.ZeroAddress)).to.equal(false);
    });

    it("lets everybody train on an open Datanet", async () => {
      const { datanets, datanetId, mallory } = await loadFixture(withDatanet);
      expect(await datanets.mayTrain(datanetId, mallory)).to.equal(true);
    });

    for (const access of ["permissioned", "encrypted"] as const) {
      it(`lets the owner and those it agreed to train when ${access}, until it ends that`, async () => {
        const { world, registry, trainer, curator } = await loadFixture(withDatanet);
        const datanetId = await createDatanet(world, { access: ACCESS_MODE[access] });
        expect(await registry.mayTrain(datanetId, curator)).to.equal(true);
        expect(await registry.mayTrain(datanetId, trainer)).to.equal(false);

        await expect(registry.grantTrainer(datanetId, trainer, true))
          .to.emit(registry, "TrainerGranted")
          .withArgs(datanetId, trainer, true);
        expect(await registry.mayTrain(datanetId, trainer)).to.equal(true);

        await registry.grantTrainer(datanetId, trainer, false);
        expect(await registry.mayTrain(datanetId, trainer)).to.equal(false);
      });
    }

    it("keeps an agreement through a sale, but not the seller's own right", async () => {
      const { world, registry, datanets, trainer, curator, bob } = await loadFixture(withDatanet);
      const datanetId = await createDatanet(world, { access: ACCESS_MODE.permissioned });
      await registry.grantTrainer(datanetId, trainer, true);
      await registry.transferFrom(curator, bob, datanetId);
      expect(await datanets.mayTrain(datanetId, trainer)).to.equal(true);
      expect(await datanets.mayTrain(datanetId, curator)).to.equal(false);
      expect(await datanets.mayTrain(datanetId, bob)).to.equal(true);
    });
  });

  describe("append", () => {
    it("reverts when anybody but the contribution registry calls, the owner included", async () => {
      const { registry, datanetId, curator } = await loadFixture(withDatanet);
      await expect(registry.append(datanetId, LogKind.Accepted, 1n, hashOf("root")))
        .to.be.revertedWithCustomError(registry, "DatanetNotContributionRegistry")
        .withArgs(curator);
    });

    it("logs each change at the next place", async () => {
      const { world, datanets, contributions, alice, datanetId, contributionId, dataset } = await loadFixture(withLog);
      const [accepted] = await datanets.queryFilter(datanets.filters.LogAppended(datanetId));
      expect(accepted!.args).to.deep.equal([datanetId, 0n, LogKind.Accepted, contributionId, dataset.tree.root]);

      await expect(contributions.connect(alice).withdrawConsent(contributionId))
        .to.emit(datanets, "LogAppended")
        .withArgs(datanetId, 1n, LogKind.Withdrawn, contributionId, ethers.ZeroHash);
      expect(await world.datanets.logLengthOf(datanetId)).to.equal(2n);
    });

    it("costs the same at 10 entries as at 1,000 (loops over contributions)", async () => {
      const { world, datanets, contributions, datanetId } = await loadFixture(withDatanet);
      const address = await contributions.getAddress();
      await networkHelpers.impersonateAccount(address);
      await networkHelpers.setBalance(address, 10n ** 20n);
      const registry = datanets.connect(await ethers.getSigner(address));
      const gas: bigint[] = [];
      for (let i = 0; i < 1_000; i++) {
        const tx = await registry.append(datanetId, LogKind.Accepted, i + 1, hashOf(String(i)));
        gas.push((await tx.wait())!.gasUsed);
      }
      // Index 8 climbs no level and index 7 three: the same later, when the places have been written before.
      expect(gas[998]! - gas[24]!).to.be.lessThan(2_000n);
      expect(gas[999]!).to.be.lessThan(70_000n);

      const freeze = await datanets.connect(world.curator).freeze(datanetId);
      expect((await freeze.wait())!.gasUsed).to.be.lessThan(150_000n);
      expect((await datanets.versionOf(datanetId, 1n)).root).to.equal(await logRootFromEvents(world, datanetId));
    });
  });

  describe("freeze", () => {
    it("reverts when anybody but the owner calls", async () => {
      const { datanets, datanetId, mallory } = await loadFixture(withLog);
      await expect(datanets.connect(mallory).freeze(datanetId)).to.be.revertedWithCustomError(
        datanets,
        "DatanetNotOwner",
      );
    });

    it("reverts when the log is empty", async () => {
      const { registry, datanetId } = await loadFixture(withDatanet);
      await expect(registry.freeze(datanetId))
        .to.be.revertedWithCustomError(registry, "DatanetNothingToFreeze")
        .withArgs(datanetId, 0n);
    });

    it("reverts twice with nothing new in between", async () => {
      const { registry, datanetId } = await loadFixture(withVersion);
      await expect(registry.freeze(datanetId))
        .to.be.revertedWithCustomError(registry, "DatanetNothingToFreeze")
        .withArgs(datanetId, 1n);
    });

    it("fixes the root of the log and the seed block", async () => {
      const { world, registry, datanetId } = await loadFixture(withLog);
      const root = await logRootFromEvents(world, datanetId);
      expect(await registry.freeze.staticCall(datanetId)).to.equal(1n);

      const freeze = registry.freeze(datanetId);
      const seedBlock = BigInt((await (await freeze).wait())!.blockNumber) + SEED_DELAY_BLOCKS;
      await expect(freeze).to.emit(registry, "VersionFrozen").withArgs(datanetId, 1n, root, 1n, seedBlock);
      expect(await registry.versionOf(datanetId, 1n)).to.deep.equal([
        root,
        ethers.ZeroHash,
        1n,
        seedBlock,
        BigInt(await time.latest()),
      ]);
      expect(await registry.versionCount(datanetId)).to.equal(1n);
    });

    it("leaves earlier versions as they are when the log grows", async () => {
      const { world, registry, datanetId, bob } = await loadFixture(withVersion);
      const first = await registry.versionOf(datanetId, 1n);
      await contribute(world, { contributor: bob, datanetId, dataset: datasetOf("more") });
      await registry.freeze(datanetId);
      expect(await registry.versionOf(datanetId, 1n)).to.deep.equal(first);
      const second = await registry.versionOf(datanetId, 2n);
      expect(second.root).to.equal(await logRootFromEvents(world, datanetId));
      expect(second.logLength).to.equal(2n);
    });
  });

  describe("views of an unknown Datanet", () => {
    it("revert where zero would mean something", async () => {
      const { datanets } = await loadFixture(deployOpenLedger);
      await expect(datanets.accessOf(1n)).to.be.revertedWithCustomError(datanets, "ERC721NonexistentToken");
      await expect(datanets.tokenURI(1n)).to.be.revertedWithCustomError(datanets, "ERC721NonexistentToken");
      expect(await datanets.reviewPolicyOf(1n)).to.deep.equal([ethers.ZeroAddress, false]);
    });
  });

  describe("supportsInterface", () => {
    for (const [name, interfaceId] of Object.entries({
      "ERC-165": "0x01ffc9a7",
      "ERC-721": "0x80ac58cd",
      "ERC-721 metadata": "0x5b5e139f",
      "ERC-4906": "0x49064906",
    })) {
      it(`knows ${name}`, async () => {
        const { datanets } = await loadFixture(deployOpenLedger);
        expect(await datanets.supportsInterface(interfaceId)).to.equal(true);
      });
    }

    it("knows nothing else", async () => {
      const { datanets } = await loadFixture(deployOpenLedger);
      expect(await datanets.supportsInterface("0xffffffff")).to.equal(false);
    });
  });
});
