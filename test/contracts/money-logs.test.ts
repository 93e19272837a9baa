import { expect } from "chai";
import type { BaseContract } from "ethers";

import { ROLE } from "../../sdk/src/role.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { deployMoney, MODEL } from "../helpers/deploy-money.js";
import { DAY, open } from "../helpers/units.js";
import { signVoucher } from "../helpers/voucher.js";

/** A life of the money contracts in which every kind of event happens. */
async function deployLived() {
  const money = await deployMoney();
  const { staking, slasher, vault, alice, bob, carol, payer, payee, treasury } = money;
  await staking.connect(alice).stake(ROLE.attestor, alice, open(20_000));
  await staking.connect(bob).stake(ROLE.attestor, alice, open(5_000));
  await staking.connect(carol).stake(ROLE.attestor, carol, open(5_000));
  await vault.connect(payer).deposit(payee, open(100));
  await vault.connect(payer).requestWithdrawal(payee, open(70));
  const cumulativeFee = open(40) + 3n;
  const voucher = { payer: payer.address, payee: payee.address, modelId: MODEL, cumulativeFee, head: ethers.id("h") };
  await vault.connect(payee).settle(voucher, await signVoucher(vault, payer, voucher));
  await vault.connect(carol).pay(MODEL, payee, 17n, ethers.id("request"));
  await staking.connect(bob).unbond(ROLE.attestor, alice, open(1_000));
  await time.increase(2n * DAY);
  await vault.close(MODEL, 0);
  await vault.collect(treasury);
  await vault.connect(payer).withdraw(payee);
  await vault.connect(carol).pay(MODEL, payee, 19n, ethers.id("request"));
  await staking.connect(slasher).slash(ROLE.attestor, alice, 3_333n, carol);
  await staking.connect(alice).claimReward(ROLE.attestor, alice);
  await time.increase(30n * DAY);
  await staking.connect(bob).withdraw(1n);
  return money;
}

async function logsOf(contract: BaseContract) {
  return ethers.provider.getLogs({ address: await contract.getAddress(), fromBlock: 0 });
}

describe("the logs of the money contracts", () => {
  it("alone give the vault's balance, by V1", async () => {
    const { vault, token, payer, payee } = await loadFixture(deployLived);
    let [reserve, open_, owed] = [0n, 0n, 0n];
    for (const log of await logsOf(vault)) {
      const event = vault.interface.parseLog(log);
      if (event === null) continue;
      const { name, args } = event;
      if (name === "Deposited" || name === "Withdrawn") reserve = args["reserve"] as bigint;
      if (name === "Settled") {
        open_ += args["amount"] as bigint;
        if (args["payer"] === payer.address) reserve -= args["amount"] as bigint;
      }
      if (name === "BucketClosed") {
        open_ -= args["total"] as bigint;
        owed += (args["protocolPart"] as bigint) + (args["ownerPart"] as bigint);
      }
      if (name === "Collected") owed -= args["amount"] as bigint;
    }
    expect(reserve).to.equal((await vault.reserveOf(payer, payee)).amount);
    expect(reserve + open_ + owed).to.equal(await token.balanceOf(vault));
  });

  it("alone give Staking's pools and balance, by S1", async () => {
    const { staking, token } = await loadFixture(deployLived);
    const pools = new Map<string, { active: bigint; unbonding: bigint }>();
    const unbondings = new Map<bigint, string>();
    let balance = 0n;
    for (const log of await logsOf(staking)) {
      const event = staking.interface.parseLog(log);
      if (event === null) continue;
      const { name, args } = event;
      const amount = args["amount"] as bigint;
      const operator = name === "Withdrawn" ? unbondings.get(args["unbondingId"] as bigint)! : String(args["operator"]);
      const pool = pools.get(operator) ?? { active: 0n, unbonding: 0n };
      if (name === "Staked" || name === "UnbondingStarted") pool.active = args["poolActive"] as bigint;
      if (name === "Staked" || name === "RewardAdded") balance += amount;
      if (name === "Withdrawn" || name === "RewardPaid") balance -= amount;
      if (name === "UnbondingStarted") {
        pool.unbonding += amount;
        unbondings.set(args["unbondingId"] as bigint, operator);
      }
      if (name === "Withdrawn") pool.unbonding -= amount;
      if (name === "Slashed") {
        pool.active -= args["fromActive"] as bigint;
        pool.unbonding -= args["fromUnbonding"] as bigint;
        balance -= (args["bounty"] as bigint) + (args["burnt"] as bigint);
      }
      if (operator.startsWith("0x")) pools.set(operator, pool);
    }
    expect(pools.size).to.equal(2);
    for (const [operator, { active, unbonding }] of pools) {
      expect(await staking.poolOf(ROLE.attestor, operator)).to.deep.equal([active, unbonding]);
    }
    expect(balance).to.equal(await token.balanceOf(staking));
  });
});
