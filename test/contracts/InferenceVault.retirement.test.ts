import { expect } from "chai";

import { batchWith, earningsOf, post } from "../helpers/attest.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { deployLedger } from "../helpers/deploy-ledger.js";
import { hashOf } from "../helpers/hashes.js";
import { wait } from "../helpers/time.js";
import { open } from "../helpers/units.js";
import { signVoucher } from "../helpers/voucher.js";

/** A voucher for what was served before the model was retired, not settled yet: no bucket is open. */
async function deployRetired() {
  const world = await deployLedger();
  const { vault, models, trainer, payer, host, modelId } = world;
  await vault.connect(payer).deposit(host, open(100));
  const sign = async (cumulativeFee: bigint) => {
    const voucher = { payer: payer.address, payee: host.address, modelId, cumulativeFee, head: hashOf("head") };
    return [voucher, await signVoucher(vault, payer, voucher)] as const;
  };
  const signed = await sign(open(10));
  await models.connect(trainer).retire(modelId);
  const { settlesUntil } = await models.recordOf(modelId);
  return { ...world, sign, signed, settlesUntil, asHost: vault.connect(host) };
}

describe("InferenceVault", () => {
  describe("given a retired model", () => {
    it("settles what was served before, for as long as a payer would have to wait for its reserve, to the second", async () => {
      const { vault, asHost, sign, signed, settlesUntil, modelId } = await loadFixture(deployRetired);
      await time.setNextBlockTimestamp(settlesUntil - 1n);
      await expect(asHost.settle(...signed)).to.emit(vault, "BucketOpened");
      expect((await vault.bucketOf(modelId, 0n)).total).to.equal(open(10));
      await time.setNextBlockTimestamp(settlesUntil);
      await asHost.settle(...(await sign(open(11)))); // into the bucket that is open
    });

    it("opens no bucket for it later, and leaves the money to the payer", async () => {
      const { vault, asHost, signed, settlesUntil, modelId, payer, host } = await loadFixture(deployRetired);
      await time.setNextBlockTimestamp(settlesUntil);
      await expect(asHost.settle(...signed))
        .to.be.revertedWithCustomError(vault, "VaultModelNotPayable")
        .withArgs(modelId);
      expect((await vault.reserveOf(payer, host)).amount).to.equal(open(100));
    });

    it("takes no direct payment, into an open bucket neither", async () => {
      const { vault, asHost, signed, modelId, payer, host } = await loadFixture(deployRetired);
      await asHost.settle(...signed);
      await expect(vault.connect(payer).pay(modelId, host, 1n, ethers.ZeroHash)).to.be.revertedWithCustomError(
        vault,
        "VaultModelNotPayable",
      );
    });

    it("closes and answers such a bucket as any other, while the trainer's bond is held", async () => {
      const world = await loadFixture(deployRetired);
      const { vault, ledger, models, asHost, signed, settlesUntil, modelId } = world;
      await time.setNextBlockTimestamp(settlesUntil - 1n);
      await asHost.settle(...signed);
      await wait(world, "BucketSeconds");
      await vault.close(modelId, 0n);
      const { finalAt } = await post(world, batchWith(earningsOf(world, [open(5)])));
      await time.increaseTo(finalAt);
      expect(await ledger.isFinal(modelId, 0n)).to.equal(true);
      await expect(models.releaseBond(modelId)).to.be.revertedWithCustomError(models, "ModelBondNotReleased");
    });
  });
});
