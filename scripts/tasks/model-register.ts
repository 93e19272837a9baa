import { type ModelPlan, trainingPlanOf, trainModel } from "../../engine/src/core/pipeline/train-model.js";
import type { RetrainingPool } from "../../engine/src/core/train/retraining.js";
import { loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { openTrainings, planResponses } from "../../engine/src/io/queue/load-plan.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { publishModel } from "../../engine/src/io/store/publish-model.js";
import { keptTrainings } from "../../engine/src/io/workers/kept-trainings.js";
import { retrainingPool } from "../../engine/src/io/workers/retraining-pool.js";
import { modelPlan } from "../../indexer/src/model-plan.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { registerModel } from "../../sdk/src/actions/register-model.js";
import { versionsOption } from "./helpers/parse-options.js";
import { readRecipe } from "./helpers/read-recipe.js";
import { runTask } from "./helpers/run-task.js";

type Options = Readonly<Record<"versions" | "recipe" | "trainings", string | undefined>> & {
  readonly published: string;
};

export default runTask<Options>(async (options, { client, progress }) => {
  const versions = versionsOption("versions", options.versions);
  const recipe = await readRecipe(options.recipe);
  const chain = await client();
  const world = await readWorld(chain);
  const store = new ContentStore(options.published);
  const plan = await modelPlan(world, store, { versions, recipe });

  const [engine, base, pool] = [await loadEngine(), await loadBase(), await poolOf(plan, options.trainings)];
  const { cells, contributions } = plan.trainingSet;
  progress(`Training ${String(cells.length)} cells of ${String(contributions.length)} contributions`);
  const trained = await trainModel({ engine, base, pool }, plan, {
    onProgress: ({ done, total }) => {
      if (done % 8 === 0 || done === total) progress(`${String(done)} of ${String(total)} trainings`);
    },
  });

  const { manifest, stored } = await publishModel(store, trained, plan.seed);
  const { defaults } = trained.bundle.manifest;
  const { modelId, trainer, bond, opensAt } = await registerModel(chain, { manifest, defaults, uri: stored.uri });
  return { modelId, trainer, bond, opensAt, cells: cells.length, dataHash: trained.dataHash, file: stored.file };
});

/** Trains here, or takes what workers did before. */
async function poolOf(plan: ModelPlan, trainings: string | undefined): Promise<RetrainingPool> {
  if (trainings === undefined) return retrainingPool();
  const responses = await planResponses(trainingPlanOf(plan));
  return keptTrainings(await openTrainings(responses, trainings), responses);
}
