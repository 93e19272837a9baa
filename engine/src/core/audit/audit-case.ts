import type { Hex } from "../hash/hex.js";
import type { Row, Settlement } from "../hash/structs.js";
import type { BatchContent, BucketInput } from "../ledger/compute-batch.js";
import type { PostedBatch } from "./evidence-types.js";

/** A settlement as the vault's events show it. `direct`: it came with a PaidDirectly event. */
export type RecordedSettlement = { readonly settlement: Settlement; readonly direct: boolean };

/** What was signed and what was published for it. */
export type PublishedBatch = { readonly posted: PostedBatch; readonly content: BatchContent };

/** What a batch's id is of, but for its earnings root: enough to prove an earning of it. */
export type SignedId = { readonly digest: Hex; readonly signersHash: Hex };

/** A batch that stands for an earlier bucket, right or wrong as it may be, and that bucket's settlements, place = sequence. */
export type Ancestor = {
  readonly posted: PostedBatch;
  readonly rows: readonly Row[];
  readonly settlements: readonly RecordedSettlement[];
};

/** What an auditor knows from the chain and from batches it has checked before. */
export type AuditContext = Omit<BucketInput, "settlements" | "lastAnswers"> & {
  /** All settlements of the bucket, place = sequence. */
  readonly settlements: readonly RecordedSettlement[];
  /** Of the parent batch, where there is one: without it a wrong cumulative earning is found, but cannot be shown. */
  readonly parentSigned?: SignedId | undefined;
  /** Of all earlier buckets, in their order. */
  readonly ancestors: readonly Ancestor[];
};
