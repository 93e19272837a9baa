import { EARNING } from "../hash/schemas.js";
import type { Earning } from "../hash/structs.js";
import { encodeWords } from "../hash/words.js";
import { earningsTree } from "../ledger/earnings.js";
import type { AuditContext, PublishedBatch } from "./audit-case.js";
import { findWrongNode, pairPreimages, type Preimages } from "./check-tree.js";
import type { EarningsNodeFault } from "./fault.js";

/** Bytes that an earning's leaf is the hash of. */
const LEAF_BYTES = 192;

/**
 * The topmost node of the signed earnings tree that no tree over the model's contributions has, as far as its nodes are known.
 * @param preimages from {@link earningPreimages}, {@link pairPreimages}, or both together.
 */
export function findEarningsNodeFault(
  { posted }: PublishedBatch,
  { model }: AuditContext,
  preimages: Preimages,
): EarningsNodeFault | undefined {
  const signed = { root: posted.batch.earningsRoot, count: model.contributions.length, leafBytes: LEAF_BYTES };
  const wrong = findWrongNode(signed, preimages);
  if (!wrong) return undefined;

  const { node, height, index, proof, preimage } = wrong;
  const call = {
    prover: "earningsProver",
    method: "refuteEarningsNode",
    args: [posted, node, index, proof, preimage],
  } as const;
  return { proof: "earnings", reason: "not a tree of the contributions", height, node: index, ...call };
}

/** Of the tree that published earnings make. */
export function earningPreimages(earnings: readonly Earning[]): Preimages {
  if (earnings.length === 0) return new Map();
  const { levels } = earningsTree(earnings);
  const leaves = earnings.map((earning, i) => {
    return [levels[0]![i]!, encodeWords([EARNING.typeHash, ...EARNING.encode(earning)])] as const;
  });
  return new Map([...pairPreimages(levels), ...leaves]);
}
