import { type Hex, toHex } from "../hash/hex.js";
import { MERKLE_RULE } from "../tree/merkle.js";
import { emptySubtrees, treeDepth } from "../tree/padded-tree.js";

/** Bytes of a node. */
export const NODE_BYTES = 32;

/**
 * Hashes the tree over a text's chunks, at least one: all nodes, level after level from the leaves up, padding left out, the root last.
 * They may stand in a memory that the next call overwrites.
 */
export type TreeHasher = (chunks: readonly Uint8Array[]) => Uint8Array;

/** How many nodes below its root the tree of so many chunks has, padding left out. */
export function nodeCount(chunkCount: number): number {
  return levelStarts(chunkCount).at(-1)!;
}

/**
 * The Merkle proof of chunk `index` of `chunkCount`, from stored nodes.
 * @param readNode the node at that place of what {@link TreeHasher} gives.
 */
export function proofFromNodes(
  { index, chunkCount }: { readonly index: number; readonly chunkCount: number },
  readNode: (place: number) => Uint8Array,
): Hex[] {
  const starts = levelStarts(chunkCount);
  return Array.from({ length: starts.length - 1 }, (_, height) => {
    const place = starts[height]! + (Math.floor(index / 2 ** height) ^ 1);
    // Padding is hashed only where a proof needs it: few do, those of a contribution's last chunks.
    return place < starts[height + 1]! ? toHex(readNode(place)) : emptySubtrees(MERKLE_RULE, height)[height]!;
  });
}

/** Where each level below the root begins, and, last, where they end. */
function levelStarts(chunkCount: number): number[] {
  const starts = [0];
  for (let height = 0; height < treeDepth(chunkCount); height++) {
    starts.push(starts[height]! + Math.ceil(chunkCount / 2 ** height));
  }
  return starts;
}
