import { parentPort } from "node:worker_threads";

import { loadEngine } from "../../../engine/src/io/kernels/load-engine.js";
import { gradientTables, type ScoringTask } from "./gradient-tables.js";

/** Thread of {@link scoreOnThreads}: answers each task with its tables. */
const port = parentPort!;
const engine = await loadEngine();

port.on("message", (task: ScoringTask) => port.postMessage(gradientTables(engine, task)));
