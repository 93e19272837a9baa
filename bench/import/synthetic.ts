import { open } from "node:fs/promises";

import { dataHash } from "../../engine/src/core/bundle/pieces.js";
import { floatsToBytes } from "../../engine/src/core/float-bytes.js";
import { fromHex, type Hex } from "../../engine/src/core/hash/hex.js";
import { keccakText } from "../../engine/src/core/hash/keccak.js";
import { cellsRoot } from "../../engine/src/core/import/cells-file.js";
import { plainHash } from "../../engine/src/core/import/plain-hash.js";
import { QUERIES_FORMAT, RESPONSES_FORMAT } from "../../engine/src/core/import/vector-file.js";
import type { VectorDtype } from "../../engine/src/core/import/row-reader.js";
import { encodeDirectory, type TensorShape } from "../../engine/src/core/safetensors-header.js";
import { encodeSafetensors, type Tensor } from "../../engine/src/core/safetensors.js";
import type { TrainingSet } from "../../engine/src/core/text/build-training-set.js";
import type { FrozenData } from "../../engine/src/io/import/import-model.js";

/** A model of no text: as many cells as wanted, with vectors of noise, in the files that an import reads. */
export type Synthetic = { readonly frozen: FrozenData; readonly weights: Uint8Array; readonly metadata: Metadata };

type Metadata = Readonly<Record<string, string>>;

/** Cells of one contribution. */
const CELLS_EACH = 100;
const CELL_BYTES = 512;
const ROWS_AT_ONCE = 1_000;

/** Frozen data of so many cells, one version, and weights that belong to nothing. */
export function syntheticModel(cellCount: number): Synthetic {
  const cells = Array.from({ length: cellCount }, (_, i) => {
    const contribution = Math.floor(i / CELLS_EACH);
    const bytes = new TextEncoder().encode(`cell ${String(i)}`);
    return { contribution, chunks: [[BigInt(contribution + 1), i % CELLS_EACH] as const], bytes };
  });
  const contributions = Array.from({ length: Math.ceil(cellCount / CELLS_EACH) }, (_, i) => ({
    ...{ contributionId: BigInt(i + 1), datanetId: 1n },
    cellCount: Math.min(CELLS_EACH, cellCount - i * CELLS_EACH),
  }));
  const texts = [new TextEncoder().encode("held out")];
  const trainingSet: TrainingSet = {
    ...{ contributions, cells },
    heldOut: [{ datanetId: 1n, chunks: [[1n, CELLS_EACH]], texts }],
  };
  const weights = encodeSafetensors({ tensors: new Map(), metadata: { note: "weights of nothing" } });
  const metadata = {
    ...{ method: "noise", damping: "0", trainer: "bench/import", versions: "1:1", cellBytes: String(CELL_BYTES) },
    cellsRoot: cellsRoot(trainingSet),
    codeSha256: plainHash(new TextEncoder().encode("no code")),
    weightsSha256: plainHash(weights),
  };
  const versions = [{ datanetId: 1n, version: 1, root: keccakText("version 1:1") }];
  return { frozen: { trainingSet, versions, seed: dataHash(weights) }, weights, metadata };
}

/** Writes the responses block by block: the file is larger than what a test should hold. */
export async function writeResponses(
  file: string,
  { metadata }: Synthetic,
  shape: { readonly rows: number; readonly lanes: number; readonly dtype: VectorDtype },
): Promise<void> {
  const { rows, lanes, dtype } = shape;
  const tensors = new Map<string, TensorShape>([["responses", { dtype, shape: [rows, lanes] }]]);
  if (dtype !== "F32") tensors.set("response_scale", { dtype: "F32", shape: [1] });
  const { bytes, names } = encodeDirectory(tensors, { format: RESPONSES_FORMAT, ...metadata });
  const random = noise(rows);
  const handle = await open(file, "w");
  try {
    await handle.write(bytes);
    for (const name of names) {
      if (name === "response_scale") await handle.write(floatsToBytes(Float32Array.of(2 ** -10)));
      else {
        for (let done = 0; done < rows; done += ROWS_AT_ONCE) {
          await handle.write(noiseBytes(random, dtype, Math.min(ROWS_AT_ONCE, rows - done) * lanes));
        }
      }
    }
  } finally {
    await handle.close();
  }
}

/** A file with the query of the held-out text. */
export function queriesOf({ frozen, metadata }: Synthetic, lanes: number): Uint8Array {
  const subjects = frozen.versions.map(({ root }) => root);
  return queriesBytes(subjects, lanes, metadata["weightsSha256"]!);
}

/** F32 queries of noise, one a subject. */
export function queriesBytes(subjects: readonly Hex[], lanes: number, weightsSha256: string): Uint8Array {
  const random = noise(subjects.length);
  const rows = subjects.length;
  const tensors = new Map<string, Tensor>([
    ["queries", { dtype: "F32", shape: [rows, lanes], data: noiseBytes(random, "F32", rows * lanes) }],
    ["subjects", { dtype: "U8", shape: [rows, 32], data: Buffer.concat(subjects.map(fromHex)) }],
  ]);
  return encodeSafetensors({ tensors, metadata: { format: QUERIES_FORMAT, weightsSha256 } });
}

/** Whole numbers in -1,000 … 1,000: a linear congruential generator is noise enough, and the same everywhere. */
function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return ((state >>> 8) % 2_001) - 1_000;
  };
}

function noiseBytes(random: () => number, dtype: VectorDtype, count: number): Uint8Array {
  if (dtype === "F32") return floatsToBytes(Float32Array.from({ length: count }, () => random() / 4_096));
  if (dtype === "I8") return new Uint8Array(Int8Array.from({ length: count }, () => random() % 128).buffer);
  const bytes = new Uint8Array(count * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < count; i++) view.setInt16(2 * i, random(), true);
  return bytes;
}
