import { expect } from "chai";

import { claimOf, trajectoryOf } from "../../engine/src/core/dispute/trajectory.js";
import { rowResult } from "../../engine/src/core/dispute/results.js";
import { VERDICT } from "../../sdk/src/verdict.js";
import { postContent } from "../helpers/answered-bucket.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { setParameter } from "../helpers/deploy-ledger.js";
import { BOND, deployDisputed, judged, NO_BATCH, passPhases, rerun } from "../helpers/disputes.js";
import { hashOf } from "../helpers/hashes.js";
import { mutable } from "../helpers/mutable.js";
import { asProver } from "../helpers/prover.js";

describe("Disputes", () => {
  describe("openRow", () => {
    it("refuses a row that is not the batch's", async () => {
      const { disputes, bob, posted, rowOf, claim } = await loadFixture(deployDisputed);
      const row = rowOf(1);
      for (const wrong of [
        { ...row, index: 2 },
        { ...row, index: 5 },
        { ...row, row: { ...row.row, queryRoot: hashOf("x") } },
        { ...row, proof: row.proof.slice(1) },
      ]) {
        await expect(disputes.connect(bob).openRow(posted, wrong, claim)).to.be.revertedWithCustomError(
          disputes,
          "DisputeBadRowProof",
        );
      }
    });

    it("refuses a signer of the batch", async () => {
      const { disputes, openAs, attestor1 } = await loadFixture(deployDisputed);
      await expect(openAs(attestor1, 1))
        .to.be.revertedWithCustomError(disputes, "DisputeBoundCannotChallenge")
        .withArgs(attestor1.address);
    });

    it("refuses a claim of what stands anyway", async () => {
      const { disputes, bob, posted, rowOf, asked } = await loadFixture(deployDisputed);
      const committed = rowResult(asked.content.rows[1]!);
      await expect(disputes.connect(bob).openRow(posted, rowOf(1), mutable(claimOf(rerun(committed)))))
        .to.be.revertedWithCustomError(disputes, "DisputeNothingClaimed")
        .withArgs(committed);
    });

    it("refuses a trajectory without steps, of another length, or not ending in its result", async () => {
      const { disputes, bob, posted, rowOf, claim } = await loadFixture(deployDisputed);
      const single = trajectoryOf([hashOf("only")], claim.result as `0x${string}`);
      const leaf = single.tree.levels[0]![1]!;
      for (const wrong of [
        { ...claim, steps: 0, root: leaf, proof: [] },
        { ...claim, steps: 3 },
        { ...claim, steps: 8 },
        { ...claim, root: hashOf("x") },
        { ...claim, result: hashOf("x") },
        { ...claim, proof: claim.proof.slice(1) },
      ]) {
        await expect(disputes.connect(bob).openRow(posted, rowOf(1), wrong))
          .to.be.revertedWithCustomError(disputes, "DisputeBadTrajectory")
          .withArgs(wrong.root, wrong.steps);
      }
    });

    it("takes the bond, holds the batch for the longest dispute, and notes the terms of now", async () => {
      const world = await loadFixture(deployDisputed);
      const { disputes, ledger, token, bob, openAs, phase, posted } = world;
      const sent = openAs(bob, 1);
      await expect(sent).to.changeTokenBalances(ethers, token, [bob, disputes], [-BOND, BOND]);
      const openedAt = BigInt(await time.latest());
      const id = await ledger.batchOf(1n, 0n).then((record) => record.id);
      await expect(sent)
        .to.emit(ledger, "BatchHeld")
        .withArgs(1n, 0n, id, 0n, openedAt + 5n * phase, disputes);
      await expect(sent).to.emit(disputes, "DisputeOpened");
      const dispute = await disputes.disputeOf(2n);
      expect([dispute.challenger, dispute.openedAt, dispute.phaseSeconds, dispute.seats, dispute.bond]).to.deep.equal([
        bob.address,
        openedAt,
        phase,
        3n,
        BOND,
      ]);
      expect(dispute.batchId).to.equal(id);
      expect(dispute.boundHash).to.equal(
        ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode(["address[]"], [posted.signers])),
      );
      expect(await disputes.bondsOf(2n)).to.equal(BOND);
      expect(await disputes.disputeOn(dispute.subject)).to.equal(2n);
    });

    it("keeps its terms when governance turns the numbers (period or bond changed while a dispute runs)", async () => {
      const world = await loadFixture(deployDisputed);
      const { disputes, id, phase } = world;
      await setParameter(world, "DisputePhaseSeconds", 3_600n);
      await setParameter(world, "DisputeBond", BOND * 2n);
      await setParameter(world, "PanelSize", 15n);
      await expect(world.answer()).to.changeTokenBalances(ethers, world.token, [disputes], [BOND]);
      const { phaseSeconds, seats } = await disputes.disputeOf(id);
      expect([phaseSeconds, seats]).to.deep.equal([phase, 3n]);
    });

    describe("given the window the batch was posted with", () => {
      it("takes its last second, though the batch is final only when the hold ends", async () => {
        const { disputes, ledger, openAs, bob, finalAt, phase } = await loadFixture(deployDisputed);
        await time.setNextBlockTimestamp(finalAt - 1n);
        await openAs(bob, 1);
        await time.increaseTo(finalAt - 1n + 5n * phase - 1n);
        expect(await ledger.isFinal(1n, 0n)).to.equal(false);
        await time.increase(1n);
        expect(await ledger.isFinal(1n, 0n)).to.equal(true);
        expect(await disputes.bondsOf(2n)).to.equal(BOND);
      });

      it("refuses one second after, also while another dispute holds the batch", async () => {
        const { ledger, openAs, bob, carol, finalAt } = await loadFixture(deployDisputed);
        await time.setNextBlockTimestamp(finalAt - 1n);
        await openAs(bob, 1);
        await time.setNextBlockTimestamp(finalAt);
        await expect(openAs(carol, 2)).to.be.revertedWithCustomError(ledger, "LedgerWindowOver");
      });
    });

    it("refuses a batch that no longer stands", async () => {
      const world = await loadFixture(deployDisputed);
      const { ledger, openAs, posted, bob, mallory } = world;
      await ledger.connect(await asProver(world)).drop(posted, "withheld", mallory);
      await expect(openAs(bob, 1)).to.be.revertedWithCustomError(ledger, "LedgerUnknownBatch");
    });

    it("refuses whoever has not approved the bond", async () => {
      const { token, openAs, mallory } = await loadFixture(deployDisputed);
      await expect(openAs(mallory, 1)).to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance");
    });

    describe("given a subject disputed before (endless re-challenge)", () => {
      it("refuses a second dispute while the first is open", async () => {
        const { disputes, openAs, bob, id } = await loadFixture(deployDisputed);
        const { subject } = await disputes.disputeOf(id);
        await expect(openAs(bob)).to.be.revertedWithCustomError(disputes, "DisputeSubjectTaken").withArgs(subject, id);
      });

      it("refuses one that was upheld", async () => {
        const world = await loadFixture(deployDisputed);
        const { disputes, openAs, bob, id, answer } = world;
        await answer();
        await judged(world, [VERDICT.upheld, VERDICT.upheld]);
        await passPhases(disputes, id, 3.5);
        await disputes.settle(id, NO_BATCH);
        await expect(openAs(bob)).to.be.revertedWithCustomError(disputes, "DisputeSubjectTaken");
      });

      it("refuses one that was upheld, also when the same content is posted anew by others", async () => {
        const world = await loadFixture(deployDisputed);
        const { disputes, ledger, id, answer, posted, mallory, bob, rowOf, claim } = world;
        await answer();
        await judged(world, [VERDICT.upheld, VERDICT.upheld]);
        await passPhases(disputes, id, 3.5);
        await disputes.settle(id, NO_BATCH);
        await ledger.connect(await asProver(world)).drop(posted, "withheld", mallory);
        const { evidence } = await postContent({ ...world, attestor1: world.attestor3 }, world.asked.content);
        await expect(disputes.connect(bob).openRow(mutable(evidence), rowOf(0), claim)).to.be.revertedWithCustomError(
          disputes,
          "DisputeSubjectTaken",
        );
      });

      it("takes one that nobody decided", async () => {
        const world = await loadFixture(deployDisputed);
        const { disputes, openAs, bob, id, answer } = world;
        await answer();
        await passPhases(disputes, id, 3.5);
        await disputes.settle(id, NO_BATCH);
        await openAs(bob);
        expect((await disputes.disputeOf(2n)).challenger).to.equal(bob.address);
      });
    });
  });

  describe("disputeOf, outcomeOf, bondsOf", () => {
    it("refuse a dispute that does not exist", async () => {
      const { disputes } = await loadFixture(deployDisputed);
      for (const unknown of [0n, 2n]) {
        for (const ask of [disputes.disputeOf(unknown), disputes.outcomeOf(unknown), disputes.bondsOf(unknown)]) {
          await expect(ask).to.be.revertedWithCustomError(disputes, "DisputeUnknown").withArgs(unknown);
        }
      }
    });
  });
});
