import type { TrainingSet } from "../text/build-training-set.js";
import { decodeSafetensors } from "../safetensors.js";
import { cellsRoot } from "./cells-file.js";
import { ImportError } from "./import-error.js";
import { plainHash } from "./plain-hash.js";
import type { ResponsesFile } from "./vector-file.js";

/** Throws {@link ImportError} HASH unless these are the weights that the responses were computed for, SafetensorsError where they are none. */
export function requireWeights(weights: Uint8Array, { metadata }: ResponsesFile): void {
  decodeSafetensors(weights);
  const given = plainHash(weights);
  if (given === metadata.weightsSha256) return;
  throw new ImportError("HASH", {
    expected: `the weights that the responses were computed for, of SHA-256 ${metadata.weightsSha256}`,
    given,
    todo: "Give the file that their trainer wrote.",
  });
}

/** Throws {@link ImportError} CELLS unless the responses are of these cells, in their order. */
export function requireCells({ vectors, metadata }: ResponsesFile, trainingSet: TrainingSet): void {
  const { cells } = trainingSet;
  if (vectors.rows !== cells.length) {
    throw new ImportError("CELLS", {
      expected: `${cells.length} responses, one a cell of the frozen versions`,
      given: `${vectors.rows}`,
      todo: "Compute them for the cells that `npx hardhat model cells` writes, in their order.",
    });
  }
  const root = cellsRoot(trainingSet);
  if (root === metadata.cellsRoot) return;
  throw new ImportError("CELLS", {
    expected: `responses to the cells ${root}`,
    given: metadata.cellsRoot.slice(0, 80),
    todo: "They are of other data or another order: compute them for what `npx hardhat model cells` writes.",
  });
}
