import type { World } from "../../../indexer/src/replay.js";
import type { DisputeRecord } from "../../../indexer/src/replay/disputes.js";
import type { PostedRecord } from "../../../indexer/src/replay/ledger.js";
import { PreconditionError } from "./task-errors.js";

/** A dispute and, where it is about a row, its batch. Throws {@link PreconditionError}. */
export function openedDispute(
  { disputes, ledger }: World,
  disputeId: bigint,
): { readonly dispute: DisputeRecord; readonly record: PostedRecord | undefined } {
  const dispute = disputes.opened.get(disputeId);
  if (dispute === undefined) throw new PreconditionError(`Expected dispute ${String(disputeId)}, found none.`);
  return { dispute, record: ledger.posted.find(({ id }) => id === dispute.batchId) };
}
