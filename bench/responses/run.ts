// `npm run bench:responses`: what responses cost from 64 to 1,024 cells, and beyond. Writes bench/results/responses.json, the figures of
// docs/attribution.md and their picture. --price N: euros a core-hour; --report: the page again, from the committed figures; --json.
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";
import { writeSections } from "../page/sections.js";
import { measuredHere } from "../page/where.js";
import { costs } from "./cost.js";
import { measureQueue, measureSizes } from "./measure.js";
import { BUDGETS, sectionOf, type ResponseFigures } from "./page.js";
import { costPlot } from "./plot.js";

/** Some two minutes of processor time in all: a few trainings of each size tell what all of them would take. */
const SIZES = [
  { cells: 64, trainings: 5 },
  { cells: 128, trainings: 4 },
  { cells: 256, trainings: 3 },
  { cells: 512, trainings: 2 },
  { cells: 1024, trainings: 2 },
];
const BEYOND = [2048, 4096, 8192, 16_384];
const QUEUE_JOBS = 500;
const RESULTS = "bench/results/responses.json";
const PAGE = "docs/attribution.md";
const PLOT = "docs/attribution/responses-cost.svg";

const { values } = parseArgs({
  options: {
    price: { type: "string", default: "0.04" },
    report: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});

const figures = values.report ? await committed() : await measure(Number(values.price));
await writeAtomically(RESULTS, Buffer.from(`${JSON.stringify(figures, undefined, 2)}\n`));
await writeSections(PAGE, { responses: sectionOf(figures) });
await writeAtomically(PLOT, Buffer.from(costPlot(figures.costs, BUDGETS)));
if (values.json) console.log(JSON.stringify(figures));

async function measure(eurosPerCoreHour: number): Promise<ResponseFigures> {
  const queue = await measureQueue(QUEUE_JOBS);
  const measured = await measureSizes(SIZES, ({ cells, cpuSecondsEach }) => {
    console.error(`${String(cells)} cells: ${cpuSecondsEach.toFixed(2)} s a training`);
  });
  return {
    format: "openledger-responses-bench-v1",
    command: "npm run bench:responses",
    ...measuredHere(),
    eurosPerCoreHour,
    measured,
    queue,
    costs: costs(measured, { beyond: BEYOND, eurosPerCoreHour }),
  };
}

async function committed(): Promise<ResponseFigures> {
  return JSON.parse(await readFile(RESULTS, "utf8")) as ResponseFigures;
}
