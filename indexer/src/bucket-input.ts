import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { decodeAdapter } from "../../engine/src/core/model/adapter-file.js";
import type { BaseModel } from "../../engine/src/core/model/base-file.js";
import type { BucketToAttribute } from "../../engine/src/core/pipeline/attribute-bucket.js";
import { batchesBefore, bucketOf, recordedSettlements } from "./batch-context.js";
import { publishedModel } from "./model.js";
import type { Published } from "./published.js";
import type { World } from "./replay.js";

/** Everything a bucket's batch is a function of, but the answers. */
export type BucketInput = Omit<BucketToAttribute, "settlements"> & {
  readonly settlements: ReturnType<typeof recordedSettlements>;
};

/** Gathers it from logs and published files, on top of the last batch that stands. */
export async function bucketInput(
  { world, published, base }: { readonly world: World; readonly published: Published; readonly base: BaseModel },
  { modelId, bucket }: { readonly modelId: bigint; readonly bucket: bigint },
): Promise<BucketInput> {
  const { ledger, bundle } = await publishedModel(world, published, modelId);
  const paid = bucketOf(world, modelId, bucket);
  const parentId = (world.ledger.standing(modelId).find(({ batch }) => batch.bucket === bucket - 1n)?.id ??
    ZERO_HASH) as Hex;
  const { parent, lastAnswers } = await batchesBefore(world, published, parentId);
  return {
    model: ledger,
    adapter: decodeAdapter(base.config, bundle.adapter),
    bucket,
    settlements: recordedSettlements(paid),
    contributorsBps: Number(paid.contributorsBps),
    parent: parent && { id: parent.id, earnings: parent.content.earnings },
    lastAnswers,
  };
}
