import { type Hex, ZERO_HASH } from "../hash/hex.js";
import { encodeWords } from "../hash/words.js";
import { MERKLE_RULE } from "../tree/merkle.js";
import { emptySubtrees, treeDepth } from "../tree/padded-tree.js";

/** What nodes of a tree are known to be the hashes of. */
export type Preimages = ReadonlyMap<Hex, Hex>;

/** A tree as it was signed: its root, how many leaves it has to have, and of how many bytes each of them is the hash. */
export type SignedTree = { readonly root: Hex; readonly count: number; readonly leafBytes: number };

/** A node, its place, its proof, and what it is the hash of where that is known. */
export type WrongNode = {
  readonly node: Hex;
  readonly height: number;
  readonly index: number;
  readonly proof: readonly Hex[];
  readonly preimage: Hex;
};

type Place = Pick<WrongNode, "height" | "index" | "proof">;

const PAIR_BYTES = 64;
const MAX_DEPTH = 32;

/**
 * The topmost node that no tree over so many leaves has, as far as its nodes are known: what is right beyond them is padding, a leaf is
 * the hash of so many bytes, any other node that of a pair.
 */
export function findWrongNode({ root, count, leafBytes }: SignedTree, preimages: Preimages): WrongNode | undefined {
  const depth = treeDepth(count);
  const empties = emptySubtrees(MERKLE_RULE, depth);

  const visit = (node: Hex, { height, index, proof }: Place): WrongNode | undefined => {
    const preimage = preimages.get(node);
    const bytes = preimage && preimage.length / 2 - 1;
    const isBeyond = index * 2 ** height >= count;
    const isMisfit = bytes !== undefined && bytes !== (height === 0 ? leafBytes : PAIR_BYTES);
    if (isBeyond ? node !== empties[height] : node === ZERO_HASH || isMisfit) {
      return { node, height, index, proof, preimage: preimage ?? "0x" };
    }
    if (isBeyond || height === 0 || !preimage) return undefined;

    const [left, right]: [Hex, Hex] = [`0x${preimage.slice(2, 66)}`, `0x${preimage.slice(66)}`];
    const below = { height: height - 1, index: 2 * index };
    return (
      visit(left, { ...below, proof: [right, ...proof] }) ??
      visit(right, { ...below, index: below.index + 1, proof: [left, ...proof] })
    );
  };
  return visit(root, { height: depth, index: 0, proof: [] });
}

/**
 * Of a tree whose nodes are known as they were signed; see {@link treePreimages}.
 * @param levels from the leaves up, each from the left; what is left out is padding.
 */
export function pairPreimages(levels: readonly (readonly Hex[])[]): Preimages {
  const empties = emptySubtrees(MERKLE_RULE, MAX_DEPTH);
  const preimages = new Map<Hex, Hex>();
  for (const [height, empty] of empties.slice(0, -1).entries()) {
    preimages.set(empties[height + 1]!, encodeWords([empty, empty]));
  }
  for (const [height, level] of levels.slice(1).entries()) {
    const at = (index: number) => levels[height]![index] ?? empties[height]!;
    for (const [i, node] of level.entries()) preimages.set(node, encodeWords([at(2 * i), at(2 * i + 1)]));
  }
  return preimages;
}
