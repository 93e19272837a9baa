import type { AuditContext, PublishedBatch } from "./audit-case.js";
import { checkData } from "./check-data.js";
import { checkReceipts } from "./check-receipts.js";
import { checkRows } from "./check-rows.js";
import { checkStatements } from "./check-statements.js";
import type { Fault } from "./fault.js";

/**
 * The first wrong step of a published batch, with all the evidence its proof needs; undefined for an honest batch.
 * The order is that of dependence: data before receipts, receipts before rows, rows before statements and earnings, so that
 * each step is judged on inputs that were found right.
 */
export function findFault(published: PublishedBatch, context: AuditContext): Fault | undefined {
  return (
    checkData(published, context) ??
    checkReceipts(published.content.rows, context) ??
    checkRows(published, context) ??
    checkStatements(published, context)
  );
}
