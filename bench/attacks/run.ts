// `npm run bench:attacks`: attacks a market of contributions in every way of the table, and writes bench/results/attacks.json and the
// sections of docs/attacks.md. Trainings are kept in cache/attacks: stop it whenever you like, it goes on from there. Options: --quick (one small
// market), --threads N (all; for --quick one), --json.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

import { RetrainingCancelledError, retrainingPool } from "../../engine/src/io/workers/retraining-pool.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { duration, Progress } from "../attribution/progress.js";
import { serialPool } from "./market/serial-pool.js";
import { writeReport } from "./page/write-report.js";
import { resultsJson, resultsOf } from "./results.js";
import { plannedCost, runAttacks } from "./run-attacks.js";
import { settingsOf } from "./settings.js";
import { openWorkshop } from "./workshop.js";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    threads: { type: "string" },
  },
});
const startedAt = performance.now();
const progress = new Progress((text) => process.stderr.write(text), process.stderr.isTTY);
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    progress.note("stopping: trainings that are done are kept");
    stop.abort(new RetrainingCancelledError(signal));
  });
}

const scope = values.quick ? "quick" : "full";
const settings = settingsOf(scope);
const threads = Number(values.threads ?? (values.quick ? 1 : availableParallelism()));
const engine = await loadEngine();
const workshop = await openWorkshop(engine, {
  pool: threads === 1 ? serialPool(engine) : retrainingPool(threads),
  cache: "cache/attacks",
  progress,
  signal: stop.signal,
});
progress.plan(plannedCost(settings));
try {
  const results = resultsOf(scope, await runAttacks(workshop, settings, progress));
  const written = await writeReport(results);
  progress.note(`${written.join(", ")} after ${duration((performance.now() - startedAt) / 1000)}`);
  if (values.json) console.log(resultsJson(results));
} catch (error) {
  if (!(error instanceof RetrainingCancelledError)) throw error;
  process.exitCode = 1;
}
