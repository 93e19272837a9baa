import { expect } from "chai";

import type { Hex } from "../../engine/src/core/hash/hex.js";
import { ROLE } from "../../sdk/src/role.js";
import { attest, batchWith, earningsOf, post } from "../helpers/attest.js";
import { payAndClose } from "../helpers/buckets.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { claimItem } from "../helpers/claims.js";
import { deployLedger, type LedgerWorld, setParameter, STAKE } from "../helpers/deploy-ledger.js";
import { manifestJudge } from "../helpers/manifest-judge.js";
import { mutable } from "../helpers/mutable.js";
import { asProver, impersonated } from "../helpers/prover.js";
import { DAY, open } from "../helpers/units.js";

const BATCHES = 5;

/** Closes a bucket and posts its batch, which gives the first contribution `cumulative` in all. */
async function postNext(world: LedgerWorld, cumulative: bigint) {
  const bucket = await payAndClose(world);
  const parent = (await world.ledger.headOf(world.modelId)) as Hex;
  const earnings = earningsOf(world, [cumulative]);
  return { earnings, posted: await post(world, batchWith(earnings, { bucket, parent })) };
}

/** Five batches, posted a day apart under a window of seven, none of them final, and a closed bucket without one. */
async function deployPending() {
  const world = await deployLedger();
  const judge = await manifestJudge(world);
  await setParameter(world, "ChallengeWindowSeconds", 7n * DAY);
  const batches: Awaited<ReturnType<typeof postNext>>[] = [];
  for (let i = 1; i <= BATCHES; i++) batches.push(await postNext(world, open(50 * i)));
  await payAndClose(world);
  const fall = () => world.models.connect(judge).fall(world.modelId, "weight", world.bob);
  const finalAt = (place: number) => batches[place]!.posted.finalAt;
  return { ...world, judge, batches, fall, finalAt };
}

/** The same, fallen when the first three were final. */
async function deployFallen() {
  const world = await deployPending();
  await time.increaseTo(world.finalAt(2));
  await world.fall();
  return world;
}

describe("AttributionLedger", () => {
  describe("voidPending", () => {
    it("refuses anybody but the model registry", async () => {
      const { ledger, modelId, judge } = await loadFixture(deployPending);
      await expect(ledger.connect(judge).voidPending(modelId))
        .to.be.revertedWithCustomError(ledger, "LedgerNotModels")
        .withArgs(judge);
    });

    for (let final = 0; final <= BATCHES; final++) {
      it(`keeps those that are final to the second: ${String(final)} of ${String(BATCHES)}`, async () => {
        const { ledger, modelId, fall, finalAt } = await loadFixture(deployPending);
        await time.setNextBlockTimestamp(final < BATCHES ? finalAt(final) - 1n : finalAt(final - 1));
        await expect(fall())
          .to.emit(ledger, "PendingVoided")
          .withArgs(modelId, final, BATCHES - final);
        expect((await ledger.accountOf(modelId)).nextBucket).to.equal(final);
        expect(await ledger.isFinal(modelId, final)).to.equal(false);
      });
    }

    it("voids what was kept from being final by a hold", async () => {
      const world = await loadFixture(deployPending);
      const { ledger, modelId, batches, fall, finalAt } = world;
      const { posted } = batches[1]!;
      await ledger.connect(await asProver(world)).hold(mutable(posted), finalAt(4) + DAY);
      await time.increaseTo(finalAt(4));
      await expect(fall()).to.emit(ledger, "PendingVoided").withArgs(modelId, 1n, 4n);
    });

    it("slashes nobody", async () => {
      const { staking, attestor1, attestor2 } = await loadFixture(deployFallen);
      for (const signer of [attestor1, attestor2]) {
        expect((await staking.poolOf(ROLE.attestor, signer)).active).to.equal(STAKE);
      }
    });
  });

  describe("refund", () => {
    it("refuses anybody but the vault", async () => {
      const { ledger, modelId, judge, payer } = await loadFixture(deployFallen);
      await expect(ledger.connect(judge).refund(modelId, 3n, payer, 1n))
        .to.be.revertedWithCustomError(ledger, "LedgerNotVault")
        .withArgs(judge);
    });

    it("refuses a model that stands, from the vault too", async () => {
      const { ledger, modelId, vault, payer } = await loadFixture(deployPending);
      const asVault = ledger.connect(await impersonated(vault));
      await expect(asVault.refund(modelId, 3n, payer, 1n))
        .to.be.revertedWithCustomError(ledger, "LedgerModelStands")
        .withArgs(modelId);
    });

    it("refuses a bucket that a final batch answers, and one whose money never came", async () => {
      const { ledger, modelId, vault, payer } = await loadFixture(deployFallen);
      const asVault = ledger.connect(await impersonated(vault));
      await expect(asVault.refund(modelId, 2n, payer, 1n))
        .to.be.revertedWithCustomError(ledger, "LedgerBucketAnswered")
        .withArgs(modelId, 2n);
      await expect(asVault.refund(modelId, 6n, payer, 1n))
        .to.be.revertedWithCustomError(ledger, "LedgerBucketNotClosed")
        .withArgs(modelId, 6n);
    });

    it("[root total above the funds] never pays more than the model received, whatever a final batch gave away", async () => {
      const { ledger, modelId, vault, payer, batches } = await loadFixture(deployFallen);
      const asVault = ledger.connect(await impersonated(vault));
      await ledger.claim(claimItem(batches[2]!.posted, batches[2]!.earnings, 0));
      const { available } = await ledger.accountOf(modelId);
      await expect(asVault.refund(modelId, 3n, payer, available + 1n))
        .to.emit(ledger, "Refunded")
        .withArgs(modelId, 3n, payer, available, 0n);
      await expect(asVault.refund(modelId, 4n, payer, 1n))
        .to.be.revertedWithCustomError(ledger, "LedgerInsolvent")
        .withArgs(modelId, 1n, 0n);
    });

    it("pays what is left where a wrong final batch gave away the rest: no coin stays behind for ever", async () => {
      const { ledger, token, modelId, vault, payer, batches } = await loadFixture(deployFallen);
      const asVault = ledger.connect(await impersonated(vault));
      await ledger.claim(claimItem(batches[2]!.posted, batches[2]!.earnings, 0));
      const { available } = await ledger.accountOf(modelId);
      const refund = asVault.refund(modelId, 3n, payer, 2n * available);
      await expect(refund).to.changeTokenBalances(ethers, token, [ledger, payer], [-available, available]);
      expect((await ledger.accountOf(modelId)).available).to.equal(0n);
      await expect(asVault.refund(modelId, 4n, payer, 0n)).to.emit(ledger, "Refunded"); // nothing was due
    });
  });

  describe("given a fallen model", () => {
    it("takes no batch any more, the one it voided included", async () => {
      const world = await loadFixture(deployFallen);
      const { ledger, modelId, batches } = world;
      const { batch, signers, signatures } = await attest(world, batches[3]!.posted.batch, [
        world.attestor1,
        world.attestor2,
      ]);
      await expect(ledger.post(batch, signers, signatures, "urn:batch"))
        .to.be.revertedWithCustomError(ledger, "LedgerModelFell")
        .withArgs(modelId);
    });

    it("refutes neither what is void nor what is final", async () => {
      const world = await loadFixture(deployFallen);
      const { ledger, batches, bob } = world;
      const byProver = ledger.connect(await asProver(world));
      await expect(byProver.refute(mutable(batches[3]!.posted), "score", bob)).to.be.revertedWithCustomError(
        ledger,
        "LedgerUnknownBatch",
      );
      await expect(byProver.refute(mutable(batches[2]!.posted), "score", bob)).to.be.revertedWithCustomError(
        ledger,
        "LedgerBatchFinal",
      );
    });

    it("pays claims against final batches, and none against a void one", async () => {
      const { ledger, batches, alice } = await loadFixture(deployFallen);
      const item = (place: number) => claimItem(batches[place]!.posted, batches[place]!.earnings, 0);
      await expect(ledger.claim(item(3))).to.be.revertedWithCustomError(ledger, "LedgerUnknownBatch");
      await expect(ledger.claim(item(2)))
        .to.emit(ledger, "Claimed")
        .withArgs(1n, 1n, alice, alice, open(150), open(150));
    });
  });
});
