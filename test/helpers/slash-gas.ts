import type { ContractTransactionResponse, TransactionReceipt } from "ethers";

import { ROLE } from "../../sdk/src/role.js";
import { ethers, networkHelpers } from "./chain.js";
import type { LedgerWorld } from "./deploy-ledger.js";

const BASE = 21_000;

/**
 * What the refutation of model 2's first or second batch costs but for the slashing of its one signer, attestor 1, and how much of that its
 * calldata and the transaction itself are.
 */
export async function refutationGas(
  world: LedgerWorld,
  send: () => Promise<ContractTransactionResponse>,
): Promise<{ readonly beforeSlashing: number; readonly intrinsic: number }> {
  const slashing = await slashingGas(world);
  const receipt = (await (await send()).wait())!;
  return { beforeSlashing: Number(receipt.gasUsed) - slashing, intrinsic: await intrinsicGas(receipt) };
}

/** The same slashing, sent by the ledger itself and undone. */
async function slashingGas({ ledger, staking, attestor1, mallory }: LedgerWorld): Promise<number> {
  const snapshot = await networkHelpers.takeSnapshot();
  const address = await ledger.getAddress();
  await networkHelpers.impersonateAccount(address);
  await networkHelpers.setBalance(address, 10n ** 18n);
  const { slashBps } = await ledger.batchOf(2n, 0n);
  const sender = await ethers.getSigner(address);
  const sent = await staking.connect(sender).slash(ROLE.attestor, attestor1, slashBps, mallory);
  const receipt = (await sent.wait())!;
  const gas = Number(receipt.gasUsed) - (await intrinsicGas(receipt));
  await snapshot.restore();
  return gas;
}

/** 21,000, and 4 for a zero byte of calldata, 16 for any other. */
async function intrinsicGas({ hash }: TransactionReceipt): Promise<number> {
  const { data } = (await ethers.provider.getTransaction(hash))!;
  return BASE + ethers.getBytes(data).reduce((sum, byte) => sum + (byte === 0 ? 4 : 16), 0);
}
