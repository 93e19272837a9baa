import { expect } from "chai";

import { parameterId } from "../../sdk/src/parameter.js";
import { ethers, loadFixture, mine, networkHelpers, time } from "../helpers/chain.js";
import { datasetOf } from "../helpers/chunks.js";
import { contributionOf, createDatanet, SALT, submit } from "../helpers/contribute.js";
import {
  dataset,
  POLICY,
  withAccepted,
  withCommitment,
  withDatanet,
  withPending,
} from "../helpers/contribution-fixtures.js";
import { ContributionStatus, LogKind } from "../helpers/enums.js";
import { itMeasures } from "../helpers/gas.js";
import { hashOf } from "../helpers/hashes.js";

/** A Datanet whose policy is a mock. */
async function withPolicy(behaviour: number) {
  const given = await withDatanet();
  const policy = await ethers.deployContract("ReviewPolicyMock", [given.contributions, behaviour]);
  const datanetId = await createDatanet(given.world, { policy: await policy.getAddress() });
  return { ...given, policy, datanetId, contribution: contributionOf(datanetId, dataset) };
}
const withSilentPolicy = () => withPolicy(POLICY.Silent);
const withHastyPolicy = () => withPolicy(POLICY.DecideAtOnce);
const withHostilePolicy = () => withPolicy(POLICY.Revert);

describe("ContributionRegistry", () => {
  describe("commit", () => {
    it("reverts for what the sender committed to already", async () => {
      const { registry, commitment } = await loadFixture(withCommitment);
      await expect(registry.commit(commitment))
        .to.be.revertedWithCustomError(registry, "ContributionAlreadyCommitted")
        .withArgs(commitment);
    });

    it("leaves the sender its commitment when somebody copied it before (squatting from the mempool)", async () => {
      const { contributions, registry, commitment, mallory, alice } = await loadFixture(withDatanet);
      await contributions.connect(mallory).commit(commitment);
      await expect(registry.commit(commitment)).to.emit(registry, "Committed").withArgs(alice, commitment);
    });

    itMeasures("costs at most 50,000 gas", async () => {
      const { registry, commitment } = await loadFixture(withDatanet);
      const { gasUsed } = (await (await registry.commit(commitment)).wait())!;
      expect(gasUsed).to.be.lessThanOrEqual(50_000n);
    });
  });

  describe("reveal", () => {
    describe("when what is shown is incomplete", () => {
      it("reverts without a root, without chunks, without a licence", async () => {
        const { registry, contribution } = await loadFixture(withCommitment);
        for (const part of [{ root: ethers.ZeroHash }, { chunkCount: 0 }]) {
          await expect(registry.reveal({ ...contribution, ...part }, SALT)).to.be.revertedWithCustomError(
            registry,
            "ContributionEmpty",
          );
        }
        await expect(registry.reveal({ ...contribution, licence: "" }, SALT)).to.be.revertedWithCustomError(
          registry,
          "ContributionNoLicence",
        );
      });
    });

    describe("given no commitment", () => {
      it("reverts", async () => {
        const { registry, contribution, commitment } = await loadFixture(withDatanet);
        await expect(registry.reveal(contribution, SALT))
          .to.be.revertedWithCustomError(registry, "ContributionUnknownCommitment")
          .withArgs(commitment);
      });

      it("reverts for a commitment another account copied (proof not bound to its file)", async () => {
        const { contributions, contribution, commitment, mallory } = await loadFixture(withDatanet);
        const registry = contributions.connect(mallory);
        await registry.commit(commitment);
        await mine();
        await expect(registry.reveal(contribution, SALT)).to.be.revertedWithCustomError(
          registry,
          "ContributionUnknownCommitment",
        );
      });

      it("reverts when anything shown is not what was committed to", async () => {
        const { world, registry, contribution } = await loadFixture(withCommitment);
        const other = { root: hashOf("other"), chunkCount: 2, licence: "MIT", uri: "", datanetId: 2n };
        await createDatanet(world);
        for (const [key, value] of Object.entries(other)) {
          await expect(registry.reveal({ ...contribution, [key]: value }, SALT)).to.be.revertedWithCustomError(
            registry,
            "ContributionUnknownCommitment",
          );
        }
        await expect(registry.reveal(contribution, hashOf("pepper"))).to.be.revertedWithCustomError(
          registry,
          "ContributionUnknownCommitment",
        );
      });
    });

    it("[abi.encodePacked of adjacent dynamic values] reverts where a letter has moved from the licence to the URI", async () => {
      const { registry, contribution, alice } = await loadFixture(withDatanet);
      const committed = { ...contribution, licence: "CC0-1.0u", uri: "rn:x" };
      const moved = { ...contribution, licence: "CC0-1.0", uri: "urn:x" };
      await registry.commit(await registry.commitmentOf(alice, committed, SALT));
      await mine();
      await expect(registry.reveal(moved, SALT)).to.be.revertedWithCustomError(
        registry,
        "ContributionUnknownCommitment",
      );
      await registry.reveal(committed, SALT);
    });

    describe("given a commitment of the same block", () => {
      it("reverts, so that nobody commits and reveals in front of a reveal (copying from the mempool)", async () => {
        const { registry, contribution, commitment, alice } = await loadFixture(withDatanet);
        await ethers.provider.send("evm_setAutomine", [false]);
        const nonce = await alice.getNonce();
        await registry.commit(commitment, { nonce });
        const reveal = await registry.reveal(contribution, SALT, { nonce: nonce + 1, gasLimit: 500_000n });
        await mine();
        await ethers.provider.send("evm_setAutomine", [true]);
        const receipt = await ethers.provider.getTransactionReceipt(reveal.hash);
        expect(receipt!.status).to.equal(0);

        await expect(registry.reveal(contribution, SALT)).to.emit(registry, "Contributed");
      });

      it("says so", async () => {
        const { registry, contribution, commitment } = await loadFixture(withCommitment);
        // A call runs in the latest block: the commitment's.
        await expect(registry.reveal.staticCall(contribution, SALT))
          .to.be.revertedWithCustomError(registry, "ContributionCommittedThisBlock")
          .withArgs(commitment);
      });
    });

    describe("given an old commitment", () => {
      it("accepts its last second", async () => {
        const { registry, parameters, contribution } = await loadFixture(withCommitment);
        const maxAge = await parameters.get(parameterId("CommitMaxAgeSeconds"));
        await time.setNextBlockTimestamp(BigInt(await time.latest()) + maxAge);
        await expect(registry.reveal(contribution, SALT)).to.emit(registry, "Contributed");
      });

      it("reverts one second after", async () => {
        const { registry, parameters, contribution, commitment } = await loadFixture(withCommitment);
        const maxAge = await parameters.get(parameterId("CommitMaxAgeSeconds"));
        const committedAt = BigInt(await time.latest());
        await time.setNextBlockTimestamp(committedAt + maxAge + 1n);
        await expect(registry.reveal(contribution, SALT))
          .to.be.revertedWithCustomError(registry, "ContributionCommitmentExpired")
          .withArgs(commitment, committedAt, maxAge);
      });

      it("reads the parameter only where it can matter: its hard lower bound is the constant's", async () => {
        const { registry, parameters } = await loadFixture(withDatanet);
        const [min] = await parameters.bounds(parameterId("CommitMaxAgeSeconds"));
        expect(await registry.ALWAYS_YOUNG_SECONDS()).to.equal(min);
      });

      it("accepts the same contribution under another salt", async () => {
        const { world, registry, contribution, alice } = await loadFixture(withCommitment);
        await time.increase(30n * 86_400n);
        const salt = hashOf("pepper");
        await registry.commit(await registry.commitmentOf(alice, contribution, salt));
        await expect(registry.reveal(contribution, salt)).to.emit(world.contributions, "Contributed");
      });
    });

    describe("when the Datanet does not exist", () => {
      it("reverts", async () => {
        const { registry, contribution, alice } = await loadFixture(withDatanet);
        for (const datanetId of [0n, 99n, 2n ** 64n + 1n]) {
          const unknown = { ...contribution, datanetId };
          await registry.commit(await registry.commitmentOf(alice, unknown, SALT));
          await expect(registry.reveal(unknown, SALT))
            .to.be.revertedWithCustomError(registry, "ContributionUnknownDatanet")
            .withArgs(datanetId);
        }
      });
    });

    describe("when the review policy wants to be told", () => {
      it("tells it, and it may decide at once", async () => {
        const { world, policy, contributions, alice, datanetId } = await loadFixture(withHastyPolicy);
        const contributionId = await submit(world, { contributor: alice, datanetId, dataset });
        const [told] = await policy.queryFilter(policy.filters.Submitted());
        expect(told!.args).to.deep.equal([datanetId, contributionId]);
        expect((await contributions.recordOf(contributionId)).status).to.equal(ContributionStatus.Accepted);
      });

      it("reverts when the policy does: it harms its own Datanet only", async () => {
        const { registry, policy, alice, contribution } = await loadFixture(withHostilePolicy);
        await registry.commit(await registry.commitmentOf(alice, contribution, SALT));
        await expect(registry.reveal(contribution, SALT)).to.be.revertedWithCustomError(
          policy,
          "ReviewPolicyMockRefuses",
        );
      });
    });

    describe("given a commitment of an earlier block", () => {
      it("mints the token, keeps the record and shows the rest in the event", async () => {
        const { registry, contribution, datanetId, alice } = await loadFixture(withCommitment);
        const committedBlock = BigInt(await time.latestBlock());
        const committedAt = BigInt(await time.latest());
        await expect(registry.reveal(contribution, SALT))
          .to.emit(registry, "Contributed")
          .withArgs(1n, datanetId, alice, dataset.tree.root, 3n, "CC0-1.0", contribution.uri, committedBlock);
        expect(await registry.ownerOf(1n)).to.equal(alice);
        expect(await registry.recordOf(1n)).to.deep.equal([
          dataset.tree.root,
          datanetId,
          3n,
          committedAt,
          committedBlock,
          0n,
          ContributionStatus.Pending,
        ]);
        expect(await registry.tokenURI(1n)).to.equal(`urn:openledger:data:${dataset.tree.root}`);
      });

      it("does not tell a policy that did not ask", async () => {
        const { world, policy, alice, datanetId } = await loadFixture(withSilentPolicy);
        await submit(world, { contributor: alice, datanetId, dataset });
        expect(await policy.queryFilter(policy.filters.Submitted())).to.be.empty;
      });

      it("uses the commitment up: the same again needs another one (re-registration)", async () => {
        const { registry, contribution } = await loadFixture(withCommitment);
        await registry.reveal(contribution, SALT);
        await expect(registry.reveal(contribution, SALT)).to.be.revertedWithCustomError(
          registry,
          "ContributionUnknownCommitment",
        );
      });

      itMeasures("costs at most 120,000 gas for who contributed before, whatever the number of chunks", async () => {
        const { world, registry, contribution, datanetId, alice } = await loadFixture(withDatanet);
        await submit(world, { contributor: alice, datanetId, dataset: datasetOf("first") });
        const large = { ...contribution, chunkCount: 4_000_000_000n };
        await registry.commit(await registry.commitmentOf(alice, large, SALT));
        const { gasUsed } = (await (await registry.reveal(large, SALT)).wait())!;
        expect(gasUsed).to.be.lessThanOrEqual(120_000n);
      });
    });
  });

  describe("decide", () => {
    it("reverts when anybody but the Datanet's policy calls, its owner included", async () => {
      const { contributions, ownerReview, contributionId, curator } = await loadFixture(withPending);
      await expect(contributions.connect(curator).decide(contributionId, true, ethers.ZeroHash))
        .to.be.revertedWithCustomError(contributions, "ContributionNotReviewer")
        .withArgs(contributionId, curator, await ownerReview.getAddress());
    });

    it("reverts when another Datanet's policy calls (a proof for one network replayed in another)", async () => {
      const { contributions, contributionId } = await loadFixture(withPending);
      const policy = await ethers.deployContract("ReviewPolicyMock", [contributions, POLICY.Silent]);
      await expect(policy.decide(contributionId, true)).to.be.revertedWithCustomError(
        contributions,
        "ContributionNotReviewer",
      );
    });

    it("reverts for an unknown contribution", async () => {
      const { contributions } = await loadFixture(withPending);
      await expect(contributions.decide(9n, true, ethers.ZeroHash))
        .to.be.revertedWithCustomError(contributions, "ContributionNotPending")
        .withArgs(9n, ContributionStatus.Unknown);
    });

    for (const accepted of [true, false]) {
      it(`reverts a second time after it was ${accepted ? "accepted" : "refused"}`, async () => {
        const { contributions, review, contributionId } = await loadFixture(withPending);
        await review.review(contributionId, accepted, ethers.ZeroHash);
        await expect(review.review(contributionId, !accepted, ethers.ZeroHash))
          .to.be.revertedWithCustomError(contributions, "ContributionNotPending")
          .withArgs(contributionId, accepted ? ContributionStatus.Accepted : ContributionStatus.Refused);
      });
    }

    it("reverts when consent was withdrawn meanwhile", async () => {
      const { contributions, registry, review, contributionId } = await loadFixture(withPending);
      await registry.withdrawConsent(contributionId);
      await expect(review.review(contributionId, true, ethers.ZeroHash)).to.be.revertedWithCustomError(
        contributions,
        "ContributionAlreadyWithdrawn",
      );
    });

    it("appends an accepted contribution to the Datanet's log", async () => {
      const { contributions, datanets, review, contributionId, datanetId } = await loadFixture(withPending);
      const decide = review.review(contributionId, true, hashOf("good"));
      await expect(decide).to.emit(contributions, "Reviewed").withArgs(contributionId, datanetId, true, hashOf("good"));
      await expect(decide)
        .to.emit(datanets, "LogAppended")
        .withArgs(datanetId, 0n, LogKind.Accepted, contributionId, dataset.tree.root);
      expect((await contributions.recordOf(contributionId)).status).to.equal(ContributionStatus.Accepted);
    });

    it("leaves the log alone when it refuses", async () => {
      const { contributions, datanets, review, contributionId, datanetId } = await loadFixture(withPending);
      await expect(review.review(contributionId, false, hashOf("spam")))
        .to.emit(contributions, "Reviewed")
        .withArgs(contributionId, datanetId, false, hashOf("spam"));
      expect(await datanets.logLengthOf(datanetId)).to.equal(0n);
    });
  });

  describe("withdrawConsent", () => {
    it("reverts when anybody but the token's owner calls", async () => {
      const { contributions, contributionId, mallory, alice } = await loadFixture(withAccepted);
      await expect(contributions.connect(mallory).withdrawConsent(contributionId))
        .to.be.revertedWithCustomError(contributions, "ContributionNotOwner")
        .withArgs(contributionId, mallory, alice);
    });

    it("reverts for the contributor who sold the token", async () => {
      const { registry, contributionId, alice, bob } = await loadFixture(withAccepted);
      await registry.transferFrom(alice, bob, contributionId);
      await expect(registry.withdrawConsent(contributionId)).to.be.revertedWithCustomError(
        registry,
        "ContributionNotOwner",
      );
    });

    it("reverts for an unknown contribution, and the second time", async () => {
      const { registry, contributionId } = await loadFixture(withAccepted);
      await expect(registry.withdrawConsent(9n)).to.be.revertedWithCustomError(registry, "ERC721NonexistentToken");
      await registry.withdrawConsent(contributionId);
      await expect(registry.withdrawConsent(contributionId)).to.be.revertedWithCustomError(
        registry,
        "ContributionAlreadyWithdrawn",
      );
    });

    it("appends to the log when it was accepted", async () => {
      const { registry, datanets, contributionId, datanetId, alice } = await loadFixture(withAccepted);
      const withdraw = registry.withdrawConsent(contributionId);
      await expect(withdraw).to.emit(registry, "ConsentWithdrawn").withArgs(contributionId, datanetId, alice);
      await expect(withdraw)
        .to.emit(datanets, "LogAppended")
        .withArgs(datanetId, 1n, LogKind.Withdrawn, contributionId, ethers.ZeroHash);
      expect((await registry.recordOf(contributionId)).withdrawnAt).to.equal(await time.latest());
    });

    it("leaves the log alone when it was not accepted", async () => {
      const { registry, datanets, contributionId, datanetId } = await loadFixture(withPending);
      await registry.withdrawConsent(contributionId);
      expect(await datanets.logLengthOf(datanetId)).to.equal(0n);
    });
  });

  describe("views", () => {
    it("read zero for an unknown contribution, but it has no URI", async () => {
      const { registry } = await loadFixture(withDatanet);
      expect((await registry.recordOf(9n)).status).to.equal(ContributionStatus.Unknown);
      expect(await registry.isVoid(9n, 0n)).to.equal(false);
      await expect(registry.tokenURI(9n)).to.be.revertedWithCustomError(registry, "ERC721NonexistentToken");
    });

    it("show what is wired", async () => {
      const { registry, datanets, parameters } = await loadFixture(withDatanet);
      expect(await registry.datanets()).to.equal(await datanets.getAddress());
      expect(await registry.PARAMETERS()).to.equal(await parameters.getAddress());
    });
  });

  describe("gas", () => {
    it("is the same for the first contribution and after 10,000 (loops over contributions)", async () => {
      const { world, contributions, datanetId, alice } = await loadFixture(withAccepted);
      // The counter, as if 10,000 were there: slot 6 follows the six of ERC721.
      const slot = ethers.toBeHex(6n, 32);
      expect(await ethers.provider.getStorage(contributions, slot)).to.equal(ethers.toBeHex(1n, 32));
      const gasOf = async (text: string) => {
        const contribution = contributionOf(datanetId, datasetOf(text));
        const registry = contributions.connect(alice);
        await registry.commit(await registry.commitmentOf(alice, contribution, SALT));
        return (await (await registry.reveal(contribution, SALT)).wait())!.gasUsed;
      };
      const early = await gasOf("early");
      await networkHelpers.setStorageAt(await contributions.getAddress(), slot, ethers.toBeHex(10_000n, 32));
      expect((await gasOf("later")) - early).to.be.lessThan(100n);
      expect(await contributions.ownerOf(10_001n)).to.equal(world.alice);
    });
  });
});
