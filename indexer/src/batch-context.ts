import type {
  Ancestor,
  AuditContext,
  PublishedBatch,
  RecordedSettlement,
  SignedId,
} from "../../engine/src/core/audit/audit-case.js";
import { lastAnswersOf } from "../../engine/src/core/audit/prior-answers.js";
import { decodeBatchBundle } from "../../engine/src/core/bundle/batch-bundle.js";
import { BaseError } from "../../engine/src/core/errors.js";
import { signersHash } from "../../engine/src/core/hash/batch-id.js";
import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import type { LastAnswers } from "../../engine/src/core/ledger/bucket-rows.js";
import type { BatchContent } from "../../engine/src/core/ledger/compute-batch.js";
import type { LedgerModel } from "../../engine/src/core/ledger/model.js";
import type { Deployment } from "../../sdk/src/deployment.js";
import { digestOf } from "../../sdk/src/typed-data.js";
import type { Published } from "./published.js";
import type { World } from "./replay.js";
import type { PostedRecord } from "./replay/ledger.js";
import { key } from "./replay/tally.js";
import type { BucketRecord } from "./replay/vault.js";
import { settlementOf } from "./settlement.js";

/** A posted batch with its bundle, and everything it must follow from. */
export type BatchCase = { readonly published: PublishedBatch; readonly context: AuditContext };

/** What came before a bucket: the batch its successor builds on, and what that chain of batches left behind. */
export type Before = {
  readonly parent: { readonly id: Hex; readonly content: BatchContent } | undefined;
  readonly ancestors: readonly Ancestor[];
  readonly lastAnswers: LastAnswers;
};

/** Gathers, from logs and published files alone, what one posted batch is judged by. */
export async function batchCase(
  world: World,
  published: Published,
  options: { readonly record: PostedRecord; readonly model: LedgerModel; readonly deployment: Deployment },
): Promise<BatchCase> {
  const { record, model, deployment } = options;
  const { batch } = record;
  const { content } = decodeBatchBundle(await published.readBundle(batch.dataHash as Hex));
  const bucket = bucketOf(world, batch.modelId, batch.bucket);
  const { parent, ancestors } = await batchesBefore(world, published, batch.parent);
  return {
    published: { posted: postedBatch(record), content },
    context: {
      model,
      bucket: batch.bucket,
      settlements: recordedSettlements(bucket),
      contributorsBps: Number(bucket.contributorsBps),
      parent: parent?.content.earnings,
      parentSigned: signedId(world, deployment, batch.parent),
      ancestors,
    },
  };
}

function signedId(world: World, deployment: Deployment, id: string): SignedId | undefined {
  const record = world.ledger.posted.find((each) => each.id === id);
  if (record === undefined) return undefined;
  const { batch, signers } = record;
  return { digest: digestOf(deployment, "Batch", batch) as Hex, signersHash: signersHash(signers as readonly Hex[]) };
}

/** Follows parents back to a model's first batch and returns what they leave: the nearest's content, and each channel's last answer. */
export async function batchesBefore(world: World, published: Published, parentId: string): Promise<Before> {
  const ancestors: Ancestor[] = [];
  let parent: Before["parent"];
  for (let id = parentId; id !== ZERO_HASH;) {
    const record = world.ledger.posted.find((each) => each.id === id);
    if (record === undefined) throw new UnknownParentError(id);
    const { modelId, bucket, dataHash } = record.batch;
    const { content } = decodeBatchBundle(await published.readBundle(dataHash as Hex));
    const settlements = recordedSettlements(bucketOf(world, modelId, bucket));
    parent ??= { id: record.id as Hex, content };
    ancestors.unshift({ posted: postedBatch(record), rows: content.rows, settlements });
    id = record.batch.parent;
  }
  return { parent, ancestors, lastAnswers: lastAnswersOf(ancestors) };
}

/** A bucket's settlements in the engine's types, by sequence. */
export function recordedSettlements(bucket: BucketRecord): RecordedSettlement[] {
  return bucket.settlements.map((record) => ({ settlement: settlementOf(record), direct: record.direct }));
}

export function bucketOf(world: World, modelId: bigint, bucket: bigint): BucketRecord {
  const found = world.vault.buckets.get(key(modelId, bucket));
  if (found === undefined) throw new UnknownBucketError(modelId, bucket);
  return found;
}

/** A posted batch in the engine\'s types. */
export function postedBatch({ batch, signers }: PostedRecord): PublishedBatch["posted"] {
  return {
    batch: {
      modelId: batch.modelId,
      bucket: batch.bucket,
      parent: batch.parent as Hex,
      rowRoot: batch.rowRoot as Hex,
      rowCount: Number(batch.rowCount),
      earningsRoot: batch.earningsRoot as Hex,
      dataHash: batch.dataHash as Hex,
    },
    signers: signers as readonly Hex[],
  };
}

export class UnknownParentError extends BaseError {
  readonly code = "UNKNOWN_PARENT";

  constructor(id: string) {
    super(
      `Expected the parent ${id} among the posted batches, found none. Read the logs from the deployment's first block.`,
    );
  }
}

export class UnknownBucketError extends BaseError {
  readonly code = "UNKNOWN_BUCKET";

  constructor(modelId: bigint, bucket: bigint) {
    super(
      `Expected bucket ${bucket} of model ${modelId} in the vault's events, found none. Nothing was paid in it yet.`,
    );
  }
}
