import type { Earning } from "../hash/structs.js";
import { ZERO_HASH } from "../hash/hex.js";
import { earningsTree } from "../ledger/earnings.js";
import { contributionTree } from "../ledger/model.js";
import { merkleProof } from "../tree/merkle.js";
import type { AuditContext, PublishedBatch, SignedId } from "./audit-case.js";
import { earningEvidence } from "./evidence.js";
import { NO_PARENT, type ParentEarning } from "./evidence-types.js";
import type { CumulativeFault, PlaceFault, UnshownFault } from "./fault.js";

/** Whether an earning is its contribution's, and the parent's plus the sum. */
export function checkEarning(
  { posted, content }: PublishedBatch,
  context: AuditContext,
  contribution: number,
): PlaceFault | CumulativeFault | UnshownFault | undefined {
  const { model, parent, parentSigned } = context;
  const { contributionId, cumulative, sum } = content.earnings[contribution]!;
  const found = { proof: "earnings", contribution, prover: "earningsProver" } as const;

  const right = model.contributions[contribution]!;
  if (contributionId !== right.contributionId) {
    const proof = merkleProof(contributionTree(model.contributions), contribution);
    const args = [posted, earningEvidence(content, contribution), right, proof] as const;
    return { ...found, reason: "another contribution", method: "refuteContribution", args };
  }

  if (cumulative === (parent?.[contribution]?.cumulative ?? 0n) + sum) return undefined;
  const reason = "not old plus sum";
  const evidence = parentEvidence(posted.batch.parent === ZERO_HASH, { parent, parentSigned, contribution });
  if (!evidence) return { proof: "earnings", reason, contribution };
  const args = [posted, earningEvidence(content, contribution), evidence] as const;
  return { ...found, reason, method: "refuteCumulative", args };
}

function parentEvidence(
  isFirst: boolean,
  {
    parent,
    parentSigned,
    contribution,
  }: {
    readonly parent: readonly Earning[] | undefined;
    readonly parentSigned: SignedId | undefined;
    readonly contribution: number;
  },
): ParentEarning | undefined {
  if (isFirst) return NO_PARENT;
  if (!parent || !parentSigned) return undefined;
  const tree = earningsTree(parent);
  const proof = merkleProof(tree, contribution);
  return { ...parentSigned, earningsRoot: tree.root, earning: parent[contribution]!, proof };
}
