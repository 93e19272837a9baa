import type { Hex } from "../../engine/src/core/hash/hex.js";
import { chunkContribution } from "../../engine/src/core/text/chunk-contribution.js";
import type { SourceContribution } from "../../engine/src/core/text/live-chunks.js";
import { frozenVersion, type VersionName } from "./frozen-version.js";
import type { Published } from "./published.js";
import type { World } from "./replay.js";

/**
 * All contributions of these versions with their published bytes, withdrawn ones included, and every version's seed by datanetId.
 * @throws VersionNotReadyError for a version that is not frozen or has no seed yet.
 */
export async function versionSources(
  world: World,
  published: Published,
  versions: readonly VersionName[],
): Promise<{ readonly sources: readonly SourceContribution[]; readonly seeds: ReadonlyMap<bigint, Hex> }> {
  const sources: SourceContribution[] = [];
  const seeds = new Map<bigint, Hex>();
  for (const { datanetId, version } of versions) {
    const { seed, content: frozen } = frozenVersion(world, { datanetId, version });
    seeds.set(datanetId, seed);
    for (const { contributionId, root, withdrawn, voidChunks } of frozen.contributions) {
      const bytes = await published.readData(root);
      const content = chunkContribution(bytes, { maxBytes: bytes.length });
      const { committedBlock } = world.registries.contributions.get(contributionId)!;
      sources.push({ contributionId, datanetId, committedBlock, withdrawn, voidChunks, content });
    }
  }
  return { sources, seeds };
}
