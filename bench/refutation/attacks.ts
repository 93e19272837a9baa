import type { AuditContext, PublishedBatch } from "../../engine/src/core/audit/audit-case.js";
import { earningPreimages } from "../../engine/src/core/audit/check-earnings-tree.js";
import { rowPreimages } from "../../engine/src/core/audit/check-row-tree.js";
import { creditPreimages } from "../../engine/src/core/audit/check-sum.js";
import {
  bareRowEvidence,
  cellEvidence,
  contributionEvidence,
  creditBeforeEvidence,
  creditEvidence,
  earningEvidence,
  nextRowEvidence,
  rowBeforeEvidence,
  rowEvidence,
} from "../../engine/src/core/audit/evidence.js";
import {
  NO_ANSWER,
  NO_BARE_ROW,
  NO_CREDIT,
  NO_PARENT,
  NO_SUM_PREIMAGE,
  type PriorAnswer,
} from "../../engine/src/core/audit/evidence-types.js";
import type { RefutableFault } from "../../engine/src/core/audit/fault.js";
import { finishes, lastRows, owed, priorEvidence } from "../../engine/src/core/audit/prior-answers.js";
import type { Row } from "../../engine/src/core/hash/structs.js";
import { rowTree } from "../../engine/src/core/ledger/compute-batch.js";
import { channelKey } from "../../engine/src/core/ledger/bucket-rows.js";
import { earningsTree } from "../../engine/src/core/ledger/earnings.js";
import { laneRow } from "../../engine/src/core/ledger/lanes.js";
import { paidEntries } from "../../engine/src/core/ledger/model.js";
import { statementLeaves } from "../../engine/src/core/ledger/statements.js";
import { dotEvidence } from "../../engine/src/core/audit/dot-evidence.js";
import { merkleProof } from "../../engine/src/core/tree/merkle.js";
import { sumTree } from "../../engine/src/core/tree/merkle-sum.js";
import type { PaddedTree } from "../../engine/src/core/tree/padded-tree.js";
import type { Seeded } from "../../test/vectors/seeded.js";

/** A call of a prover; its arguments are in the order of the contract's parameters. */
export type Attack = Pick<RefutableFault, "prover" | "method"> & { readonly args: readonly unknown[] };

const pick = (random: Seeded, count: number): number => Number(random.below(BigInt(count)));

/** Every proof there is, turned against an honest batch at random places with the batch's own evidence: whatever it shows is right. */
export function attacksOn(published: PublishedBatch, context: AuditContext, random: Seeded): Attack[] {
  return [...rowAttacks(published, context, random), ...lineAttacks(published, context, random)];
}

function rowAttacks({ posted, content }: PublishedBatch, context: AuditContext, random: Seeded): Attack[] {
  const { rows, queries } = content;
  const { model } = context;
  const at = pick(random, rows.length);
  const { entries } = rows[at]!;
  const row = rowEvidence(content, at);
  const lanesWith = (cell: number) => dotEvidence(laneRow(queries, at), laneRow(model.responses, cell)).lanes;
  const attacks: Attack[] = [receiptAttack({ posted, content }, context, at)];

  if (entries.length > 0) {
    const entry = pick(random, entries.length);
    const { cell } = entries[entry]!;
    const args = [posted, row, entry, cellEvidence(model.cells, cell), ...lanesWith(cell)];
    attacks.push({ prover: "scoreProver", method: "refuteScore", args });
    attacks.push({ prover: "rowProver", method: "refuteRow", args: [posted, row, entry] });
  }
  const unlisted = model.cells.flatMap((_, i) => (entries.some(({ cell }) => cell === i) ? [] : [i]));
  if (unlisted.length > 0) {
    const cell = unlisted[pick(random, unlisted.length)]!;
    const args = [posted, row, cellEvidence(model.cells, cell), ...lanesWith(cell)];
    attacks.push({ prover: "scoreProver", method: "refuteOmitted", args });
  }
  const { node, index, proof } = anyNode(rowTree(rows), random);
  const args = [posted, node, index, proof, rowPreimages(rows).get(node) ?? "0x"];
  attacks.push({ prover: "rowProver", method: "refuteRowNode", args });

  // The start and the end of the row's settlement.
  const first = rows.findIndex(({ sequence }) => sequence === rows[at]!.sequence);
  const last = rows.findLastIndex(({ sequence }) => sequence === rows[at]!.sequence);
  const { settlement } = context.settlements[Number(rows[at]!.sequence)]!;
  const previous = first > 0 ? bareRowEvidence(rows, first - 1) : NO_BARE_ROW;
  const shown = first > 0 ? nextRowEvidence(rows, first) : bareRowEvidence(rows, first);
  const start = [posted, shown, previous, settlement, priorOf(rows, first, context)];
  attacks.push({ prover: "rowProver", method: "refuteStart", args: start });
  const next = last + 1 < rows.length ? nextRowEvidence(rows, last + 1) : NO_BARE_ROW;
  const end = [posted, bareRowEvidence(rows, last), next, settlement];
  attacks.push({ prover: "rowProver", method: "refuteEnd", args: end });
  return attacks;
}

/** The step from a row to the next one. */
function receiptAttack({ posted, content: { rows } }: PublishedBatch, context: AuditContext, at: number): Attack {
  const { settlement } = context.settlements[Number(rows[at]!.sequence)]!;
  const next = at + 1 < rows.length ? nextRowEvidence(rows, at + 1) : NO_BARE_ROW;
  return { prover: "rowProver", method: "refuteStep", args: [posted, bareRowEvidence(rows, at), next, settlement] };
}

/** The answer before the settlement that row `first` begins. */
function priorOf(rows: readonly Row[], first: number, { settlements, ancestors }: AuditContext): PriorAnswer {
  const { settlement } = settlements[Number(rows[first]!.sequence)]!;
  const last = lastRows(ancestors);
  for (const [index, row] of rows.slice(0, first).entries()) {
    const recorded = settlements[Number(row.sequence)]!;
    if (recorded.direct || !finishes(row, recorded.settlement)) continue;
    last.set(channelKey(recorded.settlement), { posted: undefined, rows, index, settlement: recorded.settlement });
  }
  const found = settlement.cumulativeBefore === 0n ? undefined : last.get(channelKey(settlement));
  return found && owed(found.settlement) === settlement.cumulativeBefore ? priorEvidence(found) : NO_ANSWER;
}

function lineAttacks({ posted, content }: PublishedBatch, context: AuditContext, random: Seeded): Attack[] {
  const { model, parent, parentSigned, settlements } = context;
  const { rows, earnings, credits } = content;
  const place = pick(random, earnings.length);
  const own = contributionEvidence(model.contributions, place);
  const before = parent && parentSigned ? parentOf(parent, parentSigned, place) : NO_PARENT;
  const node = anyNode(earningsTree(earnings), random);
  const preimage = earningPreimages(earnings).get(node.node) ?? "0x";
  const attacks: Attack[] = [
    {
      prover: "earningsProver",
      method: "refuteContribution",
      args: [posted, earningEvidence(content, place), own.cells, own.proof],
    },
    { prover: "earningsProver", method: "refuteCumulative", args: [posted, earningEvidence(content, place), before] },
    {
      prover: "earningsProver",
      method: "refuteEarningsNode",
      args: [posted, node.node, node.index, node.proof, preimage],
    },
  ];

  const filled = credits.flatMap(({ length }, i) => (length > 0 ? [i] : []));
  const contribution = filled[pick(random, filled.length)]!;
  const statement = credits[contribution]!;
  const at = pick(random, statement.length);
  const line = statement[at]!;
  const earning = earningEvidence(content, contribution);
  const credit = creditEvidence(content, contribution, at);
  const row = rowEvidence(content, line.row);
  const { entries, sequence } = rows[line.row]!;
  const defaults = entries.length === 0 ? model.defaults : [];
  const cell = cellEvidence(model.cells, paidEntries(entries, model)[line.entry]!.cell);
  const { settlement } = settlements[Number(sequence)]!;
  const rowBefore = line.row > 0 ? rowBeforeEvidence(content, line.row) : NO_BARE_ROW;
  const creditBefore = at > 0 ? creditBeforeEvidence(content, contribution, at) : NO_CREDIT;
  const sum = anyNode(sumTree(statementLeaves(statement)), random);
  const words = creditPreimages(statement).get(sum.node.hash) ?? NO_SUM_PREIMAGE;
  attacks.push(
    { prover: "statementProver", method: "refuteCredit", args: [posted, earning, credit, row, cell, defaults] },
    {
      prover: "statementProver",
      method: "refuteAmount",
      args: [posted, earning, credit, row, rowBefore, settlement, defaults],
    },
    {
      prover: "statementProver",
      method: "refuteMissing",
      args: [posted, earning, at, creditBefore, credit, row, line.entry, cell, defaults],
    },
    { prover: "earningsProver", method: "refuteSum", args: [posted, earning, sum, words] },
  );
  if (at > 0) {
    attacks.push({
      prover: "statementProver",
      method: "refuteUnsorted",
      args: [posted, earning, creditBefore, credit],
    });
  }
  return attacks;
}

function parentOf(
  parent: NonNullable<AuditContext["parent"]>,
  signed: NonNullable<AuditContext["parentSigned"]>,
  place: number,
) {
  const tree = earningsTree(parent);
  return { ...signed, earningsRoot: tree.root, earning: parent[place]!, proof: merkleProof(tree, place) };
}

/** Any node of a tree, padding too, with its siblings. */
function anyNode<Node>({ levels, empties }: PaddedTree<Node>, random: Seeded) {
  const height = pick(random, levels.length);
  const at = (h: number, i: number) => levels[h]![i] ?? empties[h]!;
  const index = pick(random, 2 ** (levels.length - 1 - height));
  const proof = levels.slice(height, -1).map((_, k) => at(height + k, Math.floor(index / 2 ** k) ^ 1));
  return { node: at(height, index), index, proof };
}
