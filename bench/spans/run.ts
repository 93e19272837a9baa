// `npm run bench:spans`: sorts, builds, asks and measures memory; writes bench/results/spans.json and the table of docs/spans.md. With
// --json prints the figures; --large N sets the bytes of the large build, which is left out where it would take four minutes and more.
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { loadSuffixSorter } from "../../engine/src/io/kernels/load-suffix-sorter.js";
import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";
import { writeSections } from "../page/sections.js";
import { type Spent, stopwatch } from "../page/stopwatch.js";
import { measuredHere } from "../page/where.js";
import type { BuildFigures } from "./build.js";
import { sectionsOf, type SpanFigures } from "./page.js";
import { measureQueries } from "./queries.js";
import { indexedTexts } from "./texts.js";

const QUERY_BYTES = 100_000_000;
const LARGE_SECONDS = 240;
const BUILD = fileURLToPath(new URL("./build.ts", import.meta.url));
const PAGE = "docs/spans.md";

const { values } = parseArgs({
  options: { json: { type: "boolean", default: false }, large: { type: "string", default: "1000000000" } },
});

const directory = await mkdtemp(path.join(os.tmpdir(), "openledger-spans-"));
try {
  const real = await sortRealTexts();
  console.error(`sorting: ${String(real.bytes / 1e6 / real.sorting.cpuSeconds)} MB a second of processor time`);
  const hundred = build(QUERY_BYTES);
  console.error(`build of ${String(QUERY_BYTES)} bytes: ${JSON.stringify(hundred)}`);
  const queries = await measureQueries(indexOf(QUERY_BYTES), QUERY_BYTES);
  console.error(queries);
  await rm(indexOf(QUERY_BYTES), { recursive: true });

  const largeBytes = Number(values.large);
  const expectedSeconds = (hundred.build.seconds * largeBytes) / QUERY_BYTES;
  const large = expectedSeconds < LARGE_SECONDS ? build(largeBytes) : { bytes: largeBytes, expectedSeconds };

  const figures: SpanFigures = { real, builds: [hundred, large], queries };
  const where = measuredHere();
  const results = {
    format: "openledger-spans-bench-v1",
    command: "npm run bench:spans",
    ...where,
    ...figures,
  };
  await writeAtomically("bench/results/spans.json", Buffer.from(`${JSON.stringify(results, undefined, 2)}\n`));
  await writeSections(PAGE, sectionsOf({ where, ...figures }));
  if (values.json) console.log(JSON.stringify(results));
} finally {
  await rm(directory, { recursive: true });
}

/** One shard's worth of real texts, none of them twice: the kernel alone. */
async function sortRealTexts(): Promise<{ readonly bytes: number; readonly sorting: Spent }> {
  const text = Buffer.concat(indexedTexts());
  const sortSuffixes = await loadSuffixSorter();
  sortSuffixes(text.subarray(0, 2 ** 20)); // so that the kernel is compiled to its end
  const read = stopwatch();
  sortSuffixes(text);
  return { bytes: text.length, sorting: read() };
}

function build(bytes: number): BuildFigures {
  const args = ["--import", "tsx", BUILD, indexOf(bytes), String(bytes)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as BuildFigures;
}

function indexOf(bytes: number): string {
  return path.join(directory, String(bytes));
}
