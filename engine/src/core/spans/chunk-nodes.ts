import { fromHex, type Hex, toHex } from "../hash/hex.js";
import { MERKLE_RULE, type MerkleTree } from "../tree/merkle.js";
import { emptySubtrees, treeDepth } from "../tree/padded-tree.js";

/** Bytes of a node. */
export const NODE_BYTES = 32;

/** All nodes below the root of a contribution's tree, level after level from the leaves up, padding left out. */
export function chunkNodes({ levels }: MerkleTree): Uint8Array<ArrayBuffer> {
  const nodes = levels.slice(0, -1).flat();
  const bytes = new Uint8Array(nodes.length * NODE_BYTES);
  for (const [place, node] of nodes.entries()) bytes.set(fromHex(node), place * NODE_BYTES);
  return bytes;
}

/** How many nodes {@link chunkNodes} gives for so many chunks. */
export function nodeCount(chunkCount: number): number {
  return levelStarts(chunkCount).at(-1)!;
}

/**
 * The Merkle proof of chunk `index` of `chunkCount`, from stored nodes.
 * @param readNode the node at that place of {@link chunkNodes}.
 */
export function proofFromNodes(
  { index, chunkCount }: { readonly index: number; readonly chunkCount: number },
  readNode: (place: number) => Uint8Array,
): Hex[] {
  const starts = levelStarts(chunkCount);
  const empties = emptySubtrees(MERKLE_RULE, treeDepth(chunkCount));
  return Array.from({ length: starts.length - 1 }, (_, height) => {
    const place = starts[height]! + (Math.floor(index / 2 ** height) ^ 1);
    return place < starts[height + 1]! ? toHex(readNode(place)) : empties[height]!;
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
