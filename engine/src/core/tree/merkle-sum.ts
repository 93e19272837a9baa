import { BaseError } from "../errors.js";
import { type Hex, ZERO_HASH } from "../hash/hex.js";
import { hashWords } from "../hash/words.js";
import { climbTree, emptySubtrees, type PaddedTree, paddedTree, type TreeRule, treeProof } from "./padded-tree.js";

/** A node of a Merkle-sum tree: a hash and the amount below it, token base units in uint128. */
export type SumNode = { readonly hash: Hex; readonly sum: bigint };

/** The most a node can hold: uint128. */
export const MAX_SUM = (1n << 128n) - 1n;

const SUM_RULE: TreeRule<SumNode> = {
  empty: { hash: ZERO_HASH, sum: 0n },
  join: (left, right) => {
    const sum = left.sum + right.sum;
    if (sum > MAX_SUM) throw new SumOverflowError(sum);
    return { hash: hashWords([left.hash, left.sum, right.hash, right.sum]), sum };
  },
};

/** How those add who do not look for an overflow. */
const WRAPPING_RULE: TreeRule<SumNode> = {
  empty: SUM_RULE.empty,
  join: (left, right) => ({
    hash: hashWords([left.hash, left.sum, right.hash, right.sum]),
    sum: (left.sum + right.sum) & MAX_SUM,
  }),
};

export type SumTree = PaddedTree<SumNode>;

/** The Merkle-sum tree over n ≥ 1 leaves. Throws {@link SumOverflowError} beyond uint128. */
export function sumTree(leaves: readonly SumNode[]): SumTree {
  return paddedTree(SUM_RULE, leaves);
}

/** The same tree, but for sums beyond uint128, which wrap round: of what others publish, to show where it is wrong. */
export function wrappingSumTree(leaves: readonly SumNode[]): SumTree {
  return paddedTree(WRAPPING_RULE, leaves);
}

/** Roots of all-padding subtrees of heights 0 … depth. */
export function sumEmpties(depth: number): SumNode[] {
  return emptySubtrees(SUM_RULE, depth);
}

/** The root; of no leaves, `(0, 0)`. */
export function sumRoot(leaves: readonly SumNode[]): SumNode {
  return leaves.length === 0 ? SUM_RULE.empty : sumTree(leaves).root;
}

export function sumProof(tree: SumTree, index: number): SumNode[] {
  return treeProof(tree, index);
}

/** Whether `leaf` stands at `index` of the tree of `count` leaves under `root`, hash and sum. Throws {@link SumOverflowError}. */
export function verifySum(claim: {
  readonly root: SumNode;
  readonly count: number;
  readonly leaf: SumNode;
  readonly index: number;
  readonly proof: readonly SumNode[];
}): boolean {
  const reached = climbTree(SUM_RULE, claim);
  return reached?.hash === claim.root.hash && reached.sum === claim.root.sum;
}

export class SumOverflowError extends BaseError {
  readonly code = "SUM_OVERFLOW";

  constructor(sum: bigint) {
    super(
      `Expected amounts that sum to less than 2^128, got ${sum}. No token has that many base units: check the leaves.`,
    );
  }
}
