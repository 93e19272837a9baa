import type { Fault } from "../../../engine/src/core/audit/fault.js";
import { BaseError } from "../../../engine/src/core/errors.js";
import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { sendProof } from "../send-proof.js";

/**
 * Refutes a batch with a fault that the engine's `findFault` found: the batch and its successors fall, its signers are slashed, the
 * account takes the bounty. Throws {@link NotRefutableError} for a fault that no proof shows on-chain, {@link OpenLedgerRevert}.
 */
export async function challenge(client: Client, fault: Fault): Promise<EventArgs<"ledger", "BatchRefuted">> {
  if (!("method" in fault)) throw new NotRefutableError(fault.proof);
  const receipt = await sendProof(client, fault);
  return eventIn(client, receipt, "ledger", "BatchRefuted");
}

export class NotRefutableError extends BaseError {
  readonly code = "NOT_REFUTABLE";

  constructor(proof: string) {
    super(
      `Expected a fault that a prover re-computes, got "${proof}". Do not sign such a batch, warn its attestors, and let no successor ` +
        "be built on it.",
    );
  }
}
