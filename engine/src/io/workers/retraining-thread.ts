import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

import { BaseError } from "../../core/errors.js";
import type { Retraining, RetrainingTask } from "../../core/train/retraining.js";
import type { WorkerReply, WorkerRequest } from "./messages.js";

const ENTRY = new URL("./retraining-worker.ts", import.meta.url);
// The TypeScript loader by URL: a worker inherits none, whatever started this process and wherever.
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** Code of the failure of a thread that trains no more, or failed for a reason that is not the engine's. */
export const THREAD_DOWN = "ENGINE_WORKER_FAILED";

/** A thread that trains for one task, one weight set at a time. */
export type RetrainingThread = {
  /** One training. Throws {@link RetrainingFailedError}. @param label names the training in the error. */
  readonly train: (cellWeights: readonly number[], label: string) => Promise<Retraining>;
  readonly close: () => Promise<void>;
};

export function startRetrainingThread(task: Omit<RetrainingTask, "weightSets">): RetrainingThread {
  const worker = new Worker(ENTRY, { execArgv: ["--import", LOADER] });
  const send = (request: WorkerRequest): void => worker.postMessage(request);
  const down = new Promise<never>((_, reject) => {
    worker.once("error", (cause) => {
      reject(new RetrainingFailedError(THREAD_DOWN, "a thread crashed", { cause }));
    });
    worker.once("exit", (code) => {
      reject(new RetrainingFailedError(THREAD_DOWN, `a thread ended with code ${code}`));
    });
  });
  down.catch(() => {}); // who trains hears of it; between trainings nobody has to
  send({ kind: "task", task });
  return {
    train: async (cellWeights, label) => {
      const replied = new Promise<WorkerReply>((resolve) => worker.once("message", resolve));
      send({ kind: "train", cellWeights });
      const reply = await Promise.race([replied, down]);
      if (reply.kind === "done") return reply.retraining;
      throw new RetrainingFailedError(reply.code, `${label}: ${reply.message}`);
    },
    close: async () => {
      await worker.terminate();
    },
  };
}

/** A training failed; `code` is its own error's, or {@link THREAD_DOWN}. */
export class RetrainingFailedError extends BaseError {
  readonly code: string;

  constructor(code: string, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
