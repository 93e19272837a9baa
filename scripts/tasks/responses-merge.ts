import { planHash } from "../../engine/src/core/train/response-plan-json.js";
import { loadPlan, openTrainings } from "../../engine/src/io/queue/load-plan.js";
import { mergePlan } from "../../engine/src/io/queue/merge-plan.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { readPlan } from "./helpers/plan-file.js";
import { runTask } from "./helpers/run-task.js";

type Options = Readonly<Record<"plan" | "trainings" | "published", string>>;

export default runTask<Options>(async (options) => {
  const plan = await readPlan(options.plan);
  const store = await openTrainings(plan, options.trainings);
  const { file, hash, responses } = await mergePlan(
    plan,
    await loadPlan(plan, new ContentStore(options.published)),
    store,
  );
  return {
    planHash: planHash(plan),
    cells: plan.cells.length,
    lanes: responses.adapter.lanes.length,
    responsesHash: hash,
    file,
  };
});
