import { id } from "ethers";

import { ROLE } from "../../sdk/src/role.js";
import { ethers, loadFixture, time } from "../../test/helpers/chain.js";
import { deployMoney, MODEL } from "../../test/helpers/deploy-money.js";
import { open } from "../../test/helpers/units.js";
import { signVoucher } from "../../test/helpers/voucher.js";
import { type GasRow, gasOf, gasRow } from "./row.js";

const SETTLING = { ceiling: 90_000, peer: "GraphTally 185,881 / 139,515; Livepeer 250,000 to 350,000" };
const STAKING = { ceiling: 100_000, peer: "OpenLedger's first contracts 239,479" };

/** The payer's way: reserve, voucher, direct payment, closing; and stakes. */
export async function measurePayments(): Promise<GasRow[]> {
  return [...(await measureVault()), ...(await measureStaking())];
}

/** Everybody holds the token, the vault and Staking too, and rewards have been paid before. */
async function deployUsed() {
  const money = await deployMoney();
  const { staking, vault, payer, payee, alice, bob, carol } = money;
  await staking.connect(alice).stake(ROLE.attestor, alice, open(10_000));
  await staking.addReward(open(1));
  for (const each of [payer, alice, bob, carol]) await vault.connect(each).deposit(payee, open(100));
  return money;
}

async function measureVault(): Promise<GasRow[]> {
  const money = await loadFixture(deployUsed);
  const { vault, payer, payee, alice, bob, carol } = money;
  const signed = async (from: typeof payer, fee: string) => {
    const cumulativeFee = open(fee);
    const voucher = { payer: from.address, payee: payee.address, modelId: MODEL, cumulativeFee, head: id(fee) };
    return [voucher, await signVoucher(vault, from, voucher)] as const;
  };
  const host = vault.connect(payee);
  const direct = () => gasOf(vault.connect(payer).pay(MODEL, payee, open("1.23"), ethers.id("request")));

  const rows = [
    gasRow("deposit into a reserve, later", await gasOf(vault.connect(payer).deposit(payee, open(1)))),
    gasRow(
      "settle a payer's vouchers, first of a bucket and channel",
      await gasOf(host.settle(...(await signed(payer, "1.5")))),
    ),
    gasRow("settle a payer's vouchers, later", await gasOf(host.settle(...(await signed(payer, "2.5")))), SETTLING),
  ];
  const many = await Promise.all([alice, bob, carol].map((each) => signed(each, "1.25")));
  const settled = await gasOf(
    host.settleMany(
      many.map(([voucher]) => voucher),
      many.map(([, signature]) => signature),
    ),
  );
  rows.push(gasRow("settle 3 payers' first vouchers in one call, each", settled / 3));
  rows.push(gasRow("pay one answer directly", await direct()));

  const { closesAt } = await vault.bucketOf(MODEL, 0n);
  await time.increaseTo(closesAt);
  rows.push(gasRow("close a bucket", await gasOf(vault.close(MODEL, 0n))));
  return rows;
}

async function measureStaking(): Promise<GasRow[]> {
  const { staking, token, alice, bob } = await loadFixture(deployUsed);
  await token.connect(bob).approve(staking, open(10_000));
  const stake = await gasOf(staking.connect(bob).stake(ROLE.attestor, bob, open(10_000)));
  await token.connect(bob).approve(staking, open(10_000));
  const delegate = await gasOf(staking.connect(bob).stake(ROLE.attestor, alice, open(10_000)));
  const unbond = await gasOf(staking.connect(bob).unbond(ROLE.attestor, alice, open(1_000)));
  return [
    gasRow("stake, the first in a new pool", stake, STAKING),
    gasRow("stake behind another", delegate, STAKING),
    gasRow("start to unbond", unbond),
  ];
}
