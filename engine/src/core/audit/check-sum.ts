import { type Hex, ZERO_HASH } from "../hash/hex.js";
import { CREDIT } from "../hash/schemas.js";
import type { Credit } from "../hash/structs.js";
import { encodeWords, type Word } from "../hash/words.js";
import { statementLeaves } from "../ledger/statements.js";
import { MAX_SUM, sumEmpties, type SumNode, wrappingSumTree } from "../tree/merkle-sum.js";
import { treeDepth } from "../tree/padded-tree.js";
import type { PublishedBatch } from "./audit-case.js";
import { earningEvidence } from "./evidence.js";
import { NO_SUM_PREIMAGE, type SumPreimage } from "./evidence-types.js";
import type { SumFault } from "./fault.js";

/** What nodes of statements' trees are known to be the hashes of. */
export type SumPreimages = ReadonlyMap<Hex, SumPreimage>;

type Place = { readonly height: number; readonly index: number; readonly proof: readonly SumNode[] };

/** The deepest tree that a count in uint32 leads to. */
const MAX_DEPTH = 32;

/**
 * The topmost wrong node of a contribution's statement, as far as its nodes are known: right is padding beyond the earning's count,
 * the leaf of a credit below it, and the sum of two children above the leaves.
 * @param preimages from {@link creditPreimages}, {@link treePreimages}, or both together.
 */
export function findSumFault(
  { posted, content }: PublishedBatch,
  contribution: number,
  preimages: SumPreimages,
): SumFault | undefined {
  const { statementRoot, sum, count } = content.earnings[contribution]!;

  const visit = (node: SumNode, { height, index, proof }: Place): SumFault | undefined => {
    const preimage = preimages.get(node.hash);
    const verdict = judge(node, { height, isBeyond: index * 2 ** height >= count, preimage });
    if (verdict === "wrong") {
      const shown = { node, index, proof };
      const args = [posted, earningEvidence(content, contribution), shown, preimage ?? NO_SUM_PREIMAGE] as const;
      return { proof: "sum", contribution, height, node: index, prover: "earningsProver", method: "refuteSum", args };
    }
    if (verdict === "right" || !preimage) return undefined;

    const [left, right] = children(preimage);
    const below = { height: height - 1, index: 2 * index };
    return (
      visit(left, { ...below, proof: [right, ...proof] }) ??
      visit(right, { ...below, index: below.index + 1, proof: [left, ...proof] })
    );
  };
  return visit({ hash: statementRoot, sum }, { height: treeDepth(count), index: 0, proof: [] });
}

/** `right`: with all below it. `unknown`: nobody has shown what the node is the hash of. */
function judge(
  node: SumNode,
  place: { readonly height: number; readonly isBeyond: boolean; readonly preimage: SumPreimage | undefined },
): "wrong" | "right" | "descend" | "unknown" {
  const { height, isBeyond, preimage } = place;
  if (isBeyond) {
    const empty = sumEmpties(height)[height]!;
    return node.hash === empty.hash && node.sum === empty.sum ? "right" : "wrong";
  }
  if (node.hash === ZERO_HASH) return "wrong";
  if (!preimage) return "unknown";

  const isCredit = preimage[0] === CREDIT.typeHash;
  const [second, third, fourth] = preimage.slice(1).map(BigInt) as [bigint, bigint, bigint];
  if (height === 0) {
    const isInRange = second < 2n ** 32n && third < 2n ** 8n;
    return isCredit && isInRange && fourth === node.sum ? "right" : "wrong";
  }
  const isSum = second <= MAX_SUM && fourth <= MAX_SUM && second + fourth === node.sum;
  return !isCredit && isSum ? "descend" : "wrong";
}

function children([leftHash, leftSum, rightHash, rightSum]: SumPreimage): [SumNode, SumNode] {
  return [
    { hash: leftHash, sum: BigInt(leftSum) },
    { hash: rightHash, sum: BigInt(rightSum) },
  ];
}

/** Of the tree that published credits make, sums beyond uint128 wrapping round. */
export function creditPreimages(statement: readonly Credit[]): SumPreimages {
  const leaves = statementLeaves(statement);
  const tree = statement.length > 0 ? treePreimages(wrappingSumTree(leaves).levels) : treePreimages([]);
  const credits = statement.map((credit, i) => {
    return [leaves[i]!.hash, words([CREDIT.typeHash, ...CREDIT.encode(credit)])] as const;
  });
  return new Map([...tree, ...credits]);
}

/**
 * Of a tree whose nodes are known as they were signed: how a watcher that was answered on-chain, with a leaf and its siblings, shows a node
 * that no bundle holds.
 * @param levels from the leaves up, each from the left; what is left out is padding.
 */
export function treePreimages(levels: readonly (readonly SumNode[])[]): SumPreimages {
  const empties = sumEmpties(MAX_DEPTH);
  const preimages = new Map<Hex, SumPreimage>();
  const add = (parent: SumNode, left: SumNode, right: SumNode) =>
    preimages.set(parent.hash, words([left.hash, left.sum, right.hash, right.sum]));

  for (const [height, empty] of empties.slice(0, -1).entries()) add(empties[height + 1]!, empty, empty);
  for (const [height, level] of levels.slice(1).entries()) {
    const below = levels[height]!;
    const at = (index: number) => below[index] ?? empties[height]!;
    for (const [i, node] of level.entries()) add(node, at(2 * i), at(2 * i + 1));
  }
  return preimages;
}

function words(four: readonly Word[]): SumPreimage {
  return four.map((word) => encodeWords([word])) as unknown as SumPreimage; // four in, four out
}
