import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import hre from "hardhat";

import { ROLE } from "../../sdk/src/role.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { deployMoney, MODEL } from "../helpers/deploy-money.js";
import { DAY, open } from "../helpers/units.js";
import { signVoucher } from "../helpers/voucher.js";

async function gasOf(sent: Promise<ContractTransactionResponse>): Promise<bigint> {
  const receipt = await (await sent).wait();
  return receipt!.gasUsed;
}

/** Everybody holds the token already, the vault and Staking too, and rewards have been paid before. */
async function deployUsed() {
  const money = await deployMoney();
  const { staking, vault, payer, payee, alice } = money;
  await staking.connect(alice).stake(ROLE.attestor, alice, open(10_000));
  await staking.addReward(open(1));
  await vault.connect(payer).deposit(payee, open(100));
  return money;
}

describe("gas of the money contracts", () => {
  before(function () {
    if (hre.globalOptions.coverage) this.skip(); // counting lines costs gas
  });

  it("stake, approved exactly: at most 100,000, the first in a new pool", async () => {
    const { staking, token, bob } = await loadFixture(deployUsed);
    await token.connect(bob).approve(staking, open(10_000));
    expect(await gasOf(staking.connect(bob).stake(ROLE.attestor, bob, open(10_000)))).to.be.lessThanOrEqual(100_000n);
  });

  it("delegate: at most 90,000", async () => {
    const { staking, alice, bob } = await loadFixture(deployUsed);
    expect(await gasOf(staking.connect(bob).stake(ROLE.attestor, alice, open(10_000)))).to.be.lessThanOrEqual(90_000n);
  });

  it("settle a payer's voucher: at most 90,000, later ones", async () => {
    const { vault, payer, payee } = await loadFixture(deployUsed);
    const settle = async (cumulativeFee: bigint) => {
      const head = ethers.id(cumulativeFee.toString());
      const voucher = { payer: payer.address, payee: payee.address, modelId: MODEL, cumulativeFee, head };
      return gasOf(vault.connect(payee).settle(voucher, await signVoucher(vault, payer, voucher)));
    };
    await settle(open("1.234567"));
    expect(await settle(open("2.345678"))).to.be.lessThanOrEqual(90_000n);
  });

  it("[gas flat at 1, 100, 1,000 recipients] closes a bucket of many payments for the price of one", async () => {
    const { vault, payer, payee } = await loadFixture(deployUsed);
    const costs: bigint[] = [];
    for (const payments of [1, 1, 50]) {
      const bucket = await vault.bucketCount(MODEL);
      for (let i = 0; i < payments; i++) await vault.connect(payer).pay(MODEL, payee, open(1), ethers.ZeroHash);
      await time.increase(DAY);
      costs.push(await gasOf(vault.close(MODEL, bucket)));
    }
    expect(costs[2]).to.be.lessThanOrEqual(costs[1]! + 200n); // the first writes fresh accounts
  });

  it("[gas flat at 1, 100, 1,000 recipients] costs the same to share a reward among many", async () => {
    const { staking, alice, bob, carol, payer } = await loadFixture(deployUsed);
    await staking.connect(alice).stake(ROLE.attestor, alice, 7n); // from here on, rewards leave a remainder
    await staking.addReward(open(1));
    const before = await gasOf(staking.addReward(open(1)));
    for (const staker of [alice, bob, carol, payer]) await staking.connect(staker).stake(ROLE.attestor, bob, open(7));
    expect(await gasOf(staking.addReward(open(1)))).to.be.lessThanOrEqual(before + 200n);
  });
});
