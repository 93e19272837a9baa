import { setTimeout as sleep } from "node:timers/promises";

import type { Hex } from "../../core/hash/hex.js";
import { type ResponsePlan, weightsOf } from "../../core/train/response-plan.js";
import type { RetrainingTask } from "../../core/train/retraining.js";
import type { TrainingStore } from "../store/training-store.js";
import {
  RetrainingFailedError,
  type RetrainingThread,
  startRetrainingThread,
  THREAD_DOWN,
} from "../workers/retraining-thread.js";
import type { JobQueue, TakenJob } from "./job-queue.js";
import { type PlanStatus, planStatus, trainingsToDo } from "./plan-status.js";

/** What a worker works on. */
export type Workplace = {
  readonly plan: ResponsePlan;
  readonly task: Omit<RetrainingTask, "weightSets">;
  readonly store: TrainingStore;
  readonly queue: JobQueue;
};

export type WorkOptions = {
  readonly threads: number;
  /** Tries trainings again that were given up. */
  readonly again?: boolean;
  /** Of the looks at an empty queue while others are at its last jobs. */
  readonly pollSeconds?: number;
  readonly onEvent?: (event: WorkerEvent) => void;
  /** Called after each of this worker's trainings; counts what all workers did. */
  readonly onProgress?: (status: PlanStatus) => void;
  /** Lets the trainings that are under way end, and begins no others. */
  readonly signal?: AbortSignal;
};

export type WorkerEvent = { readonly kind: "begun" | "done" | "failed"; readonly training: Hex };

/**
 * Queues what is not done of a plan, then takes jobs until none is left to take or to wait for. A result is written before its job
 * counts as done: a worker that dies at any moment costs what its threads were at.
 * @returns how far the plan is in the end.
 */
export async function runWorker(place: Workplace, options: WorkOptions): Promise<PlanStatus> {
  await queueMissing(place, options.again ?? false);
  await Promise.all(Array.from({ length: options.threads }, () => workOnThread(place, options)));
  const todo = await trainingsToDo(place.plan, place.store);
  return planStatus({ total: place.plan.jobs.length, todo: todo.length }, await place.queue.jobs());
}

/** While it works: whatever the queue does not know was done before this worker came. */
async function statusOf({ plan, queue }: Workplace): Promise<PlanStatus> {
  const jobs = await queue.jobs();
  return planStatus({ total: plan.jobs.length, todo: jobs.filter(({ state }) => state !== "done").length }, jobs);
}

async function queueMissing({ plan, store, queue }: Workplace, again: boolean): Promise<void> {
  const todo = await trainingsToDo(plan, store);
  const jobs = await queue.jobs();
  const givenUp = new Set(again ? [] : jobs.filter(({ state }) => state === "failed").map(({ training }) => training));
  await queue.add(todo.filter((training) => !givenUp.has(training)));
}

async function workOnThread(place: Workplace, options: WorkOptions): Promise<void> {
  const { task, queue } = place;
  const { pollSeconds = 2, onProgress, signal } = options;
  let thread = startRetrainingThread(task);
  try {
    while (!signal?.aborted) {
      const job = await queue.take();
      if (job === undefined) {
        await queue.recover();
        if (await isOver(queue)) return;
        await sleep(1000 * pollSeconds, undefined, signal && { signal }).catch(() => {}); // woken to end
        continue;
      }
      if ((await doJob(job, thread, { ...place, ...options })) === THREAD_DOWN) {
        await thread.close();
        thread = startRetrainingThread(task);
      }
      onProgress?.(await statusOf(place));
    }
  } finally {
    await thread.close();
  }
}

async function isOver(queue: JobQueue): Promise<boolean> {
  return (await queue.jobs()).every(({ state }) => state === "done" || state === "failed");
}

/** @returns the code of what went wrong, if something did. */
async function doJob(
  job: TakenJob,
  thread: RetrainingThread,
  { plan, store, queue, onEvent }: Workplace & WorkOptions,
): Promise<string | undefined> {
  const { training } = job;
  const planned = plan.jobs.find(({ id }) => id === training)!; // the queue is named by the plan's hash
  // A worker may have died between writing and saying so.
  if ((await store.stateOf(training)) === "kept") {
    await queue.complete(job);
    return undefined;
  }
  const touching = setInterval(() => void queue.touch(job).catch(() => {}), 1000 * queue.touchSeconds);
  onEvent?.({ kind: "begun", training });
  try {
    const outcome = await thread.train(weightsOf(plan, planned), training).catch(asFailure);
    if (outcome instanceof RetrainingFailedError) {
      await queue.fail(job, outcome);
      onEvent?.({ kind: "failed", training });
      return outcome.code;
    }
    await store.write(training, outcome.adapter.lanes);
    await queue.complete(job);
    onEvent?.({ kind: "done", training });
    return undefined;
  } finally {
    clearInterval(touching);
  }
}

function asFailure(error: unknown): RetrainingFailedError {
  if (error instanceof RetrainingFailedError) return error;
  throw error;
}
