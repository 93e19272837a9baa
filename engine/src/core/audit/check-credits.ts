import type { Entry } from "../hash/structs.js";
import { dividePart } from "../ledger/divide-part.js";
import { paidEntries } from "../ledger/model.js";
import { contributorsPart } from "../ledger/parts.js";
import { feeBefore } from "../ledger/row-parts.js";
import type { AuditContext, PublishedBatch } from "./audit-case.js";
import { isSumRight } from "./check-statements.js";
import { cellEvidence, creditEvidence, earningEvidence, rowEvidence } from "./evidence.js";
import { NO_CELL, NO_ROW, NO_SETTLEMENT } from "./evidence-types.js";
import type { CreditFault } from "./fault.js";

/**
 * Judges every published credit by its row, right or wrong as the row may be: a statement follows from the rows that were signed.
 * Leaves out statements whose earning names another sum, in which no credit can be proved.
 */
export function checkCredits(published: PublishedBatch, context: AuditContext): CreditFault | undefined {
  const { content } = published;
  const amounts = amountsOf(published, context);
  for (const [contribution, statement] of content.credits.entries()) {
    if (!isSumRight(content, contribution)) continue;
    for (const [credit, { row, entry, amount }] of statement.entries()) {
      const reason = ((): CreditFault["reason"] | undefined => {
        const paying = content.rows[row];
        if (!paying) return "no such row";
        const named = paidEntries(paying.entries, context.model)[entry];
        const cell = named && context.model.cells[named.cell];
        if (!cell) return "no such entry";
        if (cell.contribution !== contribution) return "another contribution";
        const right = amounts(row);
        return right && right[entry] !== amount ? "another amount" : undefined;
      })();
      if (reason) return creditFault(published, context, { contribution, credit, reason });
    }
  }
  return undefined;
}

/** Amounts that a row pays its entries: none for shares that sum to 0, undefined where the vault's records do not tell. */
function amountsOf({ content }: PublishedBatch, context: AuditContext): (row: number) => readonly bigint[] | undefined {
  const settlements = context.settlements.map(({ settlement }) => settlement);
  const known = new Map<number, readonly bigint[] | undefined>();
  const compute = (index: number): readonly bigint[] | undefined => {
    const row = content.rows[index]!;
    const previous = content.rows[index - 1];
    const isRecorded = row.sequence < BigInt(settlements.length) || previous?.sequence === row.sequence;
    const before = isRecorded ? feeBefore(row, previous, settlements) : undefined;
    if (before === undefined || before > row.cumulativeFee) return undefined;
    const part = contributorsPart({ before, after: row.cumulativeFee }, context.contributorsBps);
    const paid: readonly Entry[] = paidEntries(row.entries, context.model);
    return paid.some(({ share }) => share > 0n) ? dividePart(part, paid) : [];
  };
  return (row) => {
    if (!known.has(row)) known.set(row, compute(row));
    return known.get(row);
  };
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
    prover: "statementProver",
    method: "refuteCredit",
    args: [
      posted,
      earningEvidence(content, contribution),
      creditEvidence(content, contribution, credit),
      paying ? rowEvidence(content, row) : NO_ROW,
      paying && row > 0 ? rowEvidence(content, row - 1) : NO_ROW,
      (paying && settlements[Number(paying.sequence)]?.settlement) ?? NO_SETTLEMENT,
      cell !== undefined && cell < model.cells.length ? cellEvidence(model.cells, cell) : NO_CELL,
      paying?.entries.length === 0 ? model.defaults : [],
    ],
  };
}
