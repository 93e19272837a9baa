import { decodeBatchBundle } from "../../../engine/src/core/bundle/batch-bundle.js";
import type { Transcript } from "../../../engine/src/core/bundle/transcripts-json.js";
import { statedManifest, statedRow } from "../../../engine/src/core/dispute/stated-trajectory.js";
import type { Trajectory } from "../../../engine/src/core/dispute/trajectory.js";
import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { isImported } from "../../../engine/src/core/import/imported-recipe.js";
import { publishedModel, type PublishedModel, registeredModel } from "../../../indexer/src/model.js";
import type { DisputeRecord } from "../../../indexer/src/replay/disputes.js";
import type { PostedRecord } from "../../../indexer/src/replay/ledger.js";
import { manifestHash } from "../../../sdk/src/manifest-hash.js";
import { rerunModel, rerunPosted, type Source } from "./rerun-disputed.js";

/**
 * What answers a dispute: the subject run again, or, of a model that was trained elsewhere, what is committed, stated once more.
 * @param options.record the disputed batch; undefined where the manifest is disputed.
 * @param options.texts in place of those that the bundle shows.
 */
export async function defenceOf(
  source: Source,
  dispute: Pick<DisputeRecord, "modelId" | "row">,
  { record, texts }: { readonly record: PostedRecord | undefined; readonly texts: readonly Transcript[] | undefined },
): Promise<Trajectory> {
  const row = Number(dispute.row);
  const model = await publishedModel(source.world, source.published, dispute.modelId);
  if (record === undefined) {
    return isImported(model.bundle.manifest.recipe) ? manifestDefence(model) : rerunModel(source, dispute.modelId);
  }
  if (!isImported(model.bundle.manifest.recipe)) return (await rerunPosted(source, record, { row, texts })).trajectory;
  const { content } = decodeBatchBundle(await source.published.readBundle(record.batch.dataHash as Hex));
  return statedRow(content.rows[row]!); // the dispute was opened with a proof that the batch has it
}

/** An imported model's manifest, stated once more. */
export function manifestDefence({ record }: Pick<PublishedModel, "record">): Trajectory {
  const { manifest, defaults } = registeredModel(record);
  const { responseRoot } = manifest;
  return statedManifest({ manifestHash: manifestHash(record.manifest) as Hex, responseRoot, defaults });
}
