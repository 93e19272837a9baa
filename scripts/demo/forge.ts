import type { RecordedSettlement } from "../../engine/src/core/audit/audit-case.js";
import type { Credit, Row } from "../../engine/src/core/hash/structs.js";
import type { BatchContent } from "../../engine/src/core/ledger/compute-batch.js";
import { earnings } from "../../engine/src/core/ledger/earnings.js";
import { compareEntries } from "../../engine/src/core/ledger/entries.js";
import { laneMatrix } from "../../engine/src/core/ledger/lanes.js";
import type { LedgerModel } from "../../engine/src/core/ledger/model.js";
import { rowParts } from "../../engine/src/core/ledger/row-parts.js";
import { statements } from "../../engine/src/core/ledger/statements.js";

type Forger = (
  content: BatchContent,
  options: {
    readonly model: LedgerModel;
    readonly settlements: readonly RecordedSettlement[];
    readonly contributorsBps: number;
  },
) => BatchContent;

/** What a dishonest quorum would sign: one step is wrong, everything after it follows correctly. */
export const FORGERS = {
  /** The least cell of the first answer gets a thousand times its share. */
  "an exaggerated score": (content, options) => {
    const target = content.rows.findIndex(({ entries }) => entries.length > 1);
    return withRows(
      content,
      content.rows.map((row, i) => (i === target ? exaggerated(row) : row)),
      options,
    );
  },
  /** Whoever earned most is not told of its best answer. */
  "a credit left out of its statement": (content, { model }) => {
    const totals = content.credits.map((statement) => statement.reduce((sum, { amount }) => sum + amount, 0n));
    const victim = totals.reduce((best, total, i) => (total > totals[best]! ? i : best), 0);
    const credits = content.credits.map((statement, i) => (i === victim ? withoutLargest(statement) : statement));
    return { ...content, credits, earnings: earnings({ ...model, credits, parent: undefined }) };
  },
  /** The last answer was never paid for, they say. */
  "a paid answer left out": (content, options) => withRows(content, content.rows.slice(0, -1), options),
} as const satisfies Readonly<Record<string, Forger>>;

export type Forgery = keyof typeof FORGERS;

const EXAGGERATION = 1_000n;

function withRows(
  content: BatchContent,
  rows: readonly Row[],
  { model, settlements: recorded, contributorsBps }: Parameters<Forger>[1],
): BatchContent {
  const settlements = recorded.map(({ settlement }) => settlement);
  const credits = statements({ model, rows, parts: rowParts({ rows, settlements, contributorsBps }) });
  const { lanes, data } = content.queries;
  const queries = laneMatrix(rows.length, lanes, data.slice(0, rows.length * lanes));
  return { ...content, rows, queries, credits, earnings: earnings({ ...model, credits, parent: undefined }) };
}

function exaggerated(row: Row): Row {
  const least = row.entries.at(-1)!;
  const raised = { cell: least.cell, share: least.share * EXAGGERATION };
  return { ...row, entries: [...row.entries.slice(0, -1), raised].sort(compareEntries) };
}

function withoutLargest(statement: readonly Credit[]): readonly Credit[] {
  const largest = statement.reduce((best, { amount }, i) => (amount > statement[best]!.amount ? i : best), 0);
  return statement.filter((_, i) => i !== largest);
}
