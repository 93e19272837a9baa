import { chunkOf } from "../bundle/pieces.js";
import type { Hex } from "../hash/hex.js";
import { CHUNK } from "../hash/schemas.js";
import { structHash } from "../hash/struct-hash.js";
import { toBase64 } from "../json/base64.js";
import { toJsonBytes } from "../json/json-bytes.js";
import type { TrainingSet } from "../text/build-training-set.js";
import { merkleRoot } from "../tree/merkle.js";

const FORMAT = "openledger-cells-v1";

/** A frozen version: `root` of its Datanet's log names the query of its held-out text. */
export type FrozenVersion = { readonly datanetId: bigint; readonly version: number; readonly root: Hex };

/** Names a training set to whoever computes vectors for it: Merkle root over the Chunk leaves of its cells, in their order. */
export function cellsRoot({ cells }: Pick<TrainingSet, "cells">): Hex {
  return merkleRoot(cells.map(({ bytes }) => structHash(CHUNK, chunkOf(bytes))));
}

/** `cells.json`: what a trainer elsewhere needs of the frozen data, and copies into its files. */
export function encodeCellsFile(
  trainingSet: TrainingSet,
  options: { readonly versions: readonly FrozenVersion[]; readonly seed: Hex; readonly cellBytes: number },
): Uint8Array {
  const { versions, seed, cellBytes } = options;
  const { cells, contributions, heldOut } = trainingSet;
  return toJsonBytes({
    format: FORMAT,
    cellsRoot: cellsRoot(trainingSet),
    cellBytes,
    seed,
    versions: versions.map(({ datanetId, version, root }) => ({
      datanetId,
      version,
      root,
      heldOut: heldOut.find((each) => each.datanetId === datanetId)!.texts.map(toBase64),
    })),
    cells: cells.map(({ contribution, bytes }) => ({
      contributionId: contributions[contribution]!.contributionId,
      text: toBase64(bytes),
    })),
  });
}
