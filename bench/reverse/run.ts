// `npm run bench:reverse`: goes back through the training of the attribution bench's first model for some of its queries, compares with
// its retrained responses, and writes bench/results/reverse.json and the section of docs/attribution.md. Trainings are shared with
// `npm run bench:attribution`. Options: --queries N, --threads N (for the retraining), --report (the page alone), --json.
import { readFile } from "node:fs/promises";
import os from "node:os";
import { parseArgs } from "node:util";

import { DEFAULT_RECIPE } from "../../engine/src/core/train/plan.js";
import { engineHash } from "../../engine/src/io/kernels/load-engine.js";
import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";
import { retrainingPool } from "../../engine/src/io/workers/retraining-pool.js";
import { referenceBase } from "../attribution/bases.js";
import { buildCorpus } from "../attribution/corpus/build-corpus.js";
import { experimentOf } from "../attribution/experiment.js";
import { openLab } from "../attribution/lab.js";
import { Progress } from "../attribution/progress.js";
import { writeSections } from "../page/sections.js";
import { measuredHere } from "../page/where.js";
import { measureReverse, type ReverseFigures } from "./measure.js";
import { sectionOf, type ReverseResults } from "./page.js";

const RESULTS = "bench/results/reverse.json";
const PAGE = "docs/attribution.md";
const RECIPES = [
  { name: "the default", recipe: DEFAULT_RECIPE },
  { name: "rate 1e-3", recipe: { ...DEFAULT_RECIPE, rate: 1e-3 } },
];

const { values } = parseArgs({
  options: {
    queries: { type: "string", default: "8" },
    threads: { type: "string", default: String(os.availableParallelism()) },
    report: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});

const results = values.report ? (JSON.parse(await readFile(RESULTS, "utf8")) as ReverseResults) : await measure();
if (!values.report) await writeAtomically(RESULTS, Buffer.from(`${JSON.stringify(results, undefined, 2)}\n`));
await writeSections(PAGE, { reverse: sectionOf(results) });
if (values.json) console.log(JSON.stringify(results));

async function measure(): Promise<ReverseResults> {
  const threads = Number(values.threads);
  const progress = new Progress((text) => process.stderr.write(text), process.stderr.isTTY);
  const { signal } = new AbortController();
  const lab = await openLab(
    { results: "bench/results/attribution", cache: "cache/attribution" },
    { pool: retrainingPool(threads), threads, progress, signal },
  );
  const engine = await engineHash();
  const base = await referenceBase();
  const corpus = await buildCorpus({ kind: "speeches", contributors: 16, cellsEach: 4, queries: 100, dataSeed: 0 });
  const recipes: ReverseFigures[] = [];
  for (const { name, recipe } of RECIPES) {
    const experiment = experimentOf({ name, corpus, base, recipe, start: "protocol", trainingSeed: 0, engine });
    recipes.push(await measureReverse(lab, experiment, Number(values.queries)));
    progress.note(`${name}: done`);
  }
  return {
    format: "openledger-reverse-bench-v1",
    command: "npm run bench:reverse",
    ...measuredHere(),
    recipes,
  };
}
