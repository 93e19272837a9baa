import { parentPort } from "node:worker_threads";
import { BaseError } from "../../core/errors.js";
import type { RetrainingTask } from "../../core/train/retraining.js";
import { retrain } from "../../core/train/retraining.js";
import { loadEngine } from "../kernels/load-engine.js";
import type { WorkerReply, WorkerRequest } from "./messages.js";

/** Thread of a retraining pool: takes a task once, then one weight set at a time. */
const port = parentPort!;
const engine = await loadEngine();
let task: Omit<RetrainingTask, "weightSets"> | undefined;

port.on("message", (request: WorkerRequest) => {
  if (request.kind === "task") {
    task = request.task;
    return;
  }
  port.postMessage(reply(request));
});

function reply({ cellWeights }: Extract<WorkerRequest, { kind: "train" }>): WorkerReply {
  try {
    return { kind: "done", retraining: retrain(engine, task!, cellWeights) };
  } catch (error) {
    const code = error instanceof BaseError ? error.code : "ENGINE_WORKER_FAILED";
    return { kind: "failed", code, message: error instanceof Error ? error.message : String(error) };
  }
}
