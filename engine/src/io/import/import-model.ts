import { encodeModelBundleHead } from "../../core/bundle/model-bundle.js";
import type { FrozenVersion } from "../../core/import/cells-file.js";
import { requireCells, requireWeights } from "../../core/import/checks.js";
import { ImportError } from "../../core/import/import-error.js";
import { importedRecipe } from "../../core/import/imported-recipe.js";
import { laneCountOf, parseLaneChoice } from "../../core/import/lane-choice.js";
import { responsesFile, type ResponsesMetadata } from "../../core/import/vector-file.js";
import type { Hex } from "../../core/hash/hex.js";
import { keccakText } from "../../core/hash/keccak.js";
import type { Cell, Entry } from "../../core/hash/structs.js";
import { cellMaker, modelTables, versionsOf } from "../../core/ledger/build-model.js";
import { stackLanes } from "../../core/ledger/lanes.js";
import { type Manifest, manifestOf } from "../../core/pipeline/manifest.js";
import { scaleBits } from "../../core/quantize/quantize.js";
import type { TrainingSet } from "../../core/text/build-training-set.js";
import { laneBytes } from "../../core/tree/vector-root.js";
import type { ContentStore, StoredContent } from "../store/content-store.js";
import { readQueries } from "./read-queries.js";
import { TensorReader } from "./tensor-reader.js";
import { commonScale, rowsOnScale, type VectorSource } from "./vector-rows.js";

/** What the vectors must be of: the cells of frozen versions, by datanetId, ascending. */
export type FrozenData = {
  readonly trainingSet: TrainingSet;
  readonly versions: readonly FrozenVersion[];
  readonly seed: Hex;
};

export type ImportedModel = {
  readonly manifest: Manifest;
  readonly defaults: readonly Entry[];
  readonly stored: StoredContent;
};

export type ImportOptions = {
  /** `responses.safetensors`; any size. */
  readonly responses: string;
  /** `queries.safetensors` with the query of each version's held-out text. */
  readonly queries: string;
  /** The model's own weights, a safetensors file: published in the bundle. */
  readonly weights: Uint8Array;
  /** See {@link parseLaneChoice}. */
  readonly lanes: string;
  readonly width: string;
  /** Reads the frozen data that the responses say they are of. */
  readonly frozen: (claimed: ResponsesMetadata) => Promise<FrozenData>;
};

/** No bundle is longer: a watcher reads no more (web-store.ts). */
const MAX_BUNDLE_BYTES = 2 ** 30;

/** Bytes of responses that are written at once; a longer row is written whole. */
const WRITTEN_AT_ONCE = 2 ** 20;

/** `Manifest.baseHash` of a model that was trained from nothing. */
const NO_BASE = keccakText("openledger-no-base-v1");

/**
 * Takes over a model that was trained elsewhere: checks its files against each other and against the frozen data, quantises what is not
 * int8 yet, and publishes the bundle. The responses are read three times (scale, cells, bundle) and never held; memory grows with the
 * number of cells alone, by their tables. Throws {@link ImportError}, SafetensorsError, NoDefaultListError, and what reading frozen data throws.
 */
export async function importModel(store: ContentStore, options: ImportOptions): Promise<ImportedModel> {
  const reader = await TensorReader.open(options.responses);
  try {
    return await importFrom(reader, store, options);
  } finally {
    await reader.close();
  }
}

async function importFrom(reader: TensorReader, store: ContentStore, options: ImportOptions): Promise<ImportedModel> {
  const file = responsesFile(reader.directory);
  const { vectors, metadata } = file;
  const lanes = parseLaneChoice(options.lanes, vectors.lanes);
  const laneCount = laneCountOf(lanes);
  const recipe = importedRecipe({
    ...{ method: metadata.method, damping: metadata.damping, trainer: metadata.trainer },
    ...{ cellBytes: metadata.cellBytes, cellsRoot: metadata.cellsRoot, weightsSha256: metadata.weightsSha256 },
    ...{ width: options.width, lanes, source: vectors.dtype, responsesSha256: await reader.sha256() },
  });
  requireWeights(options.weights, file);
  const { trainingSet, versions, seed } = await options.frozen(metadata);
  requireCells(file, trainingSet);

  const queries = await readQueries(options.queries, recipe);
  const heldOutQueries = versions.map(({ root }) => queries.vectorOf(root));
  const heldOut = stackLanes(
    heldOutQueries.map((query) => query.lanes),
    laneCount,
  );
  const source = { reader, vectors, choice: lanes };
  const scale = await commonScale(source);
  const weighing = { ...trainingSet, datanetIds: versions.map(({ datanetId }) => datanetId), heldOut };
  const cells = await cellsOf(source, { scale, cellOf: cellMaker(weighing) });
  const roots = versionsOf(weighing);
  const bundle = {
    adapter: options.weights,
    manifest: {
      ...modelTables(trainingSet.contributions, cells),
      cells: cells.map((cell, i) => ({ ...cell, chunks: trainingSet.cells[i]!.chunks })),
      versions: versions.map(({ datanetId, version }, i) => ({
        ...{ datanetId, version, heldOutRoot: roots[i]!.heldOutRoot },
        heldOut: trainingSet.heldOut.find((each) => each.datanetId === datanetId)!.chunks,
      })),
      recipe,
      responseScaleBits: scaleBits(scale),
    },
    responses: { rows: vectors.rows, lanes: laneCount },
    heldOut,
    heldOutScales: Float32Array.from(heldOutQueries, (query) => query.scale),
  };
  const stored = await store.writeBundleParts(bundleParts(encodeModelBundleHead(bundle), { source, scale }));
  const manifest = manifestOf(bundle, {
    baseHash: metadata.baseSha256 === "" ? NO_BASE : `0x${metadata.baseSha256}`,
    parents: [],
    seed,
    engineHash: `0x${metadata.codeSha256}`,
    dataHash: stored.hash,
  });
  return { manifest, defaults: bundle.manifest.defaults, stored };
}

async function cellsOf(
  source: VectorSource,
  { scale, cellOf }: { readonly scale: number; readonly cellOf: (cell: number, response: Int8Array) => Cell },
): Promise<Cell[]> {
  const cells: Cell[] = [];
  for await (const { row, lanes } of rowsOnScale(source, scale)) cells.push(cellOf(row, lanes));
  return cells;
}

/** The bundle in order. Checks at the end that the file is still the one whose roots stand in its head. */
async function* bundleParts(
  head: Uint8Array,
  { source, scale }: { readonly source: VectorSource; readonly scale: number },
): AsyncGenerator<Uint8Array> {
  const { vectors, choice, reader } = source;
  const laneCount = laneCountOf(choice);
  const bytes = head.length + vectors.rows * laneCount;
  if (bytes > MAX_BUNDLE_BYTES) {
    throw new ImportError("SIZE", {
      expected: `a bundle of at most ${String(MAX_BUNDLE_BYTES)} bytes`,
      given: String(bytes),
      todo: "Choose fewer lanes (--lanes), or larger cells.",
    });
  }
  yield head;
  const block = new Uint8Array(Math.max(1, Math.floor(WRITTEN_AT_ONCE / laneCount)) * laneCount);
  let filled = 0;
  for await (const { lanes } of rowsOnScale(source, scale)) {
    block.set(laneBytes(lanes), filled);
    filled += lanes.length;
    if (filled < block.length) continue;
    yield block;
    filled = 0;
  }
  yield block.subarray(0, filled);
  await reader.requireUnchanged();
}
