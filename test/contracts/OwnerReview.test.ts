import { expect } from "chai";

import { ethers, loadFixture } from "../helpers/chain.js";
import { datasetOf } from "../helpers/chunks.js";
import { submit } from "../helpers/contribute.js";
import { withPending } from "../helpers/contribution-fixtures.js";
import { ContributionStatus } from "../helpers/enums.js";
import { hashOf } from "../helpers/hashes.js";

/** Three contributions in review, and bob as the curator's delegate. */
async function withDelegate() {
  const given = await withPending();
  const { world, datanetId, contributionId, alice, bob, curator } = given;
  const second = await submit(world, { contributor: alice, datanetId, dataset: datasetOf("second") });
  const third = await submit(world, { contributor: alice, datanetId, dataset: datasetOf("third") });
  await given.ownerReview.connect(curator).setDelegate(datanetId, bob, true);
  const statuses = async () =>
    Promise.all([contributionId, second, third].map(async (id) => (await given.contributions.recordOf(id)).status));
  return { ...given, ids: [contributionId, second, third] as const, statuses };
}

const decision = (contributionId: bigint, accepted = true) => ({ contributionId, accepted, reasonHash: hashOf("why") });
const { Pending, Accepted, Refused } = ContributionStatus;

describe("OwnerReview", () => {
  describe("setDelegate", () => {
    it("reverts when anybody but the Datanet's owner calls, delegates included", async () => {
      const { ownerReview, datanetId, bob, carol, curator } = await loadFixture(withDelegate);
      await expect(ownerReview.connect(bob).setDelegate(datanetId, carol, true))
        .to.be.revertedWithCustomError(ownerReview, "OwnerReviewNotOwner")
        .withArgs(datanetId, bob, curator);
    });

    it("reverts for an unknown Datanet", async () => {
      const { ownerReview, datanets, bob } = await loadFixture(withDelegate);
      await expect(ownerReview.setDelegate(9n, bob, true)).to.be.revertedWithCustomError(
        datanets,
        "ERC721NonexistentToken",
      );
    });

    it("names a delegate, and ends it", async () => {
      const { review, datanetId, carol, curator } = await loadFixture(withDelegate);
      await expect(review.setDelegate(datanetId, carol, true))
        .to.emit(review, "DelegateSet")
        .withArgs(datanetId, curator, carol, true);
      expect(await review.isReviewer(datanetId, carol)).to.equal(true);
      await review.setDelegate(datanetId, carol, false);
      expect(await review.isReviewer(datanetId, carol)).to.equal(false);
    });

    it("ends with the owner's ownership: a buyer names its own", async () => {
      const { datanets, ownerReview, datanetId, bob, carol, curator } = await loadFixture(withDelegate);
      await datanets.connect(curator).transferFrom(curator, carol, datanetId);
      expect(await ownerReview.isReviewer(datanetId, bob)).to.equal(false);
      expect(await ownerReview.isReviewer(datanetId, curator)).to.equal(false);
      expect(await ownerReview.isReviewer(datanetId, carol)).to.equal(true);
    });
  });

  describe("review", () => {
    it("reverts when neither the owner nor a delegate calls", async () => {
      const { ownerReview, ids, datanetId, alice } = await loadFixture(withDelegate);
      await expect(ownerReview.connect(alice).review(ids[0], true, ethers.ZeroHash))
        .to.be.revertedWithCustomError(ownerReview, "OwnerReviewNotReviewer")
        .withArgs(datanetId, alice);
    });

    it("reverts for a Datanet whose policy is another contract", async () => {
      const { contributions, ids, curator } = await loadFixture(withDelegate);
      const other = await ethers.deployContract("OwnerReview", [contributions]);
      await expect(other.connect(curator).review(ids[0], true, ethers.ZeroHash)).to.be.revertedWithCustomError(
        contributions,
        "ContributionNotReviewer",
      );
    });

    it("reverts for an unknown contribution", async () => {
      const { review, datanets } = await loadFixture(withDelegate);
      await expect(review.review(9n, true, ethers.ZeroHash)).to.be.revertedWithCustomError(
        datanets,
        "ERC721NonexistentToken",
      );
    });

    it("decides, by the owner or a delegate", async () => {
      const { review, ownerReview, ids, statuses, bob } = await loadFixture(withDelegate);
      await review.review(ids[0], true, ethers.ZeroHash);
      await ownerReview.connect(bob).review(ids[1], false, ethers.ZeroHash);
      expect(await statuses()).to.deep.equal([Accepted, Refused, Pending]);
    });
  });

  describe("reviewMany", () => {
    it("reverts when the caller may not review one of them", async () => {
      const { ownerReview, ids, mallory } = await loadFixture(withDelegate);
      await expect(ownerReview.connect(mallory).reviewMany([decision(ids[0])])).to.be.revertedWithCustomError(
        ownerReview,
        "OwnerReviewNotReviewer",
      );
    });

    it("skips what is decided, withdrawn, unknown or named twice, and never reverts the rest", async () => {
      const { review, registry, ids, statuses } = await loadFixture(withDelegate);
      await review.review(ids[0], false, ethers.ZeroHash);
      await registry.withdrawConsent(ids[1]);
      const decisions = [decision(ids[0]), decision(ids[1]), decision(9n), decision(ids[2]), decision(ids[2], false)];
      expect(await review.reviewMany.staticCall(decisions)).to.equal(1n);
      await review.reviewMany(decisions);
      expect(await statuses()).to.deep.equal([Refused, Pending, Accepted]);
    });

    it("decides each as told", async () => {
      const { ownerReview, ids, statuses, bob } = await loadFixture(withDelegate);
      await ownerReview.connect(bob).reviewMany([decision(ids[0]), decision(ids[1], false), decision(ids[2])]);
      expect(await statuses()).to.deep.equal([Accepted, Refused, Accepted]);
    });
  });

  describe("onSubmitted", () => {
    it("is not asked for, and does nothing whoever calls", async () => {
      const { ownerReview, datanetId, ids, statuses, mallory } = await loadFixture(withDelegate);
      expect(await ownerReview.wantsSubmissions()).to.equal(false);
      await ownerReview.connect(mallory).onSubmitted(datanetId, ids[0]);
      expect(await statuses()).to.deep.equal([Pending, Pending, Pending]);
    });
  });
});
