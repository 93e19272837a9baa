// One import in a process of its own, so that the peak of its memory is its own: prints its figures as JSON.
// Arguments: directory of the files, rows, lanes, dtype.
import { stat } from "node:fs/promises";
import path from "node:path";

import { decodeModelBundle } from "../../engine/src/core/bundle/model-bundle.js";
import type { VectorDtype } from "../../engine/src/core/import/row-reader.js";
import { rowEntries } from "../../engine/src/core/ledger/entries.js";
import { laneRow } from "../../engine/src/core/ledger/lanes.js";
import { responseTree } from "../../engine/src/core/ledger/model.js";
import { scoreAll } from "../../engine/src/core/ledger/score.js";
import { vectorRoot } from "../../engine/src/core/tree/vector-root.js";
import { importModel } from "../../engine/src/io/import/import-model.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { addSpent, type Spent, stopwatch } from "../page/stopwatch.js";
import { syntheticModel } from "./synthetic.js";

/** What an import costs, and then an auditor's look at its result: reading, the roots of all vectors, one query's entries. */
export type ImportFigures = {
  readonly dtype: VectorDtype;
  readonly rows: number;
  readonly lanes: number;
  readonly fileBytes: number;
  readonly bundleBytes: number;
  readonly importing: Spent;
  /** Resident before the import: the program, and the frozen data's tables. */
  readonly startBytes: number;
  readonly importPeakBytes: number;
  readonly reading: Spent;
  readonly roots: Spent;
  readonly scoring: Spent;
  readonly auditPeakBytes: number;
};

const [directory, rows, lanes, dtype] = process.argv.slice(2) as [string, string, string, VectorDtype];
const [responses, queries] = [path.join(directory, dtype), path.join(directory, "queries")];
const { weights, frozen } = syntheticModel(Number(rows));
const store = new ContentStore(directory);

const startBytes = process.memoryUsage.rss();
const [{ manifest }, importing] = await timed(() =>
  importModel(store, {
    ...{ responses, queries, weights, lanes: "all", width: "int8" },
    frozen: () => Promise.resolve(frozen),
  }),
);
const importPeakBytes = peakBytes();

const [bytes, fetching] = await timed(() => store.readBundle(manifest.dataHash));
const [bundle, decoding] = await timed(() => decodeModelBundle(bytes));
const [root, roots] = await timed(() => {
  const { cells } = bundle.manifest;
  const wrong = cells.findIndex((cell, i) => vectorRoot(laneRow(bundle.responses, i)) !== cell.vectorRoot);
  if (wrong >= 0) throw new Error(`Response ${String(wrong)} is not what its root says.`);
  return responseTree(cells).root;
});
if (root !== manifest.responseRoot) throw new Error("The bundle has another response root than the manifest.");
const cellWeights = bundle.manifest.cells.map(({ weight }) => weight);
const [entries, scoring] = await timed(() =>
  rowEntries(scoreAll(laneRow(bundle.heldOut, 0), bundle.responses), cellWeights),
);
if (entries.length === 0) throw new Error("The query moved no cell.");

const figures: ImportFigures = {
  ...{ dtype, rows: Number(rows), lanes: Number(lanes) },
  fileBytes: (await stat(responses)).size,
  bundleBytes: bytes.length,
  ...{ importing, startBytes, importPeakBytes },
  ...{ reading: addSpent(fetching, decoding), roots, scoring },
  auditPeakBytes: peakBytes(),
};
console.log(JSON.stringify(figures));

async function timed<T>(work: () => T | Promise<T>): Promise<readonly [T, Spent]> {
  const read = stopwatch();
  return [await work(), read()];
}

/** Of the whole process so far; the system counts in kilobytes. */
function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}
