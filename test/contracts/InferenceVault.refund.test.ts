import { expect } from "chai";

import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import type { Settlement } from "../../engine/src/core/hash/structs.js";
import { batchWith, earningsOf, post, type Posted } from "../helpers/attest.js";
import { close, settlementsOf } from "../helpers/buckets.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { claimItem } from "../helpers/claims.js";
import { deployLedger, setParameter } from "../helpers/deploy-ledger.js";
import { hashOf } from "../helpers/hashes.js";
import { manifestJudge } from "../helpers/manifest-judge.js";
import { DAY, open } from "../helpers/units.js";
import { signVoucher } from "../helpers/voucher.js";

/** An odd amount, so that halves round. */
const PAID = open(10) + 7n;
/** The contributors' parts of the first bucket: of a channel's first fee, and of a direct payment. */
const CREDITED = 2n * (PAID / 2n);

/**
 * Four buckets of one voucher and one direct payment each: the first is answered and final, the second answered and pending, the third
 * closed, the fourth not closed. `fall` ends the model.
 */
async function deployPaid() {
  const world = await deployLedger();
  const { vault, token, models, payer, host, alice, bob, modelId, deployer } = world;
  const judge = await manifestJudge(world);
  await vault.connect(payer).deposit(host, open(1_000));
  await token.connect(deployer).transfer(alice, open(1_000));
  await token.connect(alice).approve(vault, open(1_000));

  const settle = async (bucketsBefore: bigint) => {
    const cumulativeFee = PAID * (bucketsBefore + 1n);
    const voucher = { payer: payer.address, payee: host.address, modelId, cumulativeFee, head: hashOf("head") };
    return vault.connect(host).settle(voucher, await signVoucher(vault, payer, voucher));
  };
  const settlements: Settlement[][] = [];
  let parent = ZERO_HASH;
  let final: { earnings: ReturnType<typeof earningsOf>; posted: Posted } | undefined;
  for (let bucket = 0n; bucket < 4n; bucket++) {
    await settle(bucket);
    await vault.connect(alice).pay(modelId, host, PAID, hashOf("request"));
    settlements.push(await settlementsOf(world, modelId, bucket));
    if (bucket < 3n) await close(world);
    if (bucket === 1n) await setParameter(world, "ChallengeWindowSeconds", 7n * DAY);
    if (bucket > 1n) continue;
    const earnings = earningsOf(world, [CREDITED * (bucket + 1n)]);
    const posted = await post(world, batchWith(earnings, { bucket, parent }));
    parent = posted.id;
    if (bucket === 1n) continue;
    final = { earnings, posted };
    await time.increaseTo(posted.finalAt);
  }
  const fall = () => models.connect(judge).fall(modelId, "weight", bob);
  const of = (bucket: number, sequence: number) => settlements[bucket]![sequence]!;
  return { ...world, judge, fall, of, settle, settlements, finalItem: claimItem(final!.posted, final!.earnings, 0) };
}

/** The same, fallen. */
async function deployFallen() {
  const world = await deployPaid();
  await world.fall();
  return world;
}

describe("InferenceVault", () => {
  describe("stop", () => {
    it("refuses anybody but the model registry", async () => {
      const { vault, modelId, judge } = await loadFixture(deployPaid);
      await expect(vault.connect(judge).stop(modelId))
        .to.be.revertedWithCustomError(vault, "VaultNotModels")
        .withArgs(judge);
    });

    it("is told of a fall, and says which buckets are never closed", async () => {
      const { vault, modelId, fall } = await loadFixture(deployPaid);
      await expect(fall()).to.emit(vault, "ModelStopped").withArgs(modelId, 3n, 4n);
    });
  });

  describe("given a fallen model", () => {
    it("settles no voucher, into its open bucket neither", async () => {
      const { vault, modelId, settle, payer, host } = await loadFixture(deployFallen);
      await expect(settle(4n)).to.be.revertedWithCustomError(vault, "VaultModelFell").withArgs(modelId);
      expect((await vault.reserveOf(payer, host)).amount).to.equal(open(1_000) - 4n * PAID);
    });

    it("takes no direct payment", async () => {
      const { vault, modelId, alice, host } = await loadFixture(deployFallen);
      await expect(vault.connect(alice).pay(modelId, host, 1n, ethers.ZeroHash)).to.be.revertedWithCustomError(
        vault,
        "VaultModelNotPayable",
      );
    });

    it("closes no bucket, its time over or not", async () => {
      const { vault, modelId } = await loadFixture(deployFallen);
      await time.increase(7n * DAY);
      await expect(vault.close(modelId, 3n)).to.be.revertedWithCustomError(vault, "VaultModelFell").withArgs(modelId);
    });

    it("leaves what is not spent of a reserve to its payer, as ever", async () => {
      const { vault, token, payer, host } = await loadFixture(deployFallen);
      const left = open(1_000) - 4n * PAID;
      await vault.connect(payer).requestWithdrawal(host, left);
      await time.increase(2n * DAY);
      await expect(vault.connect(payer).withdraw(host)).to.changeTokenBalance(ethers, token, payer, left);
    });
  });

  describe("refund", () => {
    it("refuses while the model stands", async () => {
      const { vault, of, modelId } = await loadFixture(deployPaid);
      for (const bucket of [0, 1, 2, 3]) {
        await expect(vault.refund(of(bucket, 0)))
          .to.be.revertedWithCustomError(vault, "VaultModelStands")
          .withArgs(modelId);
      }
    });

    it("refuses another settlement than the one stored, whatever differs", async () => {
      const { vault, of, modelId, bob } = await loadFixture(deployFallen);
      const settlement = of(3, 0);
      const changes: Partial<Settlement>[] = [
        { bucket: 4n },
        { sequence: 1n },
        { sequence: 2n },
        { payer: bob.address as Hex },
        { payee: bob.address as Hex },
        { cumulativeBefore: 0n },
        { amount: PAID + 1n },
        { contributorsPart: settlement.contributorsPart + 1n },
        { headBefore: hashOf("other") },
        { headAfter: hashOf("other") },
      ];
      for (const change of changes) {
        const other = { ...settlement, ...change };
        await expect(vault.refund(other), Object.keys(change)[0])
          .to.be.revertedWithCustomError(vault, "VaultUnknownSettlement")
          .withArgs(modelId, other.bucket, other.sequence);
      }
      await expect(vault.refund({ ...settlement, modelId: 2n })).to.be.revertedWithCustomError(
        vault,
        "VaultModelStands",
      );
    });

    it("refuses what a final batch answers", async () => {
      const { vault, ledger, of, modelId } = await loadFixture(deployFallen);
      for (const sequence of [0, 1]) {
        await expect(vault.refund(of(0, sequence)))
          .to.be.revertedWithCustomError(ledger, "LedgerBucketAnswered")
          .withArgs(modelId, 0n);
      }
    });

    it("gives back all of a payment in a bucket that was not closed, to the payer's account, whoever sends it", async () => {
      const { vault, token, ledger, of, modelId, payer, alice, host, mallory } = await loadFixture(deployFallen);
      const { contributorsPart } = of(3, 1);
      const reserve = (await vault.reserveOf(payer, host)).amount;
      const voucher = vault.connect(mallory).refund(of(3, 0));
      await expect(voucher).to.emit(vault, "Refunded").withArgs(modelId, 3n, payer, 0n, PAID, 0n, PAID);
      await expect(voucher).to.changeTokenBalances(
        ethers,
        token,
        [vault, ledger, payer, host, mallory],
        [-PAID, 0n, PAID, 0n, 0n],
      );
      expect((await vault.reserveOf(payer, host)).amount).to.equal(reserve);
      const { total, contributorsPart: left } = await vault.bucketOf(modelId, 3n);
      expect([total, left]).to.deep.equal([PAID, contributorsPart]);

      const direct = vault.connect(mallory).refund(of(3, 1));
      await expect(direct).to.emit(vault, "Refunded").withArgs(modelId, 3n, alice, 1n, PAID, 0n, 0n);
      await expect(direct).to.changeTokenBalances(ethers, token, [vault, alice], [-PAID, PAID]);
    });

    it("gives back the contributors' part of a closed one without a batch, from the ledger", async () => {
      const { vault, token, ledger, of, modelId, payer } = await loadFixture(deployFallen);
      const { contributorsPart } = of(2, 0);
      const { available } = await ledger.accountOf(modelId);
      const before = await vault.bucketOf(modelId, 2n);
      const sent = vault.refund(of(2, 0));
      await expect(sent).to.emit(vault, "Refunded").withArgs(modelId, 2n, payer, 0n, 0n, contributorsPart, 0n);
      await expect(sent)
        .to.emit(ledger, "Refunded")
        .withArgs(modelId, 2n, payer, contributorsPart, available - contributorsPart);
      await expect(sent).to.changeTokenBalances(
        ethers,
        token,
        [vault, ledger, payer],
        [0n, -contributorsPart, contributorsPart],
      );
      expect(await vault.bucketOf(modelId, 2n)).to.deep.equal(before);
      expect((await ledger.accountOf(modelId)).available).to.equal(available - contributorsPart);
    });

    it("gives back the contributors' part of one whose batch was not final", async () => {
      const { vault, token, of, alice } = await loadFixture(deployFallen);
      const { contributorsPart } = of(1, 1);
      await expect(vault.refund(of(1, 1))).to.changeTokenBalance(ethers, token, alice, contributorsPart);
    });

    it("[unknown settlement treated as failed (double pay)] gives back once", async () => {
      const { vault, of, modelId } = await loadFixture(deployFallen);
      for (const bucket of [1, 2, 3]) {
        await vault.refund(of(bucket, 0));
        expect(await vault.settlementHash(modelId, bucket, 0n)).to.equal(ethers.ZeroHash);
        await expect(vault.refund(of(bucket, 0)))
          .to.be.revertedWithCustomError(vault, "VaultUnknownSettlement")
          .withArgs(modelId, bucket, 0n);
      }
    });

    it("gives everybody everything, to the last base unit, and leaves claims against final batches what they prove", async () => {
      const world = await loadFixture(deployFallen);
      const { vault, token, ledger, settlements, modelId, payer, host, treasury, trainer, finalItem } = world;
      for (const settlement of settlements.slice(1).flat()) await vault.refund(settlement);
      const owed = (await vault.owedTo(treasury)) + (await vault.owedTo(trainer));
      const reserve = (await vault.reserveOf(payer, host)).amount;
      expect(await token.balanceOf(vault)).to.equal(reserve + owed);

      const answered = settlements[0]!.reduce((sum, { contributorsPart }) => sum + contributorsPart, 0n);
      expect((await ledger.accountOf(modelId)).available).to.equal(answered);
      await expect(ledger.claim(finalItem)).to.changeTokenBalance(ethers, token, ledger, -answered);
      expect(await token.balanceOf(ledger)).to.equal(0n);
    });
  });
});
