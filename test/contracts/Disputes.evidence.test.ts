import { expect } from "chai";

import { firstDifference } from "../../engine/src/core/dispute/first-difference.js";
import { claimOf, type Trajectory, trajectoryOf } from "../../engine/src/core/dispute/trajectory.js";
import { merkleProof } from "../../engine/src/core/tree/merkle.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { BOND, deployDisputed, passPhases, phaseEnd, rerun } from "../helpers/disputes.js";
import { hashOf } from "../helpers/hashes.js";
import { mutable } from "../helpers/mutable.js";

async function deployAnsweredDispute() {
  const world = await deployDisputed();
  await world.answer();
  const difference = mutable(firstDifference(world.claimed, world.answered)!);
  return { ...world, difference };
}

describe("Disputes", () => {
  describe("answer", () => {
    it("takes anybody's defence and its bond, and notes the trajectory", async () => {
      const { disputes, token, bob, answer, answered, id } = await loadFixture(deployDisputed);
      const sent = answer();
      await expect(sent).to.changeTokenBalances(ethers, token, [bob, disputes], [-BOND, BOND]);
      await expect(sent).to.emit(disputes, "DisputeAnswered");
      const { defender, answeredRoot, answeredSteps } = await disputes.disputeOf(id);
      expect([defender, answeredRoot, answeredSteps]).to.deep.equal([bob.address, answered.tree.root, 4n]);
      expect(await disputes.bondsOf(id)).to.equal(2n * BOND);
    });

    it("refuses a second answer", async () => {
      const { disputes, carol, bob, answer, answered, id } = await loadFixture(deployDisputed);
      await answer();
      await expect(disputes.connect(carol).answer(id, mutable(claimOf(answered))))
        .to.be.revertedWithCustomError(disputes, "DisputeAlreadyAnswered")
        .withArgs(id, bob.address);
    });

    it("refuses one that ends in something else than what stands", async () => {
      const { disputes, bob, id, committed } = await loadFixture(deployDisputed);
      const other = hashOf("third opinion");
      await expect(disputes.connect(bob).answer(id, mutable(claimOf(rerun(other)))))
        .to.be.revertedWithCustomError(disputes, "DisputeWrongResult")
        .withArgs(other, committed);
    });

    it("refuses one whose tree does not end in its result", async () => {
      const { disputes, bob, id, claimed, committed } = await loadFixture(deployDisputed);
      await expect(
        disputes.connect(bob).answer(id, { ...mutable(claimOf(claimed)), result: committed }),
      ).to.be.revertedWithCustomError(disputes, "DisputeBadTrajectory");
    });

    it("refuses who volunteered for the panel", async () => {
      const { disputes, panelists, bound, answered, id } = await loadFixture(deployDisputed);
      await disputes.connect(panelists[0]!).join(id, bound);
      await expect(
        disputes.connect(panelists[0]!).answer(id, mutable(claimOf(answered))),
      ).to.be.revertedWithCustomError(disputes, "DisputeParty");
    });

    it("takes the last second of its phase", async () => {
      const { disputes, answer, id } = await loadFixture(deployDisputed);
      await time.setNextBlockTimestamp((await phaseEnd(disputes, id, 1)) - 1n);
      await answer();
    });

    it("refuses one second after", async () => {
      const { disputes, answer, id } = await loadFixture(deployDisputed);
      const end = await phaseEnd(disputes, id, 1);
      await time.setNextBlockTimestamp(end);
      await expect(answer()).to.be.revertedWithCustomError(disputes, "DisputeTooLate").withArgs(id, end);
    });
  });

  describe("nameDifference", () => {
    it("notes the first differing step in one transaction", async () => {
      const { disputes, difference, mallory, id } = await loadFixture(deployAnsweredDispute);
      expect(difference.index).to.equal(2);
      await expect(disputes.connect(mallory).nameDifference(id, difference))
        .to.emit(disputes, "DifferenceNamed")
        .withArgs(id, 2n, difference.before, difference.claimed, difference.answered);
      expect((await disputes.disputeOf(id)).difference).to.equal(2n);
    });

    it("names trajectories of different lengths where the shorter one ends", async () => {
      const { disputes, bob, committed, claimed, id } = await loadFixture(deployDisputed);
      const states = [0, 1].map((step) => hashOf(`state ${step}`));
      const shorter = trajectoryOf(states, committed);
      await disputes.connect(bob).answer(id, mutable(claimOf(shorter)));
      const difference = firstDifference(claimed, shorter)!;
      expect(difference.index).to.equal(2);
      await disputes.nameDifference(id, mutable(difference));
    });

    it("names the inputs when those already differ", async () => {
      const { disputes, bob, committed, claimed, id } = await loadFixture(deployDisputed);
      const apart = rerun(committed, 0, "elsewhere");
      await disputes.connect(bob).answer(id, mutable(claimOf(apart)));
      const difference = firstDifference(claimed, apart)!;
      await disputes.nameDifference(id, mutable(difference));
      expect((await disputes.disputeOf(id)).difference).to.equal(0n);
    });

    it("lets an earlier step replace a later one, where trajectories meet again", async () => {
      const { disputes, bob, committed, claimed, id } = await loadFixture(deployDisputed);
      const states = [hashOf("state 0"), hashOf("bait"), hashOf("wrong 2"), hashOf("wrong 3")];
      const meeting = trajectoryOf(states, committed);
      await disputes.connect(bob).answer(id, mutable(claimOf(meeting)));
      const last = stepOf(claimed, meeting, 4);
      await disputes.nameDifference(id, mutable(last));
      const first = mutable(firstDifference(claimed, meeting)!);
      await disputes.nameDifference(id, first);
      expect((await disputes.disputeOf(id)).difference).to.equal(1n);
      await expect(disputes.nameDifference(id, mutable(last)))
        .to.be.revertedWithCustomError(disputes, "DisputeDifferenceNotEarlier")
        .withArgs(id, 4n, 1n);
    });

    it("refuses what is not in both trees, the same in both, or preceded by a difference", async () => {
      const { disputes, difference, claimed, answered, id } = await loadFixture(deployAnsweredDispute);
      const same = stepOf(claimed, answered, 1);
      const later = stepOf(claimed, answered, 3);
      for (const wrong of [
        same,
        later,
        { ...later, before: answered.tree.levels[0]![2]! },
        { ...difference, claimed: hashOf("x") },
        { ...difference, answered: hashOf("x") },
        { ...difference, before: hashOf("x") },
        { ...difference, index: 5 },
        { ...difference, claimedProof: difference.claimedProof.slice(1) },
        { ...difference, answeredProof: difference.claimedProof },
        { ...difference, answeredBefore: [] },
        { ...difference, claimedBefore: [] },
      ]) {
        await expect(disputes.nameDifference(id, mutable(wrong)))
          .to.be.revertedWithCustomError(disputes, "DisputeNoDifference")
          .withArgs(id, wrong.index);
      }
    });

    it("refuses while nobody has answered", async () => {
      const { disputes, claimed, answered, id } = await loadFixture(deployDisputed);
      await expect(disputes.nameDifference(id, mutable(firstDifference(claimed, answered)!)))
        .to.be.revertedWithCustomError(disputes, "DisputeNotAnswered")
        .withArgs(id);
    });

    it("takes the last second of the commitments, and refuses one second after", async () => {
      const { disputes, difference, id } = await loadFixture(deployAnsweredDispute);
      const end = await phaseEnd(disputes, id, 2);
      await time.setNextBlockTimestamp(end - 1n);
      await disputes.nameDifference(id, difference);
      await passPhases(disputes, id, 2);
      await expect(disputes.nameDifference(id, difference)).to.be.revertedWithCustomError(disputes, "DisputeTooLate");
    });
  });
});

/** Evidence about a step of the caller's choice, whether or not the trajectories part there. */
function stepOf({ tree: claimed }: Trajectory, { tree: answered }: Trajectory, index: number) {
  return {
    index,
    before: claimed.levels[0]![index - 1]!,
    claimedBefore: merkleProof(claimed, index - 1),
    answeredBefore: merkleProof(answered, index - 1),
    claimed: claimed.levels[0]![index]!,
    claimedProof: merkleProof(claimed, index),
    answered: answered.levels[0]![index]!,
    answeredProof: merkleProof(answered, index),
  };
}
