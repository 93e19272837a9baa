import type { Hex } from "../../engine/src/core/hash/hex.js";
import type { Earning } from "../../engine/src/core/hash/structs.js";
import { type BatchContent, rowTree } from "../../engine/src/core/ledger/compute-batch.js";
import { earningsTree } from "../../engine/src/core/ledger/earnings.js";
import { statementLeaves } from "../../engine/src/core/ledger/statements.js";
import { sumEmpties, type SumNode, wrappingSumTree } from "../../engine/src/core/tree/merkle-sum.js";
import { MERKLE_RULE } from "../../engine/src/core/tree/merkle.js";
import { emptySubtrees } from "../../engine/src/core/tree/padded-tree.js";

// Trees with one wrong node and everything above it as if it were right, padding written out.

type Levels<Node extends object | string> = readonly (readonly Node[])[];
type Change<Node extends object | string> = {
  readonly height: number;
  readonly index: number;
  readonly change: (node: Node) => Node;
};

/** The levels of a statement's tree with one node changed. */
export function forgedStatement(content: BatchContent, contribution: number, forged: Change<SumNode>): Levels<SumNode> {
  const { levels } = wrappingSumTree(statementLeaves(content.credits[contribution]!));
  const join = (left: SumNode, right: SumNode) => wrappingSumTree([left, right]).root;
  return forge({ levels, empties: sumEmpties(levels.length), join }, forged);
}

/** The content with the earning that such a tree leads to, and the same credits. */
export function withSumRoot(content: BatchContent, contribution: number, { hash, sum }: SumNode): BatchContent {
  const earnings = content.earnings.map((each, i): Earning => {
    if (i !== contribution) return each;
    return { ...each, cumulative: each.cumulative - each.sum + sum, statementRoot: hash, sum };
  });
  return { ...content, earnings };
}

/** The levels of the earnings tree with one node changed. */
export function forgedEarnings({ earnings }: BatchContent, forged: Change<Hex>): Levels<Hex> {
  const { levels } = earningsTree(earnings);
  return forge({ levels, empties: emptySubtrees(MERKLE_RULE, levels.length), join: MERKLE_RULE.join }, forged);
}

/** The levels of the row tree with one node changed. */
export function forgedRows({ rows }: BatchContent, forged: Change<Hex>): Levels<Hex> {
  const { levels } = rowTree(rows);
  return forge({ levels, empties: emptySubtrees(MERKLE_RULE, levels.length), join: MERKLE_RULE.join }, forged);
}

function forge<Node extends object | string>(
  tree: { levels: Levels<Node>; empties: readonly Node[]; join: (left: Node, right: Node) => Node },
  { height, index, change }: Change<Node>,
): Node[][] {
  const depth = tree.levels.length - 1;
  const forged = tree.levels.map((level, h) => {
    return Array.from({ length: 2 ** (depth - h) }, (_, i) => level[i] ?? tree.empties[h]!);
  });
  forged[height]![index] = change(forged[height]![index]!);
  for (let h = height + 1, i = index >> 1; h <= depth; h++, i >>= 1) {
    forged[h]![i] = tree.join(forged[h - 1]![2 * i]!, forged[h - 1]![2 * i + 1]!);
  }
  return forged;
}
