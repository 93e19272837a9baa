import { buildTrainingSet, type TrainingSet } from "../../engine/src/core/text/build-training-set.js";
import type { Published } from "./published.js";
import type { World } from "./replay.js";
import type { VersionName } from "./frozen-version.js";
import { versionSources } from "./version-sources.js";

/** What a model of these versions is trained on: from logs and published data alone, whoever computes it. */
export async function trainingSetOf(
  world: World,
  published: Published,
  { versions, cellBytes }: { readonly versions: readonly VersionName[]; readonly cellBytes: number },
): Promise<TrainingSet> {
  const { sources, seeds } = await versionSources(world, published, versions);
  return buildTrainingSet({ contributions: sources, seeds, cellBytes });
}
