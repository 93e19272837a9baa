import { type Hex, ZERO_HASH } from "../hash/hex.js";
import { EARNING } from "../hash/schemas.js";
import type { Earning } from "../hash/structs.js";
import { encodeWords } from "../hash/words.js";
import { earningsTree } from "../ledger/earnings.js";
import { MERKLE_RULE } from "../tree/merkle.js";
import { emptySubtrees, treeDepth } from "../tree/padded-tree.js";
import type { AuditContext, PublishedBatch } from "./audit-case.js";
import type { EarningsNodeFault } from "./fault.js";

/** What nodes of an earnings tree are known to be the hashes of. */
export type EarningsPreimages = ReadonlyMap<Hex, Hex>;

type Place = { readonly height: number; readonly index: number; readonly proof: readonly Hex[] };

/** Bytes of a pair of nodes and of an earning. */
const PAIR_DIGITS = 2 * 64;
const LEAF_DIGITS = 2 * 192;
const MAX_DEPTH = 32;

/**
 * The topmost node of the signed earnings tree that no tree over the model's contributions has, as far as its nodes are known: what is right
 * beyond them is padding, a leaf is the hash of an earning, any other node that of a pair.
 * @param preimages from {@link earningPreimages}, {@link pairPreimages}, or both together.
 */
export function findEarningsNodeFault(
  { posted }: PublishedBatch,
  { model }: AuditContext,
  preimages: EarningsPreimages,
): EarningsNodeFault | undefined {
  const count = model.contributions.length;
  const depth = treeDepth(count);
  const empties = emptySubtrees(MERKLE_RULE, depth);

  const visit = (node: Hex, { height, index, proof }: Place): EarningsNodeFault | undefined => {
    const preimage = preimages.get(node);
    const digits = preimage && preimage.length - 2;
    const isBeyond = index * 2 ** height >= count;
    const isMisfit = digits !== undefined && digits !== (height === 0 ? LEAF_DIGITS : PAIR_DIGITS);
    if (isBeyond ? node !== empties[height] : node === ZERO_HASH || isMisfit) {
      const args = [posted, node, index, proof, preimage ?? "0x"] as const;
      const call = { prover: "earningsProver", method: "refuteEarningsNode", args } as const;
      return { proof: "earnings", reason: "not a tree of the contributions", height, node: index, ...call };
    }
    if (isBeyond || height === 0 || !preimage) return undefined;

    const [left, right]: [Hex, Hex] = [`0x${preimage.slice(2, 66)}`, `0x${preimage.slice(66)}`];
    const below = { height: height - 1, index: 2 * index };
    return (
      visit(left, { ...below, proof: [right, ...proof] }) ??
      visit(right, { ...below, index: below.index + 1, proof: [left, ...proof] })
    );
  };
  return visit(posted.batch.earningsRoot, { height: depth, index: 0, proof: [] });
}

/** Of the tree that published earnings make. */
export function earningPreimages(earnings: readonly Earning[]): EarningsPreimages {
  if (earnings.length === 0) return new Map();
  const { levels } = earningsTree(earnings);
  const leaves = earnings.map((earning, i) => {
    return [levels[0]![i]!, encodeWords([EARNING.typeHash, ...EARNING.encode(earning)])] as const;
  });
  return new Map([...pairPreimages(levels), ...leaves]);
}

/**
 * Of a tree whose nodes are known as they were signed; see {@link treePreimages}.
 * @param levels from the leaves up, each from the left; what is left out is padding.
 */
export function pairPreimages(levels: readonly (readonly Hex[])[]): EarningsPreimages {
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
