import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

import type { ScoreTable } from "../../../engine/src/core/evaluate/lds.js";
import type { ScoringTask } from "./gradient-tables.js";

const ENTRY = new URL("./scoring-worker.ts", import.meta.url);
// The TypeScript loader by URL: a worker inherits none.
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** Scores on threads, the next task to whichever is free. `onTables` sees each task's tables as they come. */
export async function scoreOnThreads(
  tasks: readonly ScoringTask[],
  options: {
    readonly threads: number;
    readonly signal: AbortSignal;
    readonly onTables: (tables: ReadonlyMap<string, ScoreTable>, task: number) => void;
  },
): Promise<void> {
  const { threads, signal, onTables } = options;
  const queue = [...tasks.keys()];
  const work = async (): Promise<void> => {
    const worker = new Worker(ENTRY, { execArgv: ["--import", LOADER] });
    try {
      for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
        onTables(await ask(worker, tasks[task]!, signal), task);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, tasks.length) }, work));
}

function ask(worker: Worker, task: ScoringTask, signal: AbortSignal): Promise<ReadonlyMap<string, ScoreTable>> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => reject(signal.reason as Error);
    if (signal.aborted) cancel();
    signal.addEventListener("abort", cancel, { once: true });
    worker.once("message", (tables: ReadonlyMap<string, ScoreTable>) => {
      signal.removeEventListener("abort", cancel);
      resolve(tables);
    });
    worker.once("error", reject);
    worker.postMessage(task);
  });
}
