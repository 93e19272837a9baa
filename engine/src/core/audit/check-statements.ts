import { type Hex, ZERO_HASH } from "../hash/hex.js";
import type { Credit, Earning } from "../hash/structs.js";
import { earningsTree } from "../ledger/earnings.js";
import { statementLeaves } from "../ledger/statements.js";
import { MAX_SUM, sumRoot } from "../tree/merkle-sum.js";
import type { AuditContext, PublishedBatch } from "./audit-case.js";
import { amountsOf, checkCredits } from "./check-credits.js";
import { checkEarning } from "./check-earnings.js";
import { earningPreimages, findEarningsNodeFault } from "./check-earnings-tree.js";
import { checkMissing, checkOrder, linesOf } from "./check-missing.js";
import { creditPreimages, findSumFault } from "./check-sum.js";
import type { Fault } from "./fault.js";

/**
 * A wrong step from the signed rows, right or wrong as they may be, to statements and earnings. Judges whatever the published data leads to a
 * signed root of; what it does not is for {@link checkStatementData} to name.
 * @param options.rows whether the published rows are the signed ones.
 */
export function checkStatements(
  published: PublishedBatch,
  context: AuditContext,
  options: { readonly rows: boolean },
): Fault | undefined {
  const { posted, content } = published;
  const { earnings, credits } = content;
  if (earningsRoot(earnings) !== posted.batch.earningsRoot) return undefined;
  if (earnings.length !== context.model.contributions.length) {
    return findEarningsNodeFault(published, context, earningPreimages(earnings));
  }

  const lines = options.rows ? linesOf(published, context) : [];
  const amounts = amountsOf(published, context);
  let unshown: Fault | undefined;
  for (const [contribution, earning] of earnings.entries()) {
    const statement = credits[contribution] ?? [];
    const own = lines[contribution];
    const fault =
      (isProved(statement, earning)
        ? (checkCredits(published, context, { contribution, amounts: options.rows ? amounts : undefined }) ??
          checkOrder(published, contribution) ??
          (own && checkMissing(published, context, { contribution, lines: own })))
        : checkSum(published, contribution, statement)) ?? checkEarning(published, context, contribution);
    if (fault && "method" in fault) return fault;
    unshown ??= fault;
  }
  return unshown;
}

/** Whether every credit can be proved in the statement as the earning has it. */
function isProved(statement: readonly Credit[], { statementRoot, sum, count }: Earning): boolean {
  if (count !== statement.length || !isSummable(statement)) return false;
  const root = sumRoot(statementLeaves(statement));
  return root.hash === statementRoot && root.sum === sum;
}

function isSummable(statement: readonly Credit[]): boolean {
  return statement.reduce((total, { amount }) => total + amount, 0n) <= MAX_SUM;
}

function checkSum(published: PublishedBatch, contribution: number, statement: readonly Credit[]): Fault | undefined {
  const isReadable = statement.every(({ amount }) => amount <= MAX_SUM);
  return findSumFault(published, contribution, isReadable ? creditPreimages(statement) : new Map());
}

function earningsRoot(earnings: readonly Earning[]): Hex {
  return earnings.length === 0 ? ZERO_HASH : earningsTree(earnings).root;
}
