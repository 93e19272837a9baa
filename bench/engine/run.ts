// `npm run bench:engine`: what an answer's scores, a tree and whole batches cost. Writes bench/results/engine.json and its parts of
// docs/speed.md with their pictures; with --json prints the figures. Buckets that would take more than three minutes of processor time are left out, and
// those of more than --most receipts; the page says so.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { measuredHere } from "../page/where.js";
import { saveFigures, writeSpeedPage } from "../speed/write-page.js";
import type { BucketFigures } from "./compute-bucket.js";
import type { Bucket, EngineFigures } from "./page.js";
import { measureScoring } from "./scoring.js";
import { measureTree } from "./tree.js";

const RECEIPTS = [100, 1_000, 10_000, 100_000] as const;
const CELLS = 1_000;
const MOST_SECONDS = 180;
const COMPUTE = fileURLToPath(new URL("./compute-bucket.ts", import.meta.url));

const { values } = parseArgs({
  options: { json: { type: "boolean", default: false }, most: { type: "string", default: String(RECEIPTS.at(-1)) } },
});
const most = Number(values.most);

const scoring = await measureScoring();
console.error(scoring);
const tree = measureTree();
console.error(tree);
const buckets: Bucket[] = [];
let secondsAReceipt = 0;
for (const receipts of RECEIPTS) {
  const expectedSeconds = receipts * secondsAReceipt;
  if (receipts > most || expectedSeconds > MOST_SECONDS) {
    buckets.push({ receipts, expectedSeconds });
    continue;
  }
  const figures = compute(receipts);
  console.error(figures);
  secondsAReceipt = figures.spent.cpuSeconds / receipts;
  buckets.push(figures);
}
const figures: EngineFigures = {
  format: "openledger-engine-bench-v1",
  command: `npm run bench:engine${most < RECEIPTS.at(-1)! ? ` -- --most ${values.most}` : ""}`,
  ...measuredHere(),
  scoring,
  tree,
  buckets,
};
await saveFigures("engine", figures);
await writeSpeedPage();
if (values.json) console.log(JSON.stringify(figures));

function compute(receipts: number): BucketFigures {
  const words = ["--import", "tsx", COMPUTE, String(receipts), String(CELLS)];
  return JSON.parse(execFileSync(process.execPath, words, { encoding: "utf8" })) as BucketFigures;
}
