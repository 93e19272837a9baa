import type { Retraining, RetrainingTask } from "../../core/train/retraining.js";

/** From the pool to a thread. */
export type WorkerRequest =
  | { readonly kind: "task"; readonly task: Omit<RetrainingTask, "weightSets"> }
  | { readonly kind: "train"; readonly index: number; readonly cellWeights: readonly number[] };

/** From a thread to the pool. */
export type WorkerReply =
  | { readonly kind: "done"; readonly index: number; readonly retraining: Retraining }
  | { readonly kind: "failed"; readonly index: number; readonly code: string; readonly message: string };
