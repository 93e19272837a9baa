import { toHex } from "../../engine/src/core/hash/hex.js";
import { merkleTree } from "../../engine/src/core/tree/merkle.js";
import { type Spent, stopwatch } from "../page/stopwatch.js";
import { benchStream, randomLanes } from "./bucket.js";

export type TreeFigures = { readonly leaves: number; readonly spent: Spent };

const LEAVES = 1_000_000;
const HASH_BYTES = 32;

/** A Merkle tree over a million leaf hashes, all of its nodes kept. */
export function measureTree(): TreeFigures {
  const bytes = new Uint8Array(randomLanes(benchStream("leaves"), LEAVES * HASH_BYTES).buffer);
  const leaves = Array.from({ length: LEAVES }, (_, i) => toHex(bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)));
  const read = stopwatch();
  merkleTree(leaves);
  return { leaves: LEAVES, spent: read() };
}
