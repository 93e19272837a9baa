import type { Hex } from "../../engine/src/core/hash/hex.js";
import {
  buildTrainingSet,
  type SourceContribution,
  type TrainingSet,
} from "../../engine/src/core/text/build-training-set.js";
import { chunkContribution } from "../../engine/src/core/text/chunk-contribution.js";
import { frozenVersion, type VersionName } from "./frozen-version.js";
import type { Published } from "./published.js";
import type { World } from "./replay.js";

/** What a model of these versions is trained on: from logs and published data alone, whoever computes it. */
export async function trainingSetOf(
  world: World,
  published: Published,
  options: { readonly versions: readonly VersionName[]; readonly cellBytes: number },
): Promise<TrainingSet> {
  const sources: SourceContribution[] = [];
  const seeds = new Map<bigint, Hex>();
  for (const { datanetId, version } of options.versions) {
    const { seed, content: frozen } = frozenVersion(world, { datanetId, version });
    seeds.set(datanetId, seed);
    for (const { contributionId, root, withdrawn, voidChunks } of frozen.contributions) {
      const bytes = await published.readData(root);
      const content = chunkContribution(bytes, { maxBytes: bytes.length });
      const { committedBlock } = world.registries.contributions.get(contributionId)!;
      sources.push({ contributionId, datanetId, committedBlock, withdrawn, voidChunks, content });
    }
  }
  return buildTrainingSet({ contributions: sources, seeds, cellBytes: options.cellBytes });
}
