import { availableParallelism } from "node:os";

import { planHash } from "../../engine/src/core/train/response-plan-json.js";
import { JobQueue, LEAST_PATIENCE_SECONDS } from "../../engine/src/io/queue/job-queue.js";
import { loadPlan, openTrainings } from "../../engine/src/io/queue/load-plan.js";
import { runWorker } from "../../engine/src/io/queue/run-worker.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { optional, placeOption, required } from "./helpers/parse-options.js";
import { readPlan } from "./helpers/plan-file.js";
import { planProgress } from "./helpers/plan-progress.js";
import { runTask } from "./helpers/run-task.js";
import { TrainingsGivenUpError, UsageError } from "./helpers/task-errors.js";
import { untilStopped } from "./helpers/until-stopped.js";

type Options = Readonly<Record<"queue" | "threads", string | undefined>> &
  Readonly<Record<"patience" | "plan" | "trainings" | "published", string>> & { readonly again: boolean };

export default runTask<Options>(async (options, { progress, failAfter }) => {
  const url = required("queue", options.queue);
  const threads = optional("threads", options.threads, placeOption) ?? availableParallelism();
  if (threads === 0) throw new UsageError("Expected --threads to be at least 1, got 0.");
  const patienceSeconds = placeOption("patience", options.patience);
  if (patienceSeconds < LEAST_PATIENCE_SECONDS) {
    throw new UsageError(`Expected --patience of at least ${String(LEAST_PATIENCE_SECONDS)}, got ${options.patience}.`);
  }
  const plan = await readPlan(options.plan);
  const store = await openTrainings(plan, options.trainings);
  const task = await loadPlan(plan, new ContentStore(options.published));

  const queue = await JobQueue.open(url, planHash(plan), patienceSeconds);
  const { signal, release } = untilStopped();
  try {
    let trained = 0;
    const status = await runWorker(
      { plan, task, store, queue },
      {
        threads,
        again: options.again,
        signal,
        onEvent: ({ kind }) => (trained += kind === "done" ? 1 : 0),
        onProgress: (now) => progress(planProgress(now)),
      },
    );
    if (status.failed.length > 0) failAfter(new TrainingsGivenUpError(status.failed.length));
    return { trained, ...status };
  } finally {
    release();
    await queue.close();
  }
});
