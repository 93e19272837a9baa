import { planHash } from "../../engine/src/core/train/response-plan-json.js";
import { JobQueue } from "../../engine/src/io/queue/job-queue.js";
import { openTrainings } from "../../engine/src/io/queue/load-plan.js";
import { planStatus, trainingsToDo } from "../../engine/src/io/queue/plan-status.js";
import type { QueuedJob } from "../../engine/src/io/queue/queued-job.js";
import { readPlan } from "./helpers/plan-file.js";
import { runTask } from "./helpers/run-task.js";
import { TrainingsGivenUpError } from "./helpers/task-errors.js";

type Options = Readonly<Record<"plan" | "trainings", string>> & { readonly queue: string | undefined };

export default runTask<Options>(async (options, { failAfter }) => {
  const plan = await readPlan(options.plan);
  const todo = await trainingsToDo(plan, await openTrainings(plan, options.trainings));
  const isToDo = new Set(todo);
  const name = planHash(plan);
  const queued = options.queue === undefined ? [] : await queuedJobs(options.queue, name);
  // Who wrote a training may not have said so yet.
  const jobs = queued.filter(({ training, state }) => state === "done" || isToDo.has(training));
  const status = planStatus({ total: plan.jobs.length, todo: todo.length }, jobs);
  if (status.failed.length > 0) failAfter(new TrainingsGivenUpError(status.failed.length));
  return { planHash: name, ...status };
});

async function queuedJobs(url: string, plan: `0x${string}`): Promise<QueuedJob[]> {
  const queue = await JobQueue.open(url, plan);
  try {
    return await queue.jobs();
  } finally {
    await queue.close();
  }
}
