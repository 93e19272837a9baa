import { fromJsonBytes, toJsonBytes } from "../json/json-bytes.js";
import { hash, list, literal, record } from "../json/parsers.js";
import type { Hex } from "../hash/hex.js";
import { merkleTree } from "../tree/merkle.js";
import type { Trajectory } from "./trajectory.js";

const FORMAT = "openledger-trajectory-v1";

/** A re-run as it is published, so that anybody can name the step at which it parts from another. */
export function encodeTrajectoryJson({ tree, result }: Trajectory): Uint8Array {
  return toJsonBytes({ format: FORMAT, leaves: tree.levels[0]!.slice(0, tree.count), result });
}

/** Reads a published re-run; whether it is the one that was committed, its root tells. Throws MalformedDataError. */
export function decodeTrajectoryJson(bytes: Uint8Array): Trajectory {
  const { leaves, result } = parser(fromJsonBytes(bytes, "trajectory"), "trajectory");
  return { tree: merkleTree(leaves), steps: leaves.length - 1, result };
}

const parser = record<{ readonly format: string; readonly leaves: readonly Hex[]; readonly result: Hex }>({
  format: literal(FORMAT),
  leaves: list(hash, 2),
  result: hash,
});
