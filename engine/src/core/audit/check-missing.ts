import type { Credit } from "../hash/structs.js";
import { paidEntries } from "../ledger/model.js";
import type { AuditContext, PublishedBatch } from "./audit-case.js";
import { cellEvidence, creditBeforeEvidence, creditEvidence, earningEvidence, rowEvidence } from "./evidence.js";
import { NO_CREDIT } from "./evidence-types.js";
import type { MissingFault } from "./fault.js";

type Line = Pick<Credit, "row" | "entry">;

/** Whether a statement's credits ascend strictly by row, then entry. */
export function checkOrder({ posted, content }: PublishedBatch, contribution: number): MissingFault | undefined {
  const statement = content.credits[contribution]!;
  const credit = statement.findIndex((each, i) => i > 0 && compareLines(statement[i - 1]!, each) >= 0);
  if (credit < 0) return undefined;

  const args = [
    posted,
    earningEvidence(content, contribution),
    creditBeforeEvidence(content, contribution, credit),
    creditEvidence(content, contribution, credit),
  ] as const;
  const call = { prover: "statementProver", method: "refuteUnsorted", args } as const;
  return { proof: "missing", reason: "unsorted", contribution, credit, ...call };
}

/**
 * Whether a statement in order has a line for every entry that the rows, right or wrong, give the contribution.
 * @param lines of {@link linesOf}.
 */
export function checkMissing(
  published: PublishedBatch,
  context: AuditContext,
  { contribution, lines }: { readonly contribution: number; readonly lines: readonly Line[] },
): MissingFault | undefined {
  const statement = published.content.credits[contribution]!;
  let place = 0;
  for (const line of lines) {
    while (place < statement.length && compareLines(statement[place]!, line) < 0) place++;
    const there = statement[place];
    if (!there || compareLines(there, line) !== 0) return leftOut(published, context, { contribution, place, line });
  }
  return undefined;
}

/** The row and entry of everything that the rows give each contribution, in the order of statements. */
export function linesOf({ content }: PublishedBatch, { model }: AuditContext): readonly (readonly Line[])[] {
  const lines: Line[][] = model.contributions.map(() => []);
  for (const [row, { entries }] of content.rows.entries()) {
    for (const [entry, { cell }] of paidEntries(entries, model).entries()) {
      const known = model.cells[cell];
      // A contract reads an entry's place as uint8; only a list that is far too long has more.
      if (known && entry <= MAX_PLACE) lines[known.contribution]!.push({ row, entry });
    }
  }
  return lines;
}

const MAX_PLACE = 255;

function leftOut(
  { posted, content }: PublishedBatch,
  { model }: AuditContext,
  { contribution, place, line }: { readonly contribution: number; readonly place: number; readonly line: Line },
): MissingFault {
  const count = content.credits[contribution]!.length;
  const isEnd = place === count;
  const { entries } = content.rows[line.row]!;
  const before = isEnd ? creditEvidence : creditBeforeEvidence;
  const args = [
    posted,
    earningEvidence(content, contribution),
    place,
    place > 0 ? before(content, contribution, isEnd ? place - 1 : place) : NO_CREDIT,
    isEnd ? NO_CREDIT : creditEvidence(content, contribution, place),
    rowEvidence(content, line.row),
    line.entry,
    cellEvidence(model.cells, paidEntries(entries, model)[line.entry]!.cell),
    entries.length === 0 ? model.defaults : [],
  ] as const;
  const call = { prover: "statementProver", method: "refuteMissing", args } as const;
  return { proof: "missing", reason: "left out", contribution, credit: place, ...call };
}

function compareLines(a: Line, b: Line): number {
  return a.row - b.row || a.entry - b.entry;
}
