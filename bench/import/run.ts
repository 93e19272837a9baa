// `npm run bench:import`: imports 100,000 responses of 512 lanes as F32, I16 and I8, and audits the result; writes bench/results/import.json
// and the table of docs/imported-models.md. With --json prints the figures; --rows N imports as many.
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { VECTOR_DTYPES } from "../../engine/src/core/import/row-reader.js";
import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";
import { writeSections } from "../page/sections.js";
import { measuredHere } from "../page/where.js";
import type { ImportFigures } from "./measure.js";
import { sectionOf } from "./page.js";
import { queriesOf, syntheticModel, writeResponses } from "./synthetic.js";

const LANES = 512;
const MEASURE = fileURLToPath(new URL("./measure.ts", import.meta.url));
const PAGE = "docs/imported-models.md";

const { values } = parseArgs({
  options: { json: { type: "boolean", default: false }, rows: { type: "string", default: "100000" } },
});
const rows = Number(values.rows);
const directory = await mkdtemp(path.join(os.tmpdir(), "openledger-import-"));
try {
  const synthetic = syntheticModel(rows);
  await writeFile(path.join(directory, "queries"), queriesOf(synthetic, LANES));
  const figures: ImportFigures[] = [];
  for (const dtype of VECTOR_DTYPES) {
    await writeResponses(path.join(directory, dtype), synthetic, { rows, lanes: LANES, dtype });
    const args = ["--import", "tsx", MEASURE, directory, String(rows), String(LANES), dtype];
    figures.push(JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as ImportFigures);
    console.error(figures.at(-1));
  }
  const results = {
    format: "openledger-import-bench-v1",
    command: "npm run bench:import",
    ...measuredHere(),
    figures,
  };
  await writeAtomically("bench/results/import.json", Buffer.from(`${JSON.stringify(results, undefined, 2)}\n`));
  await writeSections(PAGE, { import: sectionOf(results) });
  if (values.json) console.log(JSON.stringify(results));
} finally {
  await rm(directory, { recursive: true });
}
