import { availableParallelism } from "node:os";

import { BaseError } from "../../core/errors.js";
import type { Retraining, RetrainingOptions, RetrainingPool, RetrainingTask } from "../../core/train/retraining.js";
import { type RetrainingThread, startRetrainingThread } from "./retraining-thread.js";

/**
 * A pool of threads that retrain: each training runs on one thread from start to end, so the number of threads changes
 * nothing but the time. Threads live for one `run`. Throws RetrainingFailedError and {@link RetrainingCancelledError}.
 */
export function retrainingPool(threads: number = availableParallelism()): RetrainingPool {
  return {
    run: async ({ weightSets, ...shared }, options = {}) => {
      const count = Math.min(threads, weightSets.length);
      const started = Array.from({ length: count }, () => startRetrainingThread(shared));
      try {
        return await untilAborted(dispatch(started, weightSets, options), options.signal);
      } finally {
        await Promise.all(started.map((thread) => thread.close()));
      }
    },
  };
}

/** Hands out weight sets in order, the next one to whichever thread is free. */
async function dispatch(
  threads: readonly RetrainingThread[],
  weightSets: RetrainingTask["weightSets"],
  { onProgress, onResult }: RetrainingOptions,
): Promise<Retraining[]> {
  const total = weightSets.length;
  const results: Retraining[] = new Array<Retraining>(total);
  let next = 0;
  let done = 0;
  const work = async (thread: RetrainingThread): Promise<void> => {
    while (next < total) {
      const index = next++;
      const retraining = await thread.train(weightSets[index]!, `training ${index}`);
      results[index] = retraining;
      onResult?.(retraining, index);
      onProgress?.({ done: ++done, total });
    }
  };
  await Promise.all(threads.map(work));
  return results;
}

/** What the work gives, or {@link RetrainingCancelledError} as soon as the signal is given. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const aborted = new AbortController();
  const cancelled = new Promise<never>((_, reject) => {
    const cancel = (): void => reject(new RetrainingCancelledError(signal.reason));
    if (signal.aborted) cancel();
    else signal.addEventListener("abort", cancel, { once: true, signal: aborted.signal });
  });
  try {
    return await Promise.race([work, cancelled]);
  } finally {
    aborted.abort(); // no longer listened for
  }
}

/** The caller's signal ended the run. */
export class RetrainingCancelledError extends BaseError {
  readonly code = "ENGINE_CANCELLED";

  constructor(cause: unknown) {
    super("the retrainings were cancelled", { cause });
  }
}
