import { expect } from "chai";

import { parameterId } from "../../sdk/src/parameter.js";
import { ROLE } from "../../sdk/src/role.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { deployMoney, MODEL } from "../helpers/deploy-money.js";
import { DAY, open } from "../helpers/units.js";
import { signVoucher } from "../helpers/voucher.js";

const PAID = open(10) + 7n;

/** One bucket of 10 OPEN and 7 base units, over its time; alice is staked. */
async function deployEnded() {
  const money = await deployMoney();
  const { vault, staking, payer, payee, alice } = money;
  await staking.connect(alice).stake(ROLE.attestor, alice, open(10_000));
  const pay = (amount: bigint) => vault.connect(payer).pay(MODEL, payee, amount, ethers.ZeroHash);
  await pay(PAID);
  await time.increase(DAY);
  return { ...money, pay };
}

describe("InferenceVault", () => {
  describe("close", () => {
    it("refuses a bucket that never opened", async () => {
      const { vault } = await loadFixture(deployEnded);
      await expect(vault.close(MODEL, 1))
        .to.be.revertedWithCustomError(vault, "VaultUnknownBucket")
        .withArgs(MODEL, 1n);
    });

    it("refuses before its time, to the second", async () => {
      const { vault, pay } = await loadFixture(deployEnded);
      await vault.close(MODEL, 0);
      await pay(1n);
      const { closesAt } = await vault.bucketOf(MODEL, 1);
      await time.setNextBlockTimestamp(closesAt - 1n);
      await expect(vault.close(MODEL, 1))
        .to.be.revertedWithCustomError(vault, "VaultBucketStillOpen")
        .withArgs(MODEL, 1n, closesAt);
      await time.setNextBlockTimestamp(closesAt);
      await vault.close(MODEL, 1);
    });

    it("refuses out of order and twice", async () => {
      const { vault, pay } = await loadFixture(deployEnded);
      await pay(1n);
      await time.increase(DAY);
      await expect(vault.close(MODEL, 1))
        .to.be.revertedWithCustomError(vault, "VaultBucketOutOfOrder")
        .withArgs(MODEL, 1n, 0n);
      await vault.close(MODEL, 0);
      await expect(vault.close(MODEL, 0))
        .to.be.revertedWithCustomError(vault, "VaultBucketAlreadyClosed")
        .withArgs(MODEL, 0n);
      await vault.close(MODEL, 1);
    });

    it("divides the money, once, by anybody", async () => {
      const { vault, token, staking, ledger, treasury, modelOwner, carol } = await loadFixture(deployEnded);
      const [protocolPart, stakersPart] = [PAID / 10n, PAID / 5n];
      const contributorsPart = PAID / 2n;
      const ownerPart = PAID - protocolPart - stakersPart - contributorsPart;

      const sent = vault.connect(carol).close(MODEL, 0);
      await expect(sent)
        .to.emit(vault, "BucketClosed")
        .withArgs(MODEL, 0n, PAID, protocolPart, stakersPart, contributorsPart, 0n, ownerPart, modelOwner);
      await expect(sent).to.emit(ledger, "Funded").withArgs(MODEL, 0n, contributorsPart, contributorsPart);
      await expect(sent).to.emit(staking, "RewardAdded");
      await expect(sent).to.changeTokenBalances(
        ethers,
        token,
        [vault, ledger, staking],
        [-contributorsPart - stakersPart, contributorsPart, stakersPart],
      );
      expect(await vault.owedTo(treasury)).to.equal(protocolPart);
      expect(await vault.owedTo(modelOwner)).to.equal(ownerPart);
      expect((await vault.bucketOf(MODEL, 0)).closed).to.equal(true);
      expect(await token.allowance(vault, staking)).to.equal(0n);
    });

    it("owes the owner's part to whoever owns the model at closing", async () => {
      const { vault, models, modelOwner, bob } = await loadFixture(deployEnded);
      await models.set(MODEL, true, bob);
      await vault.close(MODEL, 0);
      expect(await vault.owedTo(modelOwner)).to.equal(0n);
      expect(await vault.owedTo(bob)).to.be.greaterThan(0n);
    });

    it("[a fee changed between quote and payment] divides by the split of the bucket's opening", async () => {
      const { vault, parameters, owner, treasury } = await loadFixture(deployEnded);
      await parameters.connect(owner).set(parameterId("ProtocolFeeBps"), 0n);
      await vault.close(MODEL, 0);
      expect(await vault.owedTo(treasury)).to.equal(PAID / 10n);
    });

    it("closes with parts of 0, and tells the ledger so", async () => {
      const { vault, ledger, pay, modelOwner } = await loadFixture(deployEnded);
      await vault.close(MODEL, 0);
      await vault.collect(modelOwner);
      await pay(1n);
      await time.increase(DAY);
      const sent = vault.close(MODEL, 1);
      await expect(sent).to.emit(vault, "BucketClosed").withArgs(MODEL, 1n, 1n, 0n, 0n, 0n, 0n, 1n, modelOwner);
      await expect(sent)
        .to.emit(ledger, "Funded")
        .withArgs(MODEL, 1n, 0n, PAID / 2n);
    });

    // Found here: a part is a difference of floors, so ten payments of 1 can give the contributors all 10. Were the others'
    // parts not cut to what is left, the bucket and all after it could never close.
    it("[split sums equal totals] closes a bucket of dust whose contributors' parts pass their percentage", async () => {
      const { vault, payee, treasury, pay, alice, bob, carol, payer, modelOwner } = await loadFixture(deployEnded);
      await vault.close(MODEL, 0);
      const owed = async () => [await vault.owedTo(treasury), await vault.owedTo(modelOwner)];
      const settleTo = async (cumulativeFee: bigint) => {
        for (const from of [alice, bob, carol, payer]) {
          if (cumulativeFee === 1n) await vault.connect(from).deposit(payee, 2n);
          const head = ethers.ZeroHash;
          const voucher = { payer: from.address, payee: payee.address, modelId: MODEL, cumulativeFee, head };
          await vault.connect(payee).settle(voucher, await signVoucher(vault, from, voucher));
        }
      };
      await settleTo(1n); // parts of 0
      await time.increase(DAY);
      await vault.close(MODEL, 1);
      const before = await owed();
      await settleTo(2n); // parts of 1 each
      await pay(2n); // part of 1
      await time.increase(DAY);
      await expect(vault.close(MODEL, 2))
        .to.emit(vault, "BucketClosed")
        .withArgs(MODEL, 2n, 6n, 0n, 1n, 5n, 0n, 0n, modelOwner);
      expect(await owed()).to.deep.equal(before);
    });
  });

  describe("collect", () => {
    it("refuses when nothing is owed", async () => {
      const { vault, treasury } = await loadFixture(deployEnded);
      await expect(vault.collect(treasury)).to.be.revertedWithCustomError(vault, "VaultZeroAmount");
    });

    it("pays the account, whoever asks, once", async () => {
      const { vault, token, treasury, carol } = await loadFixture(deployEnded);
      await vault.close(MODEL, 0);
      expect(await vault.collect.staticCall(treasury)).to.equal(PAID / 10n);
      const sent = vault.connect(carol).collect(treasury);
      await expect(sent)
        .to.emit(vault, "Collected")
        .withArgs(treasury, PAID / 10n);
      await expect(sent).to.changeTokenBalances(ethers, token, [vault, treasury], [-(PAID / 10n), PAID / 10n]);
      expect(await vault.owedTo(treasury)).to.equal(0n);
    });
  });
});
