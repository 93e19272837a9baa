import type { FrozenVersion } from "../../engine/src/core/import/cells-file.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { modelSeed } from "../../engine/src/core/hash/model-seed.js";
import type { TrainingSet } from "../../engine/src/core/text/build-training-set.js";
import { frozenVersion, type VersionName } from "./frozen-version.js";
import type { Published } from "./published.js";
import type { World } from "./replay.js";
import { key } from "./replay/tally.js";
import { trainingSetOf } from "./training-set.js";

/**
 * Frozen data as a model that is trained elsewhere is of it: cells in their order, versions with their roots, the manifest's seed.
 * @param options.versions by datanetId, ascending. Throws VersionNotReadyError, and the content errors of published data.
 */
export async function frozenData(
  world: World,
  published: Published,
  options: { readonly versions: readonly VersionName[]; readonly cellBytes: number },
): Promise<{ readonly trainingSet: TrainingSet; readonly versions: readonly FrozenVersion[]; readonly seed: Hex }> {
  const trainingSet = await trainingSetOf(world, published, options);
  const versions = options.versions.map(({ datanetId, version }) => {
    const { root } = world.registries.versions.get(key(datanetId, version))!; // the training set was made of it
    return { datanetId, version, root: root as Hex };
  });
  return { trainingSet, versions, seed: modelSeed(options.versions.map((each) => frozenVersion(world, each).seed)) };
}
