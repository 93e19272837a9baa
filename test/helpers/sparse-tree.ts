import type { Hex } from "../../engine/src/core/hash/hex.js";
import { hashWords } from "../../engine/src/core/hash/words.js";
import type { SumNode } from "../../engine/src/core/tree/merkle-sum.js";
import { MERKLE_RULE } from "../../engine/src/core/tree/merkle.js";
import { meetingHeight } from "../../engine/src/core/tree/padded-tree.js";
import { seeded } from "../vectors/seeded.js";

// Trees too large to build, of which only one or two leaves are known: what stands beside their paths is made up.

type Rule<Node> = { readonly join: (left: Node, right: Node) => Node; readonly random: () => Node };
type Place = { readonly index: number; readonly depth: number };
type Path<Node> = { readonly root: Node; readonly proof: Node[] };

const random = seeded("sparse tree");

/** The tree that has `leaf` at its place. */
export function sparseTree(leaf: Hex, place: Place): Path<Hex> {
  return path({ ...MERKLE_RULE, random: random.hash }, leaf, place);
}

/** The same with `before` just before the leaf, and its proof up to where the two paths meet. */
export function sparsePair(before: Hex, leaf: Hex, place: Place): Path<Hex> & { readonly before: Hex[] } {
  return pair({ ...MERKLE_RULE, random: random.hash }, before, leaf, place);
}

export function sparseSumTree(leaf: SumNode, place: Place): Path<SumNode> {
  return path(SUMS, leaf, place);
}

export function sparseSumPair(before: SumNode, leaf: SumNode, place: Place): Path<SumNode> & { before: SumNode[] } {
  return pair(SUMS, before, leaf, place);
}

const SUMS: Rule<SumNode> = {
  join: (left, right) => ({
    hash: hashWords([left.hash, left.sum, right.hash, right.sum]),
    sum: left.sum + right.sum,
  }),
  random: () => ({ hash: random.hash(), sum: random.below(10n ** 24n) }), // up to a million OPEN: 10 bytes
};

function path<Node>(
  rule: Rule<Node>,
  leaf: Node,
  { index, depth }: Place,
  given = new Map<number, Node>(),
): Path<Node> {
  const proof = Array.from({ length: depth }, (_, height) => given.get(height) ?? rule.random());
  const root = proof.reduce(
    (node, sibling, height) =>
      Math.floor(index / 2 ** height) % 2 === 0 ? rule.join(node, sibling) : rule.join(sibling, node),
    leaf,
  );
  return { root, proof };
}

function pair<Node>(rule: Rule<Node>, before: Node, leaf: Node, { index, depth }: Place) {
  const meeting = meetingHeight(index);
  const below = path(rule, before, { index: 2 ** meeting - 1, depth: meeting });
  return { ...path(rule, leaf, { index, depth }, new Map([[meeting, below.root]])), before: below.proof };
}
