import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

import { decodeBatchBundle, encodeBatchBundle } from "../../engine/src/core/bundle/batch-bundle.js";
import { dataHash } from "../../engine/src/core/bundle/pieces.js";
import type { Batch } from "../../engine/src/core/hash/structs.js";
import { batchOf } from "../../engine/src/core/ledger/compute-batch.js";
import type { BaseModel } from "../../engine/src/core/model/base-file.js";
import type { Engine } from "../../engine/src/core/model/engine.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { type AttributedBucket, attributeWith } from "../../engine/src/core/pipeline/attribute-bucket.js";
import type { ContentStore } from "../../engine/src/io/store/content-store.js";
import { bucketContext } from "../../indexer/src/bucket-input.js";
import { readWorld } from "../../indexer/src/read-world.js";
import type { DemoChain } from "../../scripts/demo/chain.js";
import { FORGERS } from "../../scripts/demo/forge.js";
import { reproduceBatch } from "../../scripts/tasks/helpers/reproduce-batch.js";
import { vectorsFor } from "../../scripts/tasks/helpers/vectors-for.js";
import { postBatch } from "../../sdk/src/actions/post-batch.js";
import { signBatch } from "../../sdk/src/actions/sign-batch.js";
import type { Asked } from "./questions.js";

/** Where batches of the imported model are made and posted. The lab is for models of this engine: it stays unused here. */
export type Posting = {
  readonly chain: DemoChain;
  readonly store: ContentStore;
  readonly modelId: bigint;
  readonly lab: { readonly engine: Engine; readonly base: BaseModel };
};

type Signable = { readonly batch: Batch; readonly bytes: Uint8Array };

const BUCKET = 0n;

/** What `attribute --queries` does: the batch that answers the bucket, with the vectors of the file. */
export async function attributeAnswers(at: Posting, { answered, queries }: Asked): Promise<AttributedBucket> {
  const { context, bundle } = await contextOf(at);
  const settlements = context.settlements.map((recorded, i) => ({ ...recorded, answers: [answered[i]!] }));
  const engine = await loadEngine();
  return attributeWith(engine, await vectorsFor(engine, bundle, queries), { ...context, settlements });
}

/** The same with one exaggerated share, from which everything else follows correctly. */
export async function forge(at: Posting, honest: AttributedBucket): Promise<Signable> {
  const { context } = await contextOf(at);
  const content = FORGERS["an exaggerated score"](honest.content, context);
  const bytes = encodeBatchBundle({ ...decodeBatchBundle(honest.bytes), content });
  return { batch: batchOf(content, honest.batch.parent, dataHash(bytes)), bytes };
}

/** What `batch sign` and `batch post` do: each attestor computes the published batch again, to the last byte, before it signs. */
export async function reproduceAndPost(
  at: Posting,
  honest: AttributedBucket,
  attestors: readonly HardhatEthersSigner[],
): Promise<Signable> {
  const { chain, store, lab } = at;
  const { hash } = await store.writeBundle(honest.bytes);
  for (const attestor of attestors) {
    const from = { world: await readWorld(chain.as(attestor)), published: store };
    await reproduceBatch(lab, from, { dataHash: hash, silent: false });
  }
  return signAndPost(at, honest, attestors);
}

/** Attestors sign whatever it is; it is published and posted. */
export async function signAndPost<Signed extends Signable>(
  { chain, store }: Posting,
  signed: Signed,
  attestors: readonly HardhatEthersSigner[],
): Promise<Signed> {
  const { batch, bytes } = signed;
  const { uri } = await store.writeBundle(bytes);
  const signatures = await Promise.all(attestors.map((attestor) => signBatch(chain.as(attestor), batch)));
  await postBatch(chain.as(chain.cast.host), { batch, signatures, uri });
  return signed;
}

async function contextOf({ chain, store, modelId }: Posting) {
  const world = await readWorld(chain.as(chain.cast.watcher));
  return bucketContext({ world, published: store }, { modelId, bucket: BUCKET });
}
