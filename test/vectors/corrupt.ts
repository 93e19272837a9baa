import type { PublishedBatch } from "../../engine/src/core/audit/audit-case.js";
import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import type { Credit, Earning, Row } from "../../engine/src/core/hash/structs.js";
import { type BatchContent, batchOf } from "../../engine/src/core/ledger/compute-batch.js";
import { statementLeaves } from "../../engine/src/core/ledger/statements.js";
import { sumRoot } from "../../engine/src/core/tree/merkle-sum.js";

/** Signs whatever content it is given, right or wrong. */
export function publish(content: BatchContent): PublishedBatch {
  return { posted: { batch: batchOf(content, ZERO_HASH, ZERO_HASH), signers: [] }, content };
}

export function replaceAt<T>(items: readonly T[], at: number, item: T): T[] {
  return items.map((each, i) => (i === at ? item : each));
}

export function withRow(content: BatchContent, at: number, change: Partial<Row>): BatchContent {
  return { ...content, rows: replaceAt(content.rows, at, { ...content.rows[at]!, ...change }) };
}

export function withEarning(content: BatchContent, at: number, change: Partial<Earning>): BatchContent {
  return { ...content, earnings: replaceAt(content.earnings, at, { ...content.earnings[at]!, ...change }) };
}

/** Another statement for one contribution, with an earning that fits it. */
export function withStatement(content: BatchContent, at: number, statement: readonly Credit[]): BatchContent {
  const { hash, sum } = sumRoot(statementLeaves(statement));
  const old = content.earnings[at]!;
  const cumulative = old.cumulative - old.sum + sum;
  const earning = { ...old, cumulative, statementRoot: hash, sum, count: statement.length };
  return withEarning({ ...content, credits: replaceAt(content.credits, at, statement) }, at, earning);
}
