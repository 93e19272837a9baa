import type { Earning, Settlement } from "../hash/structs.js";
import type { LastAnswers } from "../ledger/bucket-rows.js";
import type { BatchContent } from "../ledger/compute-batch.js";
import type { LedgerModel } from "../ledger/model.js";
import type { ScoreKernel } from "../ledger/score.js";
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
export type AuditContext = {
  readonly model: LedgerModel;
  readonly bucket: bigint;
  /** All settlements of the bucket, place = sequence. */
  readonly settlements: readonly RecordedSettlement[];
  /** Of the bucket, 1e4 = 100%. */
  readonly contributorsBps: number;
  /** The parent batch's earnings; undefined for a model's first batch. */
  readonly parent: readonly Earning[] | undefined;
  /** As the earlier buckets left them. */
  readonly lastAnswers: LastAnswers;
  readonly score?: ScoreKernel;
};
