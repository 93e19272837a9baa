import type { Credit } from "../hash/structs.js";
import { dividePart } from "../ledger/divide-part.js";
import { cellOf, paidEntries } from "../ledger/model.js";
import { rowParts } from "../ledger/row-parts.js";
import { statementLeaves, statements } from "../ledger/statements.js";
import { sumRoot } from "../tree/merkle-sum.js";
import type { AuditContext, PublishedBatch } from "./audit-case.js";
import { cellEvidence, creditEvidence, earningEvidence, rowEvidence } from "./evidence.js";
import { NO_CELL, NO_ROW, NO_SETTLEMENT } from "./evidence-types.js";
import type { CreditFault, EarningsFault, MissingFault, SumFault } from "./fault.js";

/** Recomputes statements and earnings from rows that were found right. */
export function checkStatements(
  published: PublishedBatch,
  context: AuditContext,
): CreditFault | MissingFault | SumFault | EarningsFault | undefined {
  const { rows } = published.content;
  const settlements = context.settlements.map(({ settlement }) => settlement);
  const parts = rowParts({ rows, settlements, contributorsBps: context.contributorsBps });
  const expected = statements({ model: context.model, rows, parts });

  for (const contribution of context.model.contributions.keys()) {
    // The sum first: a credit is proved within a tree whose sum the earning names.
    const fault =
      checkSum(published, contribution) ??
      checkCredits(published, context, { contribution, parts }) ??
      checkMissing(published.content.credits[contribution]!, expected[contribution]!, contribution) ??
      checkEarning(published, context, contribution);
    if (fault) return fault;
  }
  return undefined;
}

function checkCredits(
  published: PublishedBatch,
  context: AuditContext,
  at: { readonly contribution: number; readonly parts: readonly bigint[] },
): CreditFault | undefined {
  const { content } = published;
  for (const [credit, { row, entry, amount }] of content.credits[at.contribution]!.entries()) {
    const paid = row < content.rows.length ? paidEntries(content.rows[row]!.entries, context.model) : undefined;
    const reason = ((): CreditFault["reason"] | undefined => {
      if (!paid) return "no such row";
      const named = paid[entry];
      if (!named) return "no such entry";
      if (cellOf(context.model, named.cell).contribution !== at.contribution) return "another contribution";
      return dividePart(at.parts[row]!, paid)[entry] === amount ? undefined : "another amount";
    })();
    if (reason) return creditFault(published, context, { contribution: at.contribution, credit, reason });
  }
  return undefined;
}

function creditFault(
  { posted, content }: PublishedBatch,
  { model, settlements }: AuditContext,
  found: Pick<CreditFault, "contribution" | "credit" | "reason">,
): CreditFault {
  const { contribution, credit } = found;
  const { row, entry } = content.credits[contribution]![credit]!;
  const paying = content.rows[row];
  const cell = paying && paidEntries(paying.entries, model)[entry]?.cell;
  return {
    proof: "credit",
    ...found,
    method: "refuteCredit",
    args: [
      posted,
      earningEvidence(content, contribution),
      creditEvidence(content, contribution, credit),
      paying ? rowEvidence(content, row) : NO_ROW,
      paying && row > 0 ? rowEvidence(content, row - 1) : NO_ROW,
      (paying && settlements[Number(paying.sequence)]?.settlement) ?? NO_SETTLEMENT,
      cell === undefined ? NO_CELL : cellEvidence(model.cells, cell),
      paying?.entries.length === 0 ? model.defaults : [],
    ],
  };
}

/** Every published credit is one that a row gives; are they in order, and all of them? */
function checkMissing(
  published: readonly Credit[],
  expected: readonly Credit[],
  contribution: number,
): MissingFault | undefined {
  const place = (credit: Credit) => credit.row * 256 + credit.entry;
  const unsorted = published.findIndex((credit, i) => i > 0 && place(published[i - 1]!) >= place(credit));
  if (unsorted >= 0) return { proof: "missing", reason: "unsorted", contribution, credit: unsorted };
  const leftOut = expected.findIndex((credit, i) => !published[i] || place(published[i]) !== place(credit));
  return leftOut >= 0 ? { proof: "missing", reason: "left out", contribution, credit: leftOut } : undefined;
}

function checkSum({ content }: PublishedBatch, contribution: number): SumFault | undefined {
  const { sum, count } = content.earnings[contribution]!;
  const statement = content.credits[contribution]!;
  const isRight = count === statement.length && sum === sumRoot(statementLeaves(statement)).sum;
  return isRight ? undefined : { proof: "sum", contribution };
}

function checkEarning(
  { content }: PublishedBatch,
  { model, parent }: AuditContext,
  contribution: number,
): EarningsFault | undefined {
  const { contributionId, cumulative, sum } = content.earnings[contribution]!;
  const fault = (reason: EarningsFault["reason"]): EarningsFault => ({ proof: "earnings", reason, contribution });
  if (contributionId !== model.contributions[contribution]!.contributionId) return fault("another contribution");
  const before = parent?.[contribution]?.cumulative ?? 0n;
  return cumulative === before + sum ? undefined : fault("not old plus sum");
}
