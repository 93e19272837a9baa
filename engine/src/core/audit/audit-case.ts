import type { Settlement } from "../hash/structs.js";
import type { BatchContent, BucketInput } from "../ledger/compute-batch.js";
import type { PostedBatch } from "./evidence-types.js";

/**
 * A settlement as the vault's events show it. `direct`: it came with a PaidDirectly event. `receipted`: the auditor holds receipts
 * that lead to its head, so that a silent row for it is wrong.
 */
export type RecordedSettlement = {
  readonly settlement: Settlement;
  readonly direct: boolean;
  readonly receipted?: boolean;
};

/** What was signed and what was published for it. */
export type PublishedBatch = { readonly posted: PostedBatch; readonly content: BatchContent };

/** What an auditor knows from the chain and from batches it has checked before. */
export type AuditContext = Omit<BucketInput, "settlements"> & {
  /** All settlements of the bucket, place = sequence. */
  readonly settlements: readonly RecordedSettlement[];
};
