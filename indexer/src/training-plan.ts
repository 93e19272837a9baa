import { type ModelRecipe, trainingPlanOf } from "../../engine/src/core/pipeline/train-model.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import type { TrainingPlan } from "../../engine/src/core/train/plan.js";
import type { PublishedModel } from "./model.js";
import type { Published } from "./published.js";
import type { World } from "./replay.js";
import { trainingSetOf } from "./training-set.js";

/** The training that a registered model must come from. Throws what reading the data throws. */
export async function registeredTraining(
  world: World,
  published: Published,
  { record, bundle }: PublishedModel,
): Promise<TrainingPlan> {
  const { versions } = bundle.manifest;
  const recipe = bundle.manifest.recipe as ModelRecipe; // trained by this engine: its recipe hash is in the manifest
  const trainingSet = await trainingSetOf(world, published, { versions, cellBytes: recipe.cellBytes });
  return trainingPlanOf({ trainingSet, seed: record.manifest.seed as Hex, recipe });
}
