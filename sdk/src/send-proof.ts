import type { ContractTransactionResponse, TransactionReceipt } from "ethers";

import type { AccumulateCall } from "../../engine/src/core/audit/dot-evidence.js";
import { type Client, signerOf } from "./client.js";
import { type ContractKey, CONTRACTS, interfaceOf } from "./contracts.js";
import { read } from "./read.js";
import { send } from "./send.js";

type ProofCall = { readonly prover: ContractKey; readonly method: string; readonly args: readonly unknown[] };

/**
 * Sends a proof as the engine gives it, after the steps of its dot product that nobody has accumulated yet.
 * Throws {@link OpenLedgerRevert}.
 */
export async function sendProof(
  client: Client,
  proof: ProofCall & { readonly prepare?: readonly AccumulateCall[] },
): Promise<TransactionReceipt> {
  for (const step of proof.prepare ?? []) {
    const [aRoot, bRoot, lanes, first, pairs] = step.args;
    const done = await read("dots", () => client.dots.blocksOf(aRoot, bRoot, lanes));
    if (done < BigInt(first + pairs.length)) await sendCall(client, step);
  }
  return sendCall(client, proof);
}

/** The engine gives arguments in the contract's order; readonly lists are all that keeps them from the typed method. */
function sendCall(client: Client, { prover, method, args }: ProofCall): Promise<TransactionReceipt> {
  const data = interfaceOf(prover).encodeFunctionData(method, [...args]);
  const to = client.deployment.addresses[CONTRACTS[prover].name];
  return send(
    client,
    prover,
    () => signerOf(client).sendTransaction({ to, data }) as Promise<ContractTransactionResponse>, // a response, minus the ABI
  );
}
