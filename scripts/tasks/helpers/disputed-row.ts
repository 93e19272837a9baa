import type { World } from "../../../indexer/src/replay.js";
import type { PostedRecord } from "../../../indexer/src/replay/ledger.js";
import { openedDispute } from "./opened-dispute.js";
import { PreconditionError } from "./task-errors.js";

/** The row that a dispute is about, and its batch. Throws {@link PreconditionError} where it is about a manifest. */
export function disputedRow(world: World, disputeId: bigint): { readonly record: PostedRecord; readonly row: number } {
  const { dispute, record } = openedDispute(world, disputeId);
  if (record === undefined) {
    throw new PreconditionError(`Expected dispute ${String(disputeId)} to be about a row, but it is about a manifest.`);
  }
  return { record, row: Number(dispute.row) };
}
