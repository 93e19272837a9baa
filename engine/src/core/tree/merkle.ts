import { fromHex, type Hex, ZERO_HASH } from "../hash/hex.js";
import { keccak } from "../hash/keccak.js";
import { climbTree, type PaddedTree, paddedTree, type TreeRule, treeProof } from "./padded-tree.js";

export const MERKLE_RULE: TreeRule<Hex> = {
  empty: ZERO_HASH,
  join: (left, right) => keccak(fromHex(`0x${left.slice(2)}${right.slice(2)}`)),
};

export type MerkleTree = PaddedTree<Hex>;

/** The Merkle tree of docs/file-formats.md over n ≥ 1 leaf hashes. */
export function merkleTree(leaves: readonly Hex[]): MerkleTree {
  return paddedTree(MERKLE_RULE, leaves);
}

/** The root; of no leaves, 32 zero bytes, which prove nothing. */
export function merkleRoot(leaves: readonly Hex[]): Hex {
  return leaves.length === 0 ? ZERO_HASH : merkleTree(leaves).root;
}

export function merkleProof(tree: MerkleTree, index: number): Hex[] {
  return treeProof(tree, index);
}

/** Whether `leaf` stands at `index` of the tree of `count` leaves under `root`. */
export function verifyMerkle(claim: {
  readonly root: Hex;
  readonly count: number;
  readonly leaf: Hex;
  readonly index: number;
  readonly proof: readonly Hex[];
}): boolean {
  return climbTree(MERKLE_RULE, claim) === claim.root;
}
