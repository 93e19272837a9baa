import { type Hex, ZERO_HASH } from "../hash/hex.js";
import { MERKLE_RULE } from "./merkle.js";
import { emptySubtrees, treeDepth } from "./padded-tree.js";

/** A Merkle tree that only grows, kept as its frontier: `frontier[k]` is the last full left subtree of height k. */
export type MerkleLog = { readonly length: number; readonly frontier: readonly Hex[] };

export const EMPTY_LOG: MerkleLog = { length: 0, frontier: [] };

/** Appends a leaf: like carrying one in binary. O(log n). */
export function appendToLog(log: MerkleLog, leaf: Hex): MerkleLog {
  const frontier = [...log.frontier];
  let node = leaf;
  let height = 0;
  for (; bit(log.length, height) === 1; height++) node = MERKLE_RULE.join(frontier[height]!, node);
  frontier[height] = node;
  return { length: log.length + 1, frontier };
}

/** The root over all leaves so far: equal to `merkleRoot(leaves)`. O(log n). */
export function logRoot(log: MerkleLog): Hex {
  if (log.length === 0) return ZERO_HASH;
  const depth = treeDepth(log.length);
  if (log.length === 2 ** depth) return log.frontier[depth]!;

  const empties = emptySubtrees(MERKLE_RULE, depth);
  let node = empties[0]!; // the first padding leaf, then the subtree it ends
  for (let height = 0; height < depth; height++) {
    node =
      bit(log.length, height) === 1
        ? MERKLE_RULE.join(log.frontier[height]!, node)
        : MERKLE_RULE.join(node, empties[height]!);
  }
  return node;
}

function bit(value: number, place: number): number {
  return Math.floor(value / 2 ** place) % 2;
}
