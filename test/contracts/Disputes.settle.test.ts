import { expect } from "chai";

import { rowEvidence } from "../../engine/src/core/audit/evidence.js";
import { ROLE } from "../../sdk/src/role.js";
import { VERDICT } from "../../sdk/src/verdict.js";
import { postContent } from "../helpers/answered-bucket.js";
import { loadFixture, time } from "../helpers/chain.js";
import { setParameter, STAKE } from "../helpers/deploy-ledger.js";
import { BOND, deployDisputed, judged, NO_BATCH, passPhases, phaseEnd } from "../helpers/disputes.js";
import { mutable } from "../helpers/mutable.js";
import { asProver } from "../helpers/prover.js";
import { outcome, paidVoters, settles } from "../helpers/settle-dispute.js";

const { undecided, upheld, refuted } = VERDICT;

/** Half of each of two stakes is slashed, a fifth of that is the bounty. */
const BOUNTY = STAKE / 5n;

describe("Disputes", () => {
  describe("settle", () => {
    describe("given a majority against what stands", () => {
      it("refutes the batch, slashes its signers, returns the challenger's bond, and divides the defender's", async () => {
        const world = await loadFixture(deployDisputed);
        const { ledger, staking, token, alice, bob, attestor1, attestor2, attestor3 } = world;
        const [first, second, third] = await outcome(world, { votes: [refuted, refuted, upheld] });
        const before = await token.balanceOf(alice);
        await settles(world, refuted, [
          [alice, BOND],
          [bob, 0n],
          [first!, BOND / 4n],
          [second!, BOND / 4n],
          [third!, 0n],
        ]);
        expect(await token.balanceOf(alice)).to.equal(before + BOND + BOUNTY);
        for (const signer of [attestor1, attestor2]) {
          expect((await staking.poolOf(ROLE.attestor, signer)).active).to.equal(STAKE / 2n);
        }
        expect((await staking.poolOf(ROLE.attestor, attestor3)).active).to.equal(STAKE);
        expect((await ledger.accountOf(1n)).nextBucket).to.equal(0n);
      });

      it("asks for the batch as it was posted", async () => {
        const world = await loadFixture(deployDisputed);
        const { disputes, ledger, posted, id } = world;
        await outcome(world, { votes: [refuted, refuted] });
        for (const wrong of [NO_BATCH, { ...posted, signers: posted.signers.slice(1) }]) {
          await expect(disputes.settle(id, wrong)).to.be.revertedWithCustomError(ledger, "LedgerUnknownBatch");
        }
        await expect(disputes.settle(id, posted)).to.emit(ledger, "BatchRefuted");
      });

      it("refutes a batch of a later bucket, and leaves the one before", async () => {
        const world = await loadFixture(deployDisputed);
        const { disputes, ledger, carol, claim, next } = world;
        const { evidence, id: batchId } = await postContent(world, next.content);
        const posted = mutable(evidence);
        await disputes.connect(carol).openRow(posted, mutable(rowEvidence(next.content, 0)), claim);
        const id = 2n;
        await judged({ ...world, bound: [...posted.signers], id }, [refuted, refuted]);
        await passPhases(disputes, id, 4);
        await expect(disputes.settle(id, posted))
          .to.emit(ledger, "BatchRefuted")
          .withArgs(1n, 1n, batchId, "re-execution", carol, 1n);
        expect((await ledger.accountOf(1n)).nextBucket).to.equal(1n);
      });

      it("costs a signer that challenges through another account more than it brings (challenger is the signer)", async () => {
        const world = await loadFixture(deployDisputed);
        await outcome(world, { votes: [refuted, refuted] });
        const { disputes, token, staking, alice, attestor1, id } = world;
        const wealth = async () =>
          (await token.balanceOf(alice)) +
          (await disputes.bondsOf(id)) / 2n +
          (await staking.poolOf(ROLE.attestor, attestor1)).active;
        const before = await wealth();
        await settles(world, refuted, [[alice, BOND], ...(await paidVoters(world, BOND / 4n))]);
        expect(await wealth()).to.equal(before + BOUNTY - STAKE / 2n); // its bond is back
        expect(BOUNTY).to.be.lessThan(STAKE / 2n);
      });

      it("pays by the verdict, also when the batch fell to another proof meanwhile", async () => {
        const world = await loadFixture(deployDisputed);
        const { ledger, posted, mallory, alice, bob, staking, attestor1 } = world;
        await ledger.connect(await asProver(world)).refute(posted, "score", mallory);
        await outcome(world, { votes: [refuted, refuted] });
        await settles(world, refuted, [[alice, BOND], [bob, 0n], ...(await paidVoters(world, BOND / 4n))]);
        expect((await staking.poolOf(ROLE.attestor, attestor1)).active).to.equal(STAKE / 2n); // once
      });
    });

    describe("given a majority for what stands", () => {
      it("leaves the batch, divides the challenger's bond among voters and defender, and burns half", async () => {
        const world = await loadFixture(deployDisputed);
        const { ledger, alice, bob, finalAt } = world;
        const [first, second, third] = await outcome(world, { votes: [upheld, refuted, upheld] });
        await settles(world, upheld, [
          [alice, 0n],
          [bob, BOND + BOND / 6n],
          [first!, BOND / 6n],
          [second!, 0n],
          [third!, BOND / 6n],
        ]);
        await time.increaseTo(finalAt);
        expect(await ledger.isFinal(1n, 0n)).to.equal(true);
      });

      it("gives nothing to who committed and did not reveal (voter silent)", async () => {
        const world = await loadFixture(deployDisputed);
        const { alice, bob } = world;
        const [first, second, silent] = await outcome(world, { votes: [upheld, upheld] });
        await settles(world, upheld, [
          [alice, 0n],
          [bob, BOND + BOND / 6n],
          [first!, BOND / 6n],
          [second!, BOND / 6n],
          [silent!, 0n],
        ]);
      });

      it("does so too when nobody answered: a panel contradicts an unfounded claim", async () => {
        const world = await loadFixture(deployDisputed);
        const [first, second] = await outcome(world, { answered: false, votes: [upheld, upheld] });
        await settles(world, upheld, [
          [world.alice, 0n],
          [first!, BOND / 4n],
          [second!, BOND / 4n],
        ]);
      });
    });

    describe("given no majority of the seats", () => {
      for (const votes of [[], [refuted], [upheld], [upheld, refuted]]) {
        it(`slashes nobody and returns all bonds after ${votes.length} votes (panel silent)`, async () => {
          const world = await loadFixture(deployDisputed);
          const { alice, bob, ledger, staking, attestor1 } = world;
          await outcome(world, { votes });
          await settles(world, undecided, [
            [alice, BOND],
            [bob, BOND],
          ]);
          expect((await ledger.accountOf(1n)).nextBucket).to.equal(1n);
          expect((await staking.poolOf(ROLE.attestor, attestor1)).active).to.equal(STAKE);
        });
      }

      for (const votes of [[], [refuted], [upheld, refuted]]) {
        it(`takes an unanswered claim as shown after ${votes.length} votes (defender silent)`, async () => {
          const world = await loadFixture(deployDisputed);
          await outcome(world, { answered: false, votes });
          await settles(world, refuted, [[world.alice, BOND]]);
          expect((await world.ledger.accountOf(1n)).nextBucket).to.equal(0n);
        });
      }

      it("leaves an unanswered claim undecided when the only vote contradicts it", async () => {
        const world = await loadFixture(deployDisputed);
        await outcome(world, { answered: false, votes: [upheld] });
        await settles(world, undecided, [[world.alice, BOND]]);
      });

      it("needs no draw at all when nobody volunteers", async () => {
        const world = await loadFixture(deployDisputed);
        const { disputes, id, answer, alice, bob } = world;
        await answer();
        await passPhases(disputes, id, 3.5);
        await settles(world, undecided, [
          [alice, BOND],
          [bob, BOND],
        ]);
      });
    });

    describe("given its time", () => {
      it("refuses before appeals are over", async () => {
        const world = await loadFixture(deployDisputed);
        const { disputes, id, posted } = world;
        await judged(world, []);
        const from = await phaseEnd(disputes, id, 3.5);
        await time.setNextBlockTimestamp(from - 1n);
        await expect(disputes.settle(id, posted))
          .to.be.revertedWithCustomError(disputes, "DisputeTooEarly")
          .withArgs(id, from);
        await time.setNextBlockTimestamp(from);
        await disputes.settle(id, posted);
      });

      it("refuses a second time", async () => {
        const world = await loadFixture(deployDisputed);
        const { disputes, id, posted } = world;
        await outcome(world, {});
        await disputes.settle(id, posted);
        await expect(disputes.settle(id, posted)).to.be.revertedWithCustomError(disputes, "DisputeAlreadySettled");
      });

      it("still refutes in the hold's last second, the latest a dispute can be opened and settled", async () => {
        const world = await loadFixture(deployDisputed);
        const { disputes, ledger, openAs, bob, finalAt, posted } = world;
        await time.setNextBlockTimestamp(finalAt - 1n);
        await openAs(bob, 1);
        await time.setNextBlockTimestamp((await phaseEnd(disputes, 2n, 5)) - 1n);
        await expect(disputes.settle(2n, posted)).to.emit(ledger, "BatchRefuted");
      });

      it("divides the money one second after, when the batch is final (nobody settled in time)", async () => {
        const world = await loadFixture(deployDisputed);
        const { disputes, ledger, openAs, bob, finalAt, posted } = world;
        await time.setNextBlockTimestamp(finalAt - 1n);
        await openAs(bob, 1);
        await time.setNextBlockTimestamp(await phaseEnd(disputes, 2n, 5));
        await expect(disputes.settle(2n, posted)).to.not.emit(ledger, "BatchRefuted");
        expect(await disputes.owedTo(bob)).to.equal(BOND);
        expect(await ledger.isFinal(1n, 0n)).to.equal(true);
      });
    });
  });

  describe("collect", () => {
    it("refuses an account that is owed nothing, and pays nothing twice", async () => {
      const world = await loadFixture(deployDisputed);
      const { disputes, alice, mallory, id, posted } = world;
      await outcome(world, { answered: false });
      await disputes.settle(id, posted);
      await expect(disputes.connect(mallory).collect(alice)).to.emit(disputes, "DisputePaid").withArgs(alice, BOND);
      for (const account of [alice, mallory]) {
        await expect(disputes.collect(account))
          .to.be.revertedWithCustomError(disputes, "DisputeNothingOwed")
          .withArgs(account.address);
      }
    });
  });

  describe("with the smallest panel and phases", () => {
    it("decides by one vote", async () => {
      const world = await loadFixture(deployDisputed);
      await setParameter(world, "PanelSize", 1n);
      await setParameter(world, "DisputePhaseSeconds", 3_600n);
      await world.openAs(world.bob, 1);
      const [only] = await judged({ ...world, id: 2n }, [upheld]);
      await passPhases(world.disputes, 2n, 3.5);
      await world.disputes.settle(2n, NO_BATCH);
      expect(await world.disputes.owedTo(only!)).to.equal(BOND / 2n);
    });
  });
});
