import type { Hex } from "../../engine/src/core/hash/hex.js";
import { modelSeed } from "../../engine/src/core/hash/model-seed.js";
import type { ModelPlan, ModelRecipe } from "../../engine/src/core/pipeline/train-model.js";
import type { Published } from "./published.js";
import type { World } from "./replay.js";
import { key } from "./replay/tally.js";
import type { VersionName } from "./frozen-version.js";
import { trainingSetOf } from "./training-set.js";

/**
 * What a model of these versions is a function of, from logs and published data alone.
 * @param options.versions by datanetId, ascending: their seeds make the model's, in this order.
 * @throws VersionNotReadyError for one that is not frozen or has no seed yet.
 */
export async function modelPlan(
  world: World,
  published: Published,
  { versions, recipe }: { readonly versions: readonly VersionName[]; readonly recipe: ModelRecipe },
): Promise<ModelPlan> {
  const trainingSet = await trainingSetOf(world, published, { versions, cellBytes: recipe.cellBytes });
  const seeds = versions.map(
    ({ datanetId, version }) => world.registries.versions.get(key(datanetId, version))!.seed as Hex,
  );
  return {
    trainingSet,
    versions: new Map(versions.map(({ datanetId, version }) => [datanetId, version])),
    seed: modelSeed(seeds),
    recipe,
  };
}
