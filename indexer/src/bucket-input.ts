import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import type { ModelBundle } from "../../engine/src/core/bundle/model-bundle.js";
import { decodeAdapter } from "../../engine/src/core/model/adapter-file.js";
import type { BaseModel } from "../../engine/src/core/model/base-file.js";
import type { BucketToAnswer, BucketToAttribute } from "../../engine/src/core/pipeline/attribute-bucket.js";
import { batchesBefore, bucketOf, recordedSettlements } from "./batch-context.js";
import { publishedModel } from "./model.js";
import type { Published } from "./published.js";
import type { World } from "./replay.js";

/** Everything a bucket's batch is a function of, but the answers and their vectors. */
export type BucketContext = Omit<BucketToAnswer, "settlements"> & {
  readonly settlements: ReturnType<typeof recordedSettlements>;
};

/** The same of a model of this engine. */
export type BucketInput = BucketContext & Pick<BucketToAttribute, "adapter">;

type Place = { readonly modelId: bigint; readonly bucket: bigint };

/** Gathers it from logs and published files, on top of the last batch that stands. */
export async function bucketInput(
  { base, ...from }: { readonly world: World; readonly published: Published; readonly base: BaseModel },
  place: Place,
): Promise<BucketInput> {
  const { context, bundle } = await bucketContext(from, place);
  return { ...context, adapter: decodeAdapter(base.config, bundle.adapter) };
}

/** The same of any model, with its bundle. */
export async function bucketContext(
  { world, published }: { readonly world: World; readonly published: Published },
  { modelId, bucket }: Place,
): Promise<{ readonly context: BucketContext; readonly bundle: ModelBundle }> {
  const { ledger, bundle } = await publishedModel(world, published, modelId);
  const paid = bucketOf(world, modelId, bucket);
  const parentId = (world.ledger.standing(modelId).find(({ batch }) => batch.bucket === bucket - 1n)?.id ??
    ZERO_HASH) as Hex;
  const { parent, lastAnswers } = await batchesBefore(world, published, parentId);
  const context = {
    model: ledger,
    bucket,
    settlements: recordedSettlements(paid),
    contributorsBps: Number(paid.contributorsBps),
    parent: parent && { id: parent.id, earnings: parent.content.earnings },
    lastAnswers,
  };
  return { context, bundle };
}
