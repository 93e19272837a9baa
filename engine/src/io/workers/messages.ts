import type { Retraining, RetrainingTask } from "../../core/train/retraining.js";

/** To a thread: its task first, then a training at a time. */
export type WorkerRequest =
  | { readonly kind: "task"; readonly task: Omit<RetrainingTask, "weightSets"> }
  | { readonly kind: "train"; readonly cellWeights: readonly number[] };

/** From a thread: what came of the training. */
export type WorkerReply =
  | { readonly kind: "done"; readonly retraining: Retraining }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };
