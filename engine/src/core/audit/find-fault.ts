import type { AuditContext, PublishedBatch } from "./audit-case.js";
import { checkCredits } from "./check-credits.js";
import { checkQueries, checkRowData, checkStatementData } from "./check-data.js";
import { checkReceipts } from "./check-receipts.js";
import { checkEmptyRow, checkRows } from "./check-rows.js";
import { checkScores } from "./check-scores.js";
import { checkStatements } from "./check-statements.js";
import type { Fault } from "./fault.js";

/**
 * A wrong step of a published batch, with all the evidence its proof needs; undefined for an honest batch.
 * Steps that the chain refutes today (score, omitted, credit, receipt, row) come first, since one of them is enough to drop the batch;
 * the others follow in the order of their dependence: data, statements, earnings.
 */
export function findFault(published: PublishedBatch, context: AuditContext): Fault | undefined {
  const rowData = checkRowData(published, context);
  if (rowData) return checkEmptyRow(published) ?? rowData; // nothing else can be shown without the rows
  const statementData = checkStatementData(published, context);

  return (
    checkScores(published, context) ??
    (statementData ? undefined : checkCredits(published, context)) ??
    checkReceipts(published, context) ??
    checkRows(published) ??
    checkQueries(published) ??
    statementData ??
    checkStatements(published, context)
  );
}
