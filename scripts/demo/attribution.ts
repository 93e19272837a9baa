import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

import { decodeBatchBundle, encodeBatchBundle } from "../../engine/src/core/bundle/batch-bundle.js";
import { dataHash } from "../../engine/src/core/bundle/pieces.js";
import type { Batch } from "../../engine/src/core/hash/structs.js";
import { type BatchContent, batchOf } from "../../engine/src/core/ledger/compute-batch.js";
import { attributeBucket, type AttributedBucket } from "../../engine/src/core/pipeline/attribute-bucket.js";
import type { ContentStore } from "../../engine/src/io/store/content-store.js";
import { bucketOf, recordedSettlements } from "../../indexer/src/batch-context.js";
import { bucketInput } from "../../indexer/src/bucket-input.js";
import { publishedModel } from "../../indexer/src/model.js";
import { readWorld } from "../../indexer/src/read-world.js";
import type { World } from "../../indexer/src/replay.js";
import { postBatch } from "../../sdk/src/actions/post-batch.js";
import { signBatch } from "../../sdk/src/actions/sign-batch.js";
import type { DemoChain } from "./chain.js";
import { FORGERS, type Forgery } from "./forge.js";
import type { ServedBucket } from "./market.js";
import type { DemoModel, Lab } from "./model.js";
import type { Refuted } from "./watching.js";

export type Attribution = {
  readonly chain: DemoChain;
  readonly lab: Lab;
  readonly model: DemoModel;
  readonly store: ContentStore;
};

export type PostedBatch = { readonly id: string; readonly finalAt: bigint; readonly batch: Batch };
export type Refutation = Refuted & {
  /** What was forged, in words. */
  readonly forgery: Forgery;
};

/** Everything as anybody sees it: logs only. */
export async function worldOf({ cast, as }: DemoChain): Promise<World> {
  return readWorld(as(cast.watcher));
}

/** What an honest attestor computes for a bucket, from logs, published files and the host's transcripts. */
export async function attribute(at: Attribution, bucket: bigint, served: ServedBucket): Promise<AttributedBucket> {
  const { chain, lab, model, store } = at;
  const world = await worldOf(chain);
  const input = await bucketInput({ world, published: store, base: lab.base }, { modelId: model.modelId, bucket });
  const settlements = input.settlements.map((recorded, i) => ({ ...recorded, answers: served[i]! }));
  return attributeBucket(lab, { ...input, settlements });
}

/** Publishes a bundle, has it signed, posts it. */
export async function publishAndPost(
  { chain, store }: Attribution,
  attributed: { readonly batch: Batch; readonly bytes: Uint8Array },
  attestors: readonly HardhatEthersSigner[],
): Promise<PostedBatch> {
  const { batch, bytes } = attributed;
  const { uri } = await store.writeBundle(bytes);
  const signatures = await Promise.all(attestors.map((attestor) => signBatch(chain.as(attestor), batch)));
  const { id, finalAt } = await postBatch(chain.as(chain.cast.host), { batch, signatures, uri });
  return { id, finalAt, batch };
}

/** A forged version of an honest batch, with its own bundle and roots. */
export async function forgedBatch(
  { chain, model, store }: Attribution,
  honest: AttributedBucket,
  forgery: Forgery,
): Promise<{ readonly batch: Batch; readonly bytes: Uint8Array }> {
  const world = await worldOf(chain);
  const { ledger } = await publishedModel(world, store, model.modelId);
  const paid = bucketOf(world, model.modelId, honest.batch.bucket);
  const content: BatchContent = FORGERS[forgery](honest.content, {
    model: ledger,
    settlements: recordedSettlements(paid),
    contributorsBps: Number(paid.contributorsBps),
  });
  const { scales, transcripts } = decodeBatchBundle(honest.bytes);
  const { length } = content.rows;
  const bytes = encodeBatchBundle({
    content,
    scales: scales.slice(0, length),
    transcripts: transcripts?.filter(({ row }) => row < length),
  });
  return { batch: batchOf(content, honest.batch.parent, dataHash(bytes)), bytes };
}
