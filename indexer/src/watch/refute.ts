import type { RefutableFault } from "../../../engine/src/core/audit/fault.js";
import { challenge } from "../../../sdk/src/actions/challenge.js";
import { simulateChallenge } from "../../../sdk/src/actions/simulate-challenge.js";
import type { Client } from "../../../sdk/src/client.js";
import { decodeError, InsufficientFundsError, TransactionError } from "../../../sdk/src/errors.js";
import { OpenLedgerRevert } from "../../../sdk/src/open-ledger-revert.js";
import { read } from "../../../sdk/src/read.js";
import type { PostedRecord } from "../replay/ledger.js";

/** What became of an attempt. */
export type Attempt =
  | { readonly outcome: "refuted"; readonly droppedBatches: bigint }
  | { readonly outcome: "overtaken" }
  | { readonly outcome: "refused"; readonly detail: string };

/**
 * Refutes a batch unless somebody else has, or is about to: it is sent only if the batch still stands and a trial on top of the pending
 * transactions goes through, so that two watchers do not both pay. Throws NetworkError when nobody knows.
 */
export async function refute(client: Client, record: PostedRecord, fault: RefutableFault): Promise<Attempt> {
  if (!(await stands(client, record))) return { outcome: "overtaken" };
  try {
    // A proof that takes several transactions cannot be tried before the first of them is mined.
    const isOneStep = !("prepare" in fault) || fault.prepare.length === 0;
    if (isOneStep) await simulateChallenge(client, fault);
    const { droppedBatches } = await challenge(client, fault);
    return { outcome: "refuted", droppedBatches };
  } catch (error) {
    const decoded = decodeError(error);
    const isAnswer =
      decoded instanceof OpenLedgerRevert ||
      decoded instanceof InsufficientFundsError ||
      decoded instanceof TransactionError;
    if (!isAnswer) throw decoded;
    const isGone = decoded instanceof OpenLedgerRevert && decoded.errorName === "LedgerUnknownBatch";
    if (isGone || !(await stands(client, record))) return { outcome: "overtaken" };
    return { outcome: "refused", detail: decoded.message };
  }
}

async function stands(client: Client, { id, batch }: PostedRecord): Promise<boolean> {
  const record = await read("ledger", () => client.ledger.batchOf(batch.modelId, batch.bucket));
  return record.id === id;
}
