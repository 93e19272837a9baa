import type { ContractTransactionResponse } from "ethers";

import type { Fault } from "../../engine/src/core/audit/fault.js";
import type { OpenLedger } from "./deploy-open-ledger.js";

/** Sends what a fault says, as mallory. Throws where it is not of that proof, or cannot be shown. */
export async function refuteFault(
  world: OpenLedger,
  fault: Fault | undefined,
  proof: Fault["proof"],
): Promise<ContractTransactionResponse> {
  if (fault?.proof !== proof || !("method" in fault)) throw new Error(`expected ${proof}, got ${String(fault?.proof)}`);
  const prover = world[fault.prover];
  const data = prover.interface.encodeFunctionData(fault.method as never, [...fault.args] as never);
  return (await world.mallory.sendTransaction({ to: await prover.getAddress(), data })) as ContractTransactionResponse;
}
