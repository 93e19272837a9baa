// One import in a process of its own, so that the peak of its memory is its own: prints figures as JSON.
// Arguments: directory, rows, lanes, dtype.
import { writeFile } from "node:fs/promises";
import path from "node:path";

import { decodeModelBundle } from "../../engine/src/core/bundle/model-bundle.js";
import { rowEntries } from "../../engine/src/core/ledger/entries.js";
import { laneRow } from "../../engine/src/core/ledger/lanes.js";
import { responseTree } from "../../engine/src/core/ledger/model.js";
import { scoreAll } from "../../engine/src/core/ledger/score.js";
import { vectorRoot } from "../../engine/src/core/tree/vector-root.js";
import type { VectorDtype } from "../../engine/src/core/import/row-reader.js";
import { importModel } from "../../engine/src/io/import/import-model.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { queriesOf, syntheticModel, writeResponses } from "./synthetic.js";

/** Seconds and peak memory of one dtype; `bundle` and `score` are what an auditor does with the result. */
export type ImportFigures = {
  readonly dtype: VectorDtype;
  readonly fileBytes: number;
  readonly importSeconds: number;
  readonly importPeakBytes: number;
  /** Resident before the import began: what the program and the frozen data take. */
  readonly startBytes: number;
  readonly bundleBytes: number;
  readonly readSeconds: number;
  readonly rootsSeconds: number;
  readonly scoreSeconds: number;
  readonly auditPeakBytes: number;
};

const [directory, rows, lanes, dtype] = process.argv.slice(2) as [string, string, string, VectorDtype];
const shape = { rows: Number(rows), lanes: Number(lanes), dtype };
const synthetic = syntheticModel(shape.rows);
const [responses, queries] = [path.join(directory, "responses"), path.join(directory, "queries")];
await writeResponses(responses, synthetic, shape);
await writeFile(queries, queriesOf(synthetic, shape.lanes));

const startBytes = process.memoryUsage.rss();
const store = new ContentStore(directory);
const { weights, frozen } = synthetic;
const imported = await timed(() =>
  importModel(store, {
    ...{ responses, queries, weights, lanes: "all", width: "int8" },
    frozen: () => Promise.resolve(frozen),
  }),
);
const importPeakBytes = peakBytes();

const { manifest } = imported.result;
const bytes = await store.readBundle(manifest.dataHash);
const read = await timed(() => decodeModelBundle(bytes));
const bundle = read.result;
const roots = await timed(() => {
  const wrong = bundle.manifest.cells.findIndex(
    (cell, i) => vectorRoot(laneRow(bundle.responses, i)) !== cell.vectorRoot,
  );
  if (wrong >= 0) throw new Error(`Response ${String(wrong)} is not what its root says.`);
  return responseTree(bundle.manifest.cells).root;
});
if (roots.result !== manifest.responseRoot) throw new Error("The bundle has another response root than the manifest.");
const weightsOf = bundle.manifest.cells.map(({ weight }) => weight);
const score = await timed(() => rowEntries(scoreAll(laneRow(bundle.heldOut, 0), bundle.responses), weightsOf));
if (score.result.length === 0) throw new Error("The query moved no cell.");

const figures: ImportFigures = {
  dtype,
  fileBytes: (await timed(() => import("node:fs/promises").then(({ stat }) => stat(responses)))).result.size,
  ...{ importSeconds: imported.seconds, importPeakBytes, startBytes, bundleBytes: bytes.length },
  ...{ readSeconds: read.seconds, rootsSeconds: roots.seconds, scoreSeconds: score.seconds },
  auditPeakBytes: peakBytes(),
};
console.log(JSON.stringify(figures));

async function timed<T>(work: () => T | Promise<T>): Promise<{ readonly result: T; readonly seconds: number }> {
  const began = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - began) / 1000 };
}

/** Of the whole process so far; the kernel counts in kilobytes. */
function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}
