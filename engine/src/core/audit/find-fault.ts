import type { AuditContext, PublishedBatch } from "./audit-case.js";
import { checkQueries, checkQueryShape, checkRowData, checkStatementData } from "./check-data.js";
import { checkReceipts } from "./check-receipts.js";
import { findRowNodeFault, rowPreimages } from "./check-row-tree.js";
import { checkRows } from "./check-rows.js";
import { checkScores } from "./check-scores.js";
import { checkStatements } from "./check-statements.js";
import type { Fault } from "./fault.js";

/**
 * A wrong step of a published batch, with all the evidence its proof needs; undefined for an honest batch.
 * Steps that the chain refutes come first, since one of them is enough to drop the batch; those that need the rows only where the published
 * rows are the signed ones. The others follow in the order of their dependence.
 */
export function findFault(published: PublishedBatch, context: AuditContext): Fault | undefined {
  const rowData = checkRowData(published, context);
  const queryShape = checkQueryShape(published, context);

  const score = rowData || queryShape ? undefined : checkScores(published, context);
  if (score) return score;
  const statement = checkStatements(published, context, { rows: !rowData });
  if (statement && "method" in statement) return statement;
  // Nothing else can be shown without the rows.
  if (rowData) return findRowNodeFault(published, rowPreimages(published.content.rows)) ?? rowData;

  return (
    checkReceipts(published, context) ??
    checkRows(published) ??
    queryShape ??
    checkQueries(published) ??
    checkStatementData(published, context) ??
    statement
  );
}
