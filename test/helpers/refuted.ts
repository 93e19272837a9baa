import { expect } from "chai";
import type { BaseContract } from "ethers";

import type { RowFault, ReceiptFault } from "../../engine/src/core/audit/fault.js";
import { ethers } from "./chain.js";
import { type LedgerWorld, STAKE } from "./deploy-ledger.js";
import { mutable } from "./mutable.js";
import { open } from "./units.js";

/** Sends a fault as `challenge` does, as mallory: the batch falls, both of its signers lose half their stake, mallory takes the bounties. */
export async function expectRefuted(world: LedgerWorld, fault: RowFault | ReceiptFault): Promise<void> {
  const { ledger, staking, token, rowProver, mallory } = world;
  const data = rowProver.interface.encodeFunctionData(fault.method as never, mutable(fault.args) as never);
  const sent = mallory.sendTransaction({ to: await rowProver.getAddress(), data });
  await expect(sent).to.changeTokenBalances(ethers, token, [staking, mallory], [-STAKE, open(4_000)]);
  await expect(sent).to.emit(ledger, "BatchRefuted");
  const { batch } = fault.args[0];
  expect(await ledger.isRefuted(await ledger.batchDigest(batch))).to.equal(true);
  expect((await ledger.accountOf(batch.modelId)).nextBucket).to.equal(batch.bucket);
}

/** Name of the custom error that a call to a contract reverts with; undefined when it would succeed. */
export async function verdict(contract: BaseContract, call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    const { data } = error as { readonly data?: string };
    const revert = data === undefined ? null : contract.interface.parseError(data);
    if (!revert) throw error;
    return revert.name;
  }
}
