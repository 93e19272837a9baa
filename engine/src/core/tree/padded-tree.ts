import { BaseError } from "../errors.js";

/** How two nodes become one, and what stands where a leaf is missing. */
export type TreeRule<Node> = { readonly empty: Node; readonly join: (left: Node, right: Node) => Node };

/** A binary tree over n ≥ 1 leaves, padded to 2^depth. `levels[0]` are the leaves; padding is not stored. */
export type PaddedTree<Node> = {
  readonly count: number;
  readonly levels: readonly (readonly Node[])[];
  readonly root: Node;
  /** `empties[k]`: root of a subtree of height k that is all padding. */
  readonly empties: readonly Node[];
};

/** Builds the tree; throws {@link EmptyTreeError} for no leaves. Time and space O(n). */
export function paddedTree<Node>(rule: TreeRule<Node>, leaves: readonly Node[]): PaddedTree<Node> {
  if (leaves.length === 0) throw new EmptyTreeError();
  const depth = treeDepth(leaves.length);
  const empties = emptySubtrees(rule, depth);
  const levels: Node[][] = [[...leaves]];

  for (let height = 0; height < depth; height++) {
    const below = levels[height]!;
    const level: Node[] = [];
    for (let i = 0; i < below.length; i += 2) level.push(rule.join(below[i]!, below[i + 1] ?? empties[height]!));
    levels.push(level);
  }
  return { count: leaves.length, levels, root: levels[depth]![0]!, empties };
}

/** The `depth` siblings of a leaf, from the leaf up. Throws {@link LeafIndexError}. */
export function treeProof<Node>(tree: PaddedTree<Node>, index: number): Node[] {
  if (!Number.isInteger(index) || index < 0 || index >= tree.count) throw new LeafIndexError(index, tree.count);
  return siblings(tree, index);
}

/** The same of a place after the leaves, where padding stands. Throws {@link LeafIndexError}. */
export function paddingProof<Node>(tree: PaddedTree<Node>, index: number): Node[] {
  const width = 2 ** treeDepth(tree.count);
  if (!Number.isInteger(index) || index < tree.count || index >= width) throw new LeafIndexError(index, width);
  return siblings(tree, index);
}

function siblings<Node>(tree: PaddedTree<Node>, index: number): Node[] {
  return tree.levels
    .slice(0, -1)
    .map((level, height) => level[Math.floor(index / 2 ** height) ^ 1] ?? tree.empties[height]!);
}

/** Height of the siblings under which leaves `index - 1` and `index` part: the lowest bit that is set in `index` > 0. */
export function meetingHeight(index: number): number {
  let height = 0;
  while (Math.floor(index / 2 ** height) % 2 === 0) height++;
  return height;
}

/** The root a proof leads to, or undefined when its length or index cannot belong to a tree of `count` leaves. */
export function climbTree<Node>(
  rule: TreeRule<Node>,
  claim: { readonly leaf: Node; readonly index: number; readonly count: number; readonly proof: readonly Node[] },
): Node | undefined {
  const { leaf, index, count, proof } = claim;
  if (!Number.isInteger(index) || index < 0 || index >= count || proof.length !== treeDepth(count)) return undefined;
  return proof.reduce(
    (node, sibling, height) =>
      Math.floor(index / 2 ** height) % 2 === 0 ? rule.join(node, sibling) : rule.join(sibling, node),
    leaf,
  );
}

/** `ceil(log2 count)`, in integers. */
export function treeDepth(count: number): number {
  let depth = 0;
  while (2 ** depth < count) depth++;
  return depth;
}

/** Roots of all-padding subtrees of heights 0 … depth. */
export function emptySubtrees<Node>(rule: TreeRule<Node>, depth: number): Node[] {
  const empties = [rule.empty];
  for (let height = 0; height < depth; height++) empties.push(rule.join(empties[height]!, empties[height]!));
  return empties;
}

export class EmptyTreeError extends BaseError {
  readonly code = "EMPTY_TREE";

  constructor() {
    super("Expected at least one leaf, got none. A tree of nothing has no proofs; handle the empty case before.");
  }
}

export class LeafIndexError extends BaseError {
  readonly code = "LEAF_INDEX";

  constructor(index: number, count: number) {
    super(`Expected a leaf index in 0 … ${count - 1}, got ${index}. Ask for a leaf that the tree has.`);
  }
}
