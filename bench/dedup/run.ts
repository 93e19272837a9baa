// `npm run bench:dedup`: false merges and false splits on licence texts, edited copies, responses' cosines, and a stream of a gigabyte.
// Writes bench/results/dedup.json and docs/dedup.md. Options: --quick (less of each), --only pairs,bands,edits,cosines,stream (the others keep the
// figures that they have), --bytes N (of the stream), --contributors N (of the cosines' speeches), --threads N, --json.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

import { measuredHere } from "../page/where.js";
import { measureCosines } from "./cosines.js";
import { measureBands } from "./measure-bands.js";
import { measureEdits } from "./measure-edits.js";
import { measurePairs } from "./measure-pairs.js";
import { measureStream } from "./measure-stream.js";
import type { DedupFigures, PartName, Parts } from "./page.js";
import { readTruth } from "./truth.js";
import { readFigures, saveFigures, writeDedupPage } from "./write-page.js";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    bytes: { type: "string" },
    contributors: { type: "string" },
    threads: { type: "string", default: String(availableParallelism()) },
    json: { type: "boolean", default: false },
  },
});
const size = values.quick
  ? { passages: 1, compared: 1000, contributors: 4, bytes: 20e6 }
  : { passages: 6, compared: 5000, contributors: 16, bytes: 1e9 };
const truth = await readTruth();

const measures: { readonly [Name in PartName]: () => Parts[Name] | Promise<Parts[Name]> } = {
  pairs: () => measurePairs(truth),
  bands: () => measureBands(truth, size.compared),
  edits: () => measureEdits(size.passages),
  cosines: () =>
    measureCosines({ contributors: Number(values.contributors ?? size.contributors), threads: Number(values.threads) }),
  stream: () => measureStream(Number(values.bytes ?? size.bytes)),
};
const names = Object.keys(measures) as PartName[];
const wanted = values.only?.split(",") ?? names;
const unknown = wanted.find((name) => !(names as string[]).includes(name));
if (unknown !== undefined) throw new Error(`Expected --only with some of ${names.join(",")}, got ${unknown}.`);

let figures: DedupFigures = await readFigures();
for (const name of names.filter((each) => wanted.includes(each))) {
  console.error(`${name} …`);
  const measured = await measures[name]();
  figures = { ...figures, [name]: { where: measuredHere(), ...measured } };
  await saveFigures(figures);
}
await writeDedupPage();
if (values.json) console.log(JSON.stringify(figures));
