import type { Hex } from "../../core/hash/hex.js";
import type { ResponsePlan } from "../../core/train/response-plan.js";
import type { TrainingStore } from "../store/training-store.js";
import type { QueuedJob } from "./queued-job.js";

/** How far a plan is. */
export type PlanStatus = {
  readonly total: number;
  readonly done: number;
  readonly active: number;
  readonly waiting: number;
  /** Trainings that were given up after so many attempts, and why. */
  readonly failed: readonly { readonly training: Hex; readonly attempts: number; readonly failure: string }[];
  /** At the pace and with the workers of this moment; unknown while nobody works or nothing is done. */
  readonly secondsLeft: number | undefined;
};

/** @param todo how many of the plan's trainings are not done; who is at which of them, the queue knows. */
export function planStatus(
  { total, todo }: { readonly total: number; readonly todo: number },
  queued: readonly QueuedJob[],
): PlanStatus {
  const active = queued.filter(({ state }) => state === "active").length;
  const failed = queued.filter(({ state }) => state === "failed");
  const seconds = queued.flatMap((job) => job.seconds ?? []);
  const meanSeconds = seconds.reduce((sum, each) => sum + each, 0) / seconds.length;
  const isKnown = active > 0 && seconds.length > 0;
  return {
    total,
    done: total - todo,
    active,
    waiting: Math.max(0, todo - active - failed.length),
    failed: failed.map(({ training, retries, failure }) => ({
      training,
      attempts: retries + 1,
      failure: failure ?? "unknown",
    })),
    secondsLeft: isKnown ? Math.ceil(((todo - failed.length) * meanSeconds) / active) : undefined,
  };
}

/** Names of a plan's trainings that are not in the store, or not whole. */
export async function trainingsToDo(plan: ResponsePlan, store: TrainingStore): Promise<Hex[]> {
  const todo: Hex[] = [];
  for (const { id } of plan.jobs) if ((await store.stateOf(id)) !== "kept") todo.push(id);
  return todo;
}
