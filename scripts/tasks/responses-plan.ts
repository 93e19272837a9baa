import { trainingPlanOf } from "../../engine/src/core/pipeline/train-model.js";
import { encodeResponsePlan, planHash } from "../../engine/src/core/train/response-plan-json.js";
import { planResponses, writeCells } from "../../engine/src/io/queue/load-plan.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";
import { modelPlan } from "../../indexer/src/model-plan.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { versionsOption } from "./helpers/parse-options.js";
import { readRecipe } from "./helpers/read-recipe.js";
import { runTask } from "./helpers/run-task.js";

type Options = Readonly<Record<"versions" | "recipe", string | undefined>> &
  Readonly<Record<"plan" | "published", string>>;

export default runTask<Options>(async (options, { client }) => {
  const versions = versionsOption("versions", options.versions);
  const recipe = await readRecipe(options.recipe);
  const world = await readWorld(await client());
  const store = new ContentStore(options.published);
  const training = trainingPlanOf(await modelPlan(world, store, { versions, recipe }));
  const plan = await planResponses(training);
  await writeCells(store, training);
  await writeAtomically(options.plan, encodeResponsePlan(plan));
  return { planHash: planHash(plan), cells: plan.cells.length, jobs: plan.jobs.length, file: options.plan };
});
