import type { Hex } from "../../engine/src/core/hash/hex.js";
import { MERKLE_RULE } from "../../engine/src/core/tree/merkle.js";
import { climbTree } from "../../engine/src/core/tree/padded-tree.js";
import { hashOf } from "../../test/helpers/hashes.js";

/** A leaf of a full tree of 2^depth leaves of which only its own path exists: proofs cost the same as in a real one. */
export type DeepLeaf = {
  readonly root: Hex;
  readonly count: number;
  readonly index: number;
  readonly proof: readonly Hex[];
};

export function deepLeaf(leaf: Hex, depth: number, index = 2 ** depth - 2): DeepLeaf {
  const count = 2 ** depth;
  const proof = Array.from({ length: depth }, (_, height) => hashOf(`sibling ${height}`));
  return { root: climbTree(MERKLE_RULE, { leaf, index, count, proof })!, count, index, proof };
}
