// `npm run bench:attribution`: retrains, scores, and writes bench/results/attribution.json and docs/attribution.md. It goes on from what
// is in bench/results/attribution/ and may be stopped at any time. Options: --quick (some of it), --report (nothing but the page, from what is
// there), --threads N, --json.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

import { RetrainingCancelledError, retrainingPool } from "../../engine/src/io/workers/retraining-pool.js";
import { engineHash } from "../../engine/src/io/kernels/load-engine.js";
import { LARGE_CONFIG, LARGE_RECIPE, ownBase, referenceBase } from "./bases.js";
import { openLab, saveLab } from "./lab.js";
import { duration, Progress } from "./progress.js";
import { resultsJson, resultsOf } from "./results.js";
import { plannedCost, runStudy } from "./run-study.js";
import { studiesOf } from "./settings.js";
import { studyOf } from "./study.js";
import { placesOf, writeReport } from "./write-report.js";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    report: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    threads: { type: "string", default: String(availableParallelism()) },
  },
});
const CACHE = "cache/attribution";
const startedAt = performance.now();
const progress = new Progress((text) => process.stderr.write(text), process.stderr.isTTY);
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    progress.note("stopping: what is done is kept");
    stop.abort(new RetrainingCancelledError(signal));
  });
}

const threads = Number(values.threads);
const scope = values.quick ? "quick" : "full";
const engine = await engineHash();
const large = await ownBase(LARGE_CONFIG, LARGE_RECIPE, {
  engine,
  folder: CACHE,
  onStep: async (step, steps) => {
    progress.note(`  base model of 1 M parameters: step ${String(step)} of ${String(steps)}`);
    await new Promise(setImmediate); // lets a signal come through
    stop.signal.throwIfAborted();
  },
});
const lab = await openLab(
  { results: "bench/results/attribution", cache: CACHE },
  { pool: retrainingPool(threads), threads, progress, signal: stop.signal },
);
const specs = studiesOf(scope, { reference: await referenceBase(), large });
const studies = await Promise.all(specs.map((spec) => studyOf(spec, engine)));

if (!values.report) {
  for (const study of studies) progress.plan(plannedCost(lab, study));
  try {
    for (const study of studies) {
      await runStudy(lab, study);
      await saveLab(lab);
    }
  } catch (error) {
    if (!(error instanceof RetrainingCancelledError)) throw error;
  } finally {
    await saveLab(lab);
  }
}
const results = resultsOf(scope, studies, lab.measures);
const written = await writeReport(results, { studies, measures: lab.measures, places: await placesOf(results) });
progress.note(`${written.join(", ")} after ${duration((performance.now() - startedAt) / 1000)}`);
if (values.json) console.log(resultsJson(results));
process.exitCode = stop.signal.aborted ? 1 : 0;
