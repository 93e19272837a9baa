import { expect } from "chai";

import type { Hex } from "../../engine/src/core/hash/hex.js";
import { batchWith, earningsOf, post, type Posted } from "../helpers/attest.js";
import { payAndClose } from "../helpers/buckets.js";
import { loadFixture, time } from "../helpers/chain.js";
import { claimItem } from "../helpers/claims.js";
import { deployLedger, setParameter } from "../helpers/deploy-ledger.js";
import { mutable } from "../helpers/mutable.js";
import { asProver } from "../helpers/prover.js";
import { DAY, open } from "../helpers/units.js";

const WINDOW = 3n * DAY;
const PAUSE = DAY;

/** A final batch and two pending ones; alice may pause, bob may unpause. */
async function deployPending() {
  const world = await deployLedger();
  const { ledger, parameters, owner, alice: pauser, bob: unpauser } = world;
  await parameters.connect(owner).setPauser(pauser);
  await parameters.connect(owner).setUnpauser(unpauser);
  const earnings = [0, 1, 2, 3].map((i) => earningsOf(world, [open(10 * (i + 1))]));
  const postNext = async () => {
    const bucket = await payAndClose(world);
    const parent = (await ledger.headOf(1n)) as Hex;
    return post(world, batchWith(earnings[Number(bucket)]!, { bucket, parent }));
  };
  const first = await postNext();
  await time.increaseTo(first.finalAt);
  const [second, third] = [await postNext(), await postNext()];
  const judge = await asProver(world);
  const hold = (posted: Posted, until: bigint) => ledger.connect(judge).hold(mutable(posted), until);
  const finalAt = async (bucket: bigint) => (await ledger.batchOf(1n, bucket)).finalAt;
  const pause = (from = 1n) => ledger.connect(pauser).pause(1n, from);
  const unpause = () => ledger.connect(unpauser).unpause(1n);
  const now = async () => BigInt(await time.latest());
  return {
    ...world,
    earnings,
    postNext,
    first,
    second,
    third,
    judge,
    pauser,
    unpauser,
    hold,
    finalAt,
    pause,
    unpause,
    now,
  };
}

describe("AttributionLedger", () => {
  describe("pause", () => {
    it("refuses anybody but the pauser: unpauser, owner, judge", async () => {
      const { ledger, unpauser, owner, judge } = await loadFixture(deployPending);
      for (const account of [unpauser, owner, judge]) {
        await expect(ledger.connect(account).pause(1n, 1n))
          .to.be.revertedWithCustomError(ledger, "LedgerNotPauser")
          .withArgs(account);
      }
    });

    it("refuses any bucket but the first that is not final", async () => {
      const { ledger, pause } = await loadFixture(deployPending);
      for (const from of [0n, 2n, 3n, 4n, 2n ** 24n, 2n ** 64n - 1n]) {
        await expect(pause(from)).to.be.revertedWithCustomError(ledger, "LedgerNotFirstPending").withArgs(1n, from);
      }
    });

    it("gives everything pending a fresh window after it, and leaves what is final", async () => {
      const { ledger, earnings, first, pauser, pause, finalAt, now } = await loadFixture(deployPending);
      const sent = await pause();
      const endsAt = (await now()) + PAUSE;
      const until = endsAt + WINDOW;
      await expect(sent).to.emit(ledger, "ModelPaused").withArgs(1n, endsAt, 1n, until, pauser);
      expect(await ledger.pauseOf(1n)).to.deep.equal([await now(), endsAt, WINDOW, 0n]);
      expect(await finalAt(0n)).to.equal(first.finalAt);
      expect(await finalAt(1n)).to.equal(until);
      expect(await finalAt(2n)).to.equal(until);
      await ledger.claim(claimItem(first, earnings[0]!, 0));
    });

    it("[a pause during the window extends it] keeps the batch refutable and open to disputes as long", async () => {
      const { ledger, second, third, judge, mallory, hold, pause, finalAt } = await loadFixture(deployPending);
      await time.setNextBlockTimestamp(second.finalAt - 1n);
      await pause();
      const until = await finalAt(1n);
      expect(until).to.equal(second.finalAt - 1n + PAUSE + WINDOW);
      await time.setNextBlockTimestamp(until - 2n);
      await hold(second, until + 5n * DAY);
      await ledger.connect(judge).refute(mutable(second), "score", mallory);
      await expect(ledger.requireChallengeable(mutable(third))).to.be.revertedWithCustomError(
        ledger,
        "LedgerUnknownBatch",
      );
    });

    it("gives no new disputes to a batch whose window was over when it began", async () => {
      const { ledger, second, hold, pause } = await loadFixture(deployPending);
      await hold(second, second.finalAt + DAY);
      await time.increaseTo(second.finalAt);
      await pause();
      await expect(hold(second, second.finalAt + 2n * DAY))
        .to.be.revertedWithCustomError(ledger, "LedgerWindowOver")
        .withArgs(1n, 1n, second.finalAt);
    });

    it("lets posting go on; what is posted meanwhile waits as long", async () => {
      const world = await loadFixture(deployPending);
      await payAndClose(world);
      await world.pause();
      const until = await world.finalAt(1n);
      await setParameter(world, "ChallengeWindowSeconds", 3_600n);
      const parent = (await world.ledger.headOf(1n)) as Hex;
      const posted = await post(world, batchWith(world.earnings[3]!, { bucket: 3n, parent }));
      expect(posted.finalAt).to.equal(until);
    });

    it("[period or bond changed while a dispute runs] keeps its length and window when parameters change", async () => {
      const world = await loadFixture(deployPending);
      await world.pause();
      const until = await world.finalAt(1n);
      await setParameter(world, "PauseSeconds", 3_600n);
      await setParameter(world, "ChallengeWindowSeconds", 3_600n);
      expect(await world.finalAt(1n)).to.equal(until);
      await world.unpause();
      expect(await world.finalAt(1n)).to.equal((await world.now()) + WINDOW);
    });

    it("takes a model without pending batches", async () => {
      const { ledger, third, pause, finalAt, postNext } = await loadFixture(deployPending);
      await time.increaseTo(third.finalAt);
      await pause(3n);
      const { endsAt } = await ledger.pauseOf(1n);
      const posted = await postNext();
      expect(await finalAt(3n)).to.equal(posted.finalAt);
      expect(posted.finalAt).to.be.at.least(endsAt + WINDOW);
      expect(await ledger.isFinal(1n, 2n)).to.equal(true);
    });

    it("does not touch other models (a challenge freezes only what it contests)", async () => {
      const { ledger, pause } = await loadFixture(deployPending);
      await pause();
      expect(await ledger.pauseOf(2n)).to.deep.equal([0n, 0n, 0n, 0n]);
    });

    it("[endless re-challenge] cannot be repeated within 30 days of the last one's start", async () => {
      const { ledger, third, pause, unpause, now } = await loadFixture(deployPending);
      await pause();
      const allowedAt = (await now()) + 30n * DAY;
      await expect(pause()).to.be.revertedWithCustomError(ledger, "LedgerPausedRecently").withArgs(1n, allowedAt);
      await unpause();
      await time.increaseTo(third.finalAt + 10n * DAY);
      await time.setNextBlockTimestamp(allowedAt - 1n);
      await expect(pause(3n)).to.be.revertedWithCustomError(ledger, "LedgerPausedRecently");
      await time.setNextBlockTimestamp(allowedAt);
      await pause(3n);
    });
  });

  describe("unpause", () => {
    it("refuses anybody but the unpauser: pauser, owner", async () => {
      const { ledger, pauser, owner, pause } = await loadFixture(deployPending);
      await pause();
      for (const account of [pauser, owner]) {
        await expect(ledger.connect(account).unpause(1n))
          .to.be.revertedWithCustomError(ledger, "LedgerNotUnpauser")
          .withArgs(account);
      }
    });

    it("refuses where no pause runs: before, after its last second, twice", async () => {
      const { ledger, pause, unpause } = await loadFixture(deployPending);
      await expect(unpause()).to.be.revertedWithCustomError(ledger, "LedgerNotPaused").withArgs(1n, 0n);
      await pause();
      const { endsAt } = await ledger.pauseOf(1n);
      await time.setNextBlockTimestamp(endsAt);
      await expect(unpause()).to.be.revertedWithCustomError(ledger, "LedgerNotPaused").withArgs(1n, endsAt);
    });

    it("begins the fresh window at once", async () => {
      const { ledger, unpauser, pause, unpause, finalAt, now } = await loadFixture(deployPending);
      await pause();
      const sent = await unpause();
      const until = (await now()) + WINDOW;
      await expect(sent).to.emit(ledger, "ModelUnpaused").withArgs(1n, 1n, until, unpauser);
      expect(await finalAt(1n)).to.equal(until);
      await expect(unpause()).to.be.revertedWithCustomError(ledger, "LedgerNotPaused");
    });

    for (const when of ["before", "during"] as const) {
      it(`leaves a judge's hold that began ${when} the pause as long as it was`, async () => {
        const { second, hold, pause, unpause, finalAt } = await loadFixture(deployPending);
        const until = second.finalAt + 5n * DAY;
        if (when === "before") await hold(second, until);
        await pause();
        if (when === "during") await hold(second, until);
        await unpause();
        expect(await finalAt(1n)).to.equal(until);
      });
    }

    it("makes nothing final at once, nor anything final unfinal", async () => {
      const world = await loadFixture(deployPending);
      const { ledger, second, pause, unpause } = world;
      await setParameter(world, "PauseSeconds", 3n * DAY);
      await pause();
      await time.setNextBlockTimestamp(second.finalAt);
      await unpause();
      expect([await ledger.isFinal(1n, 0n), await ledger.isFinal(1n, 1n)]).to.deep.equal([true, false]);
    });
  });
});
