import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { BaseError } from "../../core/errors.js";
import type { Retraining, RetrainingOptions, RetrainingPool, RetrainingTask } from "../../core/train/retraining.js";
import type { WorkerReply, WorkerRequest } from "./messages.js";

const ENTRY = new URL("./retraining-worker.ts", import.meta.url);
// The TypeScript loader by URL: a worker inherits none, whatever started this process and wherever.
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/**
 * A pool of threads that retrain: each training runs on one thread from start to end, so the number of threads changes
 * nothing but the time. Threads live for one `run`.
 */
export function retrainingPool(threads: number = availableParallelism()): RetrainingPool {
  return {
    run: async (task, options = {}) => {
      const count = Math.min(threads, task.weightSets.length);
      const start = (): Worker => new Worker(ENTRY, { execArgv: ["--import", LOADER] });
      const workers = Array.from({ length: count }, start);
      try {
        return await dispatch(workers, task, options);
      } finally {
        await Promise.all(workers.map((worker) => worker.terminate()));
      }
    },
  };
}

/** Hands out weight sets in order, the next one to whichever thread is free. */
function dispatch(workers: readonly Worker[], task: RetrainingTask, options: RetrainingOptions): Promise<Retraining[]> {
  const { weightSets, ...shared } = task;
  const { onProgress, onResult, signal } = options;
  const total = weightSets.length;
  const results: Retraining[] = new Array<Retraining>(total);
  let next = 0;
  let done = 0;

  return new Promise((resolve, reject) => {
    const cancel = (): void => reject(new RetrainingCancelledError(signal?.reason));
    if (signal?.aborted) cancel();
    signal?.addEventListener("abort", cancel, { once: true });
    const finish = (settle: () => void): void => {
      signal?.removeEventListener("abort", cancel);
      settle();
    };
    if (total === 0) finish(() => resolve(results));

    for (const worker of workers) {
      const send = (request: WorkerRequest): void => worker.postMessage(request);
      const assign = (): void => {
        if (next < total) send({ kind: "train", index: next, cellWeights: weightSets[next++]! });
      };
      worker.on("message", (reply: WorkerReply) => {
        if (reply.kind === "failed") {
          finish(() => reject(new RetrainingFailedError(reply.code, `training ${reply.index}: ${reply.message}`)));
          return;
        }
        results[reply.index] = reply.retraining;
        onResult?.(reply.retraining, reply.index);
        done += 1;
        onProgress?.({ done, total });
        if (done === total) finish(() => resolve(results));
        else assign();
      });
      worker.on("error", (cause) => {
        finish(() => reject(new RetrainingFailedError("ENGINE_WORKER_FAILED", "a thread crashed", { cause })));
      });
      worker.on("exit", (code) => {
        finish(() => reject(new RetrainingFailedError("ENGINE_WORKER_FAILED", `a thread ended with code ${code}`)));
      });
      send({ kind: "task", task: shared });
      assign();
    }
  });
}

/** A training failed; `code` is its own error's, or `ENGINE_WORKER_FAILED` when the thread itself went down. */
export class RetrainingFailedError extends BaseError {
  readonly code: string;

  constructor(code: string, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** The caller's signal ended the run. */
export class RetrainingCancelledError extends BaseError {
  readonly code = "ENGINE_CANCELLED";

  constructor(cause: unknown) {
    super("the retrainings were cancelled", { cause });
  }
}
