import type { Credit } from "../hash/structs.js";
import type { BatchContent } from "../ledger/compute-batch.js";
import { rowParts } from "../ledger/row-parts.js";
import { statementLeaves, statements } from "../ledger/statements.js";
import { sumRoot } from "../tree/merkle-sum.js";
import type { AuditContext, PublishedBatch } from "./audit-case.js";
import type { EarningsFault, MissingFault, SumFault } from "./fault.js";

/** Recomputes statements and earnings from rows and credits that were found right. */
export function checkStatements(
  { content }: PublishedBatch,
  context: AuditContext,
): MissingFault | SumFault | EarningsFault | undefined {
  const { rows, credits } = content;
  const settlements = context.settlements.map(({ settlement }) => settlement);
  const parts = rowParts({ rows, settlements, contributorsBps: context.contributorsBps });
  const expected = statements({ model: context.model, rows, parts });

  for (const contribution of context.model.contributions.keys()) {
    if (!isSumRight(content, contribution)) return { proof: "sum", contribution };
    const fault =
      checkMissing(credits[contribution]!, expected[contribution]!, contribution) ??
      checkEarning(content, context, contribution);
    if (fault) return fault;
  }
  return undefined;
}

/** Whether an earning's sum and count are its statement's: only then can a credit be proved in it. */
export function isSumRight({ earnings, credits }: BatchContent, contribution: number): boolean {
  const { sum, count } = earnings[contribution]!;
  const statement = credits[contribution]!;
  return count === statement.length && sum === sumRoot(statementLeaves(statement)).sum;
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

function checkEarning(
  { earnings }: BatchContent,
  { model, parent }: AuditContext,
  contribution: number,
): EarningsFault | undefined {
  const { contributionId, cumulative, sum } = earnings[contribution]!;
  const fault = (reason: EarningsFault["reason"]): EarningsFault => ({ proof: "earnings", reason, contribution });
  if (contributionId !== model.contributions[contribution]!.contributionId) return fault("another contribution");
  const before = parent?.[contribution]?.cumulative ?? 0n;
  return cumulative === before + sum ? undefined : fault("not old plus sum");
}
