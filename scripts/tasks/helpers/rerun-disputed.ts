import { decodeBatchBundle } from "../../../engine/src/core/bundle/batch-bundle.js";
import type { Transcript } from "../../../engine/src/core/bundle/transcripts-json.js";
import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { decodeAdapter } from "../../../engine/src/core/model/adapter-file.js";
import { rerunManifest } from "../../../indexer/src/dispute/rerun-manifest.js";
import { rerunRow, type RowRerun } from "../../../indexer/src/dispute/rerun-row.js";
import { publishedModel } from "../../../indexer/src/model.js";
import { retrieverFor } from "../../../indexer/src/model-retriever.js";
import type { Published } from "../../../indexer/src/published.js";
import type { World } from "../../../indexer/src/replay.js";
import type { PostedRecord } from "../../../indexer/src/replay/ledger.js";
import { openLab } from "./open-lab.js";
import { requireRunnable } from "./require-runnable.js";

export type Source = { readonly world: World; readonly published: Published };

/**
 * Runs a row of a posted batch again. Throws what reading its files throws, NoTranscriptError and ImportedModelError.
 * @param options.texts in place of those that the bundle shows.
 */
export async function rerunPosted(
  { world, published }: Source,
  record: PostedRecord,
  { row, texts }: { readonly row: number; readonly texts?: readonly Transcript[] | undefined },
): Promise<RowRerun> {
  const lab = await openLab();
  const { modelId } = record.batch;
  const model = requireRunnable(await publishedModel(world, published, modelId));
  const bundle = decodeBatchBundle(await published.readBundle(record.batch.dataHash as Hex));
  const shown = texts === undefined ? bundle : { ...bundle, transcripts: texts };
  const { transcripts = [] } = shown;
  const retrieve = await retrieverFor({ world, published, ...lab.engine }, { modelId, transcripts });
  return rerunRow({ ...lab, adapter: decodeAdapter(lab.base.config, model.bundle.adapter), retrieve }, shown, row);
}

/** Makes a model again. Throws ImportedModelError. */
export async function rerunModel(source: Source, modelId: bigint) {
  const model = requireRunnable(await publishedModel(source.world, source.published, modelId));
  return rerunManifest({ ...source, lab: await openLab() }, model);
}
