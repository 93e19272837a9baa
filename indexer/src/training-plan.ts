import type { ModelRecipe } from "../../engine/src/core/pipeline/train-model.js";
import type { TrainingPlan } from "../../engine/src/core/train/plan.js";
import type { PublishedModel } from "./model.js";
import type { Published } from "./published.js";
import type { World } from "./replay.js";
import { trainingSetOf } from "./training-set.js";

/** The training that a registered model must come from: all cells with weight 1. Throws what reading the data throws. */
export async function trainingPlanOf(
  world: World,
  published: Published,
  { record, bundle }: PublishedModel,
): Promise<TrainingPlan> {
  const { versions, cells } = bundle.manifest;
  const recipe = bundle.manifest.recipe as ModelRecipe; // trained by this engine: its recipe hash is in the manifest
  const trainingSet = await trainingSetOf(world, published, { versions, cellBytes: recipe.cellBytes });
  const texts = trainingSet.cells.map(({ bytes }) => bytes);
  return { cells: texts, cellWeights: cells.map(() => 1), seed: record.manifest.seed, recipe };
}
