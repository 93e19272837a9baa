import type { Entry } from "../hash/structs.js";
import { dividePart } from "../ledger/divide-part.js";
import { paidEntries } from "../ledger/model.js";
import { contributorsPart } from "../ledger/parts.js";
import { feeBefore } from "../ledger/row-parts.js";
import type { AuditContext, PublishedBatch } from "./audit-case.js";
import { cellEvidence, creditEvidence, earningEvidence, rowBeforeEvidence, rowEvidence } from "./evidence.js";
import { NO_CELL, NO_ROW, NO_BARE_ROW, NO_SETTLEMENT } from "./evidence-types.js";
import type { CreditFault } from "./fault.js";

/** Amounts that a row pays its entries: none for shares that sum to 0, undefined where the vault's records do not tell. */
export type RowAmounts = (row: number) => readonly bigint[] | undefined;

/**
 * Judges every credit of a statement that can be proved by its row, right or wrong as the row may be: a statement follows from the rows
 * that were signed.
 * @param options.amounts of {@link amountsOf}; undefined where the published rows are not the signed ones.
 */
export function checkCredits(
  published: PublishedBatch,
  context: AuditContext,
  options: { readonly contribution: number; readonly amounts: RowAmounts | undefined },
): CreditFault | undefined {
  const { posted, content } = published;
  const { contribution, amounts } = options;
  for (const [credit, { row, entry, amount }] of content.credits[contribution]!.entries()) {
    const reason = ((): CreditFault["reason"] | undefined => {
      if (row >= posted.batch.rowCount) return "no such row";
      if (!amounts) return undefined;
      const named = paidEntries(content.rows[row]!.entries, context.model)[entry];
      const cell = named && context.model.cells[named.cell];
      if (!cell) return "no such entry";
      if (cell.contribution !== contribution) return "another contribution";
      const right = amounts(row);
      return right && right[entry] !== amount ? "another amount" : undefined;
    })();
    if (reason) return creditFault(published, context, { contribution, credit, reason });
  }
  return undefined;
}

/** Computes each row's amounts once. */
export function amountsOf({ content }: PublishedBatch, context: AuditContext): RowAmounts {
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
  const { contribution, credit, reason } = found;
  const { row, entry } = content.credits[contribution]![credit]!;
  const fault = { proof: "credit", contribution, credit, prover: "statementProver" } as const;
  const line = [posted, earningEvidence(content, contribution), creditEvidence(content, contribution, credit)] as const;
  if (reason === "no such row") {
    return { ...fault, reason, method: "refuteCredit", args: [...line, NO_ROW, NO_CELL, []] };
  }

  const { entries, sequence } = content.rows[row]!;
  const defaults = entries.length === 0 ? model.defaults : [];
  if (reason === "another amount") {
    const previous = row > 0 ? rowBeforeEvidence(content, row) : NO_BARE_ROW;
    const settlement = settlements[Number(sequence)]?.settlement ?? NO_SETTLEMENT;
    const args = [...line, rowEvidence(content, row), previous, settlement, defaults] as const;
    return { ...fault, reason, method: "refuteAmount", args };
  }

  const cell = paidEntries(entries, model)[entry]?.cell;
  const isKnown = cell !== undefined && cell < model.cells.length;
  const shown = isKnown ? cellEvidence(model.cells, cell) : NO_CELL;
  return { ...fault, reason, method: "refuteCredit", args: [...line, rowEvidence(content, row), shown, defaults] };
}
