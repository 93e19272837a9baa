import type { Credit, Earning, Entry, Row } from "../../engine/src/core/hash/structs.js";
import type { BatchContent } from "../../engine/src/core/ledger/compute-batch.js";
import { statementLeaves } from "../../engine/src/core/ledger/statements.js";
import { sumRoot } from "../../engine/src/core/tree/merkle-sum.js";

// Wrong versions of a batch's content, each wrong in one place only.

const replace = <T>(items: readonly T[], at: number, item: T): T[] => items.map((each, i) => (i === at ? item : each));

export function withRow(content: BatchContent, at: number, change: Partial<Row>): BatchContent {
  return { ...content, rows: replace(content.rows, at, { ...content.rows[at]!, ...change }) };
}

export function withEntry(content: BatchContent, row: number, at: number, change: Partial<Entry>): BatchContent {
  const { entries } = content.rows[row]!;
  return withRow(content, row, { entries: replace(entries, at, { ...entries[at]!, ...change }) });
}

/** Another statement for one contribution, with an earning that fits it. */
export function withStatement(content: BatchContent, at: number, statement: readonly Credit[]): BatchContent {
  const { hash, sum } = sumRoot(statementLeaves(statement));
  const old = content.earnings[at]!;
  const cumulative = old.cumulative - old.sum + sum;
  const earning: Earning = { ...old, cumulative, statementRoot: hash, sum, count: statement.length };
  const credits = replace(content.credits, at, statement);
  return { ...content, credits, earnings: replace(content.earnings, at, earning) };
}

/** Changes one credit of a statement. */
export function withCredit(content: BatchContent, at: number, credit: number, change: Partial<Credit>): BatchContent {
  const statement = content.credits[at]!;
  return withStatement(content, at, replace(statement, credit, { ...statement[credit]!, ...change }));
}
