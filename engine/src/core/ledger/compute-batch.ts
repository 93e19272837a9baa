import { BaseError } from "../errors.js";
import type { Hex } from "../hash/hex.js";
import { ROW } from "../hash/schemas.js";
import { structHash } from "../hash/struct-hash.js";
import type { Batch, Credit, Earning, Row } from "../hash/structs.js";
import { type MerkleTree, merkleTree } from "../tree/merkle.js";
import { bucketRows, type LastAnswers, type PaidSettlement } from "./bucket-rows.js";
import { earnings, earningsTree } from "./earnings.js";
import { type LaneMatrix, stackLanes } from "./lanes.js";
import type { LedgerModel } from "./model.js";
import { rowParts } from "./row-parts.js";
import type { ScoreKernel } from "./score.js";
import { statements } from "./statements.js";

/** A bucket and everything its batch is a function of. */
export type BucketInput = {
  readonly model: LedgerModel;
  readonly bucket: bigint;
  /** All settlements of the bucket, by sequence, with their receipts. */
  readonly settlements: readonly PaidSettlement[];
  /** Of the bucket, 1e4 = 100%. */
  readonly contributorsBps: number;
  /** The parent batch's earnings; undefined for a model's first batch. */
  readonly parent: readonly Earning[] | undefined;
  /** As the earlier buckets left them. */
  readonly lastAnswers: LastAnswers;
  readonly score?: ScoreKernel;
};

/** A batch before it is published: its rows and earnings, line by line. */
export type BatchContent = {
  readonly modelId: bigint;
  readonly bucket: bigint;
  readonly rows: readonly Row[];
  readonly earnings: readonly Earning[];
  /** One statement a contribution, in the manifest's order. */
  readonly credits: readonly (readonly Credit[])[];
  /** Row r is the query vector of row r. */
  readonly queries: LaneMatrix;
};

/** Computes the batch that answers a bucket. Throws what its steps throw, and {@link BucketPartError} when the money does not add up. */
export function computeBatch(input: BucketInput): {
  readonly content: BatchContent;
  readonly lastAnswers: LastAnswers;
} {
  const { model, bucket, contributorsBps, parent } = input;
  const { rows, lastAnswers } = bucketRows(input);
  const settlements = input.settlements.map(({ settlement }) => settlement);
  const parts = rowParts({ rows, settlements, contributorsBps });

  const paid = parts.reduce((sum, part) => sum + part, 0n);
  const received = settlements.reduce((sum, { contributorsPart }) => sum + contributorsPart, 0n);
  if (paid !== received) throw new BucketPartError(received, paid);

  const credits = statements({ model, rows, parts });
  const list = earnings({ contributions: model.contributions, credits, parent });
  const { lanes } = model.responses;
  const queries = stackLanes(
    input.settlements.flatMap(({ receipts }) =>
      receipts.length > 0 ? receipts.map(({ query }) => query) : [new Int8Array(lanes)],
    ),
    lanes,
  );
  return { content: { modelId: model.modelId, bucket, rows, earnings: list, credits, queries }, lastAnswers };
}

/** What attestors sign. `parent` is the id of the batch before, 0 for the first; `dataHash` that of the published bundle. */
export function batchOf(content: BatchContent, parent: Hex, dataHash: Hex): Batch {
  return {
    modelId: content.modelId,
    bucket: content.bucket,
    parent,
    rowRoot: rowTree(content.rows).root,
    rowCount: content.rows.length,
    earningsRoot: earningsTree(content.earnings).root,
    dataHash,
  };
}

/** Tree over the rows; its root is `Batch.rowRoot`. */
export function rowTree(rows: readonly Row[]): MerkleTree {
  return merkleTree(rows.map((row) => structHash(ROW, row)));
}

export class BucketPartError extends BaseError {
  readonly code = "BUCKET_PART";

  constructor(received: bigint, paid: bigint) {
    super(
      `Expected the rows to divide the bucket's contributors' part of ${received}, got ${paid}. ` +
        `Use the contributorsBps that the bucket was opened with.`,
    );
  }
}
