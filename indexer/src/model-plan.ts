import type { ModelPlan, ModelRecipe } from "../../engine/src/core/pipeline/train-model.js";
import { frozenData } from "./frozen-data.js";
import type { VersionName } from "./frozen-version.js";
import type { Published } from "./published.js";
import type { World } from "./replay.js";

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
  const { trainingSet, seed } = await frozenData(world, published, { versions, cellBytes: recipe.cellBytes });
  return {
    trainingSet,
    versions: new Map(versions.map(({ datanetId, version }) => [datanetId, version])),
    seed,
    recipe,
  };
}
