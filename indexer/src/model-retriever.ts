import type { Transcript } from "../../engine/src/core/bundle/transcripts-json.js";
import { decodeRequest, isRead } from "../../engine/src/core/inference/request.js";
import { MalformedDataError } from "../../engine/src/core/json/parsers.js";
import type { Kernels } from "../../engine/src/core/model/engine.js";
import { retrievalCorpus } from "../../engine/src/core/retrieval/retrieval-corpus.js";
import { type Retriever, retrieverOf } from "../../engine/src/core/retrieval/retriever.js";
import type { VersionName } from "./frozen-version.js";
import { modelVersions } from "./model.js";
import type { Published } from "./published.js";
import type { World } from "./replay.js";
import { versionSources } from "./version-sources.js";

type Source = {
  readonly world: World;
  readonly published: Published;
  readonly kernels: Pick<Kernels, "log">;
};

/** What retrieves from the published data of frozen versions: the same for whoever serves an answer and whoever checks it. */
export async function versionsRetriever(
  { world, published, kernels }: Source,
  versions: readonly VersionName[],
): Promise<Retriever> {
  const { sources } = await versionSources(world, published, versions);
  return retrieverOf(kernels, retrievalCorpus(sources));
}

/** What a model's answers to the transcripts' requests are read with; where none asks to read, nothing, and no data is fetched. */
export async function retrieverFor(
  source: Source,
  { modelId, transcripts }: { readonly modelId: bigint; readonly transcripts: readonly Transcript[] },
): Promise<Retriever | undefined> {
  if (!transcripts.some(({ request }) => asksToRead(request))) return undefined;
  return versionsRetriever(source, modelVersions(source.world, modelId));
}

/** Bytes that are no request ask for nothing: what to make of them is for whoever answers them. */
function asksToRead(request: Uint8Array): boolean {
  try {
    return isRead(decodeRequest(request));
  } catch (error) {
    if (error instanceof MalformedDataError) return false;
    throw error;
  }
}
