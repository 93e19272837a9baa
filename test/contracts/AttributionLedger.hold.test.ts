import { expect } from "chai";

import type { Hex } from "../../engine/src/core/hash/hex.js";
import { batchWith, earningsOf, post, type Posted } from "../helpers/attest.js";
import { payAndClose } from "../helpers/buckets.js";
import { loadFixture, time } from "../helpers/chain.js";
import { claimItem } from "../helpers/claims.js";
import { deployLedger } from "../helpers/deploy-ledger.js";
import { mutable } from "../helpers/mutable.js";
import { asProver } from "../helpers/prover.js";
import { DAY, open } from "../helpers/units.js";

const LONGEST = 15n * DAY;

/** Three batches, a day apart under a window of three; nothing of them is final. */
async function deployPending() {
  const world = await deployLedger();
  const earnings = earningsOf(world, [open(50)]);
  const postNext = async () => {
    const bucket = await payAndClose(world);
    const parent = (await world.ledger.headOf(1n)) as Hex;
    return post(world, batchWith(earnings, { bucket, parent }));
  };
  const [first, second, third] = [await postNext(), await postNext(), await postNext()];
  const judge = await asProver(world);
  const hold = (posted: Posted, until: bigint) => world.ledger.connect(judge).hold(mutable(posted), until);
  const finalAt = async (bucket: bigint) => (await world.ledger.batchOf(1n, bucket)).finalAt;
  return { ...world, earnings, postNext, first, second, third, judge, hold, finalAt };
}

describe("AttributionLedger", () => {
  describe("hold", () => {
    it("refuses anybody but a judge", async () => {
      const { ledger, first, mallory } = await loadFixture(deployPending);
      await expect(ledger.connect(mallory).hold(mutable(first), first.finalAt + 1n))
        .to.be.revertedWithCustomError(ledger, "LedgerNotJudge")
        .withArgs(mallory);
    });

    it("refuses a batch that does not stand", async () => {
      const { ledger, first, second, hold } = await loadFixture(deployPending);
      await expect(hold({ ...first, signers: second.signers.slice(1) }, first.finalAt)).to.be.revertedWithCustomError(
        ledger,
        "LedgerUnknownBatch",
      );
    });

    it("[last second and one second after] takes the last second of the window, and none after, held or not", async () => {
      const { ledger, first, second, hold } = await loadFixture(deployPending);
      await hold(first, first.finalAt + 1n);
      await time.setNextBlockTimestamp(first.finalAt - 1n);
      await hold(first, first.finalAt + DAY);
      await expect(hold(first, first.finalAt + 2n * DAY))
        .to.be.revertedWithCustomError(ledger, "LedgerWindowOver")
        .withArgs(1n, 0n, first.finalAt);
      await hold(second, second.finalAt + DAY);
    });

    it("[endless re-challenge] refuses a hold beyond the longest", async () => {
      const { ledger, first, hold } = await loadFixture(deployPending);
      const latest = first.finalAt + LONGEST;
      await expect(hold(first, latest + 1n))
        .to.be.revertedWithCustomError(ledger, "LedgerHoldTooLong")
        .withArgs(1n, 0n, latest + 1n, latest);
      await hold(first, latest);
    });

    it("[a challenge freezes only what it contests] keeps the batch and its successors from being final, and none before", async () => {
      const { ledger, judge, first, second, third, hold, finalAt } = await loadFixture(deployPending);
      const until = third.finalAt + DAY;
      await expect(hold(second, until)).to.emit(ledger, "BatchHeld").withArgs(1n, 1n, second.id, 1n, until, judge);
      expect(await finalAt(0n)).to.equal(first.finalAt);
      expect(await finalAt(1n)).to.equal(until);
      expect(await finalAt(2n)).to.equal(until);
    });

    it("never ends a window early", async () => {
      const { second, third, hold, finalAt } = await loadFixture(deployPending);
      await hold(second, second.finalAt - DAY);
      expect(await finalAt(1n)).to.equal(second.finalAt);
      expect(await finalAt(2n)).to.equal(third.finalAt);
    });

    it("keeps claims waiting and refutations possible to its last second", async () => {
      const { ledger, earnings, first, judge, mallory, hold } = await loadFixture(deployPending);
      const until = first.finalAt + DAY;
      await hold(first, until);
      await time.setNextBlockTimestamp(until - 2n);
      await expect(ledger.claim(claimItem(first, earnings, 0)))
        .to.be.revertedWithCustomError(ledger, "LedgerBatchNotFinal")
        .withArgs(1n, 0n, until);
      await ledger.connect(judge).refute(mutable(first), "score", mallory);
      expect((await ledger.accountOf(1n)).nextBucket).to.equal(0n);
    });

    it("is over with its last second", async () => {
      const { ledger, earnings, first, judge, mallory, hold } = await loadFixture(deployPending);
      const until = first.finalAt + DAY;
      await hold(first, until);
      await time.setNextBlockTimestamp(until);
      await expect(ledger.connect(judge).refute(mutable(first), "score", mallory))
        .to.be.revertedWithCustomError(ledger, "LedgerBatchFinal")
        .withArgs(1n, 0n, until);
      await ledger.claim(claimItem(first, earnings, 0));
    });

    it("joins with another: from the earlier bucket, to the later time, whichever came first", async () => {
      for (const order of [0, 1]) {
        const { second, third, hold, finalAt } = await loadFixture(deployPending);
        const until = third.finalAt + 2n * DAY;
        const holds = [() => hold(second, third.finalAt + DAY), () => hold(third, until)];
        if (order === 1) holds.reverse();
        for (const each of holds) await each();
        expect(await finalAt(1n)).to.equal(until);
        expect(await finalAt(2n)).to.equal(until);
      }
    });

    it("[endless re-challenge] ends for every batch, however many later ones are held in turn", async () => {
      const { ledger, first, hold, finalAt, postNext } = await loadFixture(deployPending);
      await hold(first, first.finalAt + DAY);
      const latest = first.finalAt + LONGEST;
      for (;;) {
        const posted = await postNext();
        if (BigInt(await time.latest()) >= latest) break;
        await hold(posted, BigInt(await time.latest()) + 5n * DAY);
        expect(await finalAt(0n)).to.be.at.most(latest);
      }
      expect(await finalAt(0n)).to.equal(latest);
      expect(await ledger.isFinal(1n, 0n)).to.equal(true);
      expect(await ledger.isFinal(1n, 3n)).to.equal(false);
    });

    it("never makes a final batch not final, nor a later hold one before it", async () => {
      const { ledger, first, second, third, hold, finalAt } = await loadFixture(deployPending);
      await hold(first, first.finalAt + 60n);
      await time.increaseTo(first.finalAt + 60n);
      expect(await ledger.isFinal(1n, 0n)).to.equal(true);
      await hold(third, third.finalAt + DAY);
      expect(await ledger.isFinal(1n, 0n)).to.equal(true);
      expect(await finalAt(1n)).to.equal(second.finalAt);
    });
  });
});
