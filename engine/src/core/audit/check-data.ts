import { rowTree } from "../ledger/compute-batch.js";
import { earningsTree } from "../ledger/earnings.js";
import { laneRow } from "../ledger/lanes.js";
import { statementLeaves } from "../ledger/statements.js";
import { MAX_SUM, sumRoot } from "../tree/merkle-sum.js";
import { vectorRoot } from "../tree/vector-root.js";
import type { AuditContext, PublishedBatch } from "./audit-case.js";
import type { DataFault } from "./fault.js";

/** Whether the published rows, earnings, statements and queries are those that the signed roots commit to. */
export function checkData(published: PublishedBatch, context: AuditContext): DataFault | undefined {
  const { batch } = published.posted;
  const { modelId, bucket, rows, earnings, credits, queries } = published.content;
  const { contributions, responses } = context.model;
  const isAsked = modelId === context.model.modelId && bucket === context.bucket;

  if (!isAsked || batch.modelId !== modelId || batch.bucket !== bucket) return fault("another model or bucket");
  if (rows.length === 0 || rows.length !== batch.rowCount) return fault("row count");
  if (rowTree(rows).root !== batch.rowRoot) return fault("row root");
  if (earnings.length !== contributions.length) return fault("earnings count");
  if (earningsTree(earnings).root !== batch.earningsRoot) return fault("earnings root");

  if (queries.rows !== rows.length || queries.lanes !== responses.lanes) return fault("shape of the queries");
  const wrongQuery = rows.findIndex((row, i) => vectorRoot(laneRow(queries, i)) !== row.queryRoot);
  if (wrongQuery >= 0) return fault(`query of row ${wrongQuery}`);

  if (credits.length !== contributions.length) return fault("statement count");
  const wrongStatement = credits.findIndex((statement, i) => {
    const sum = statement.reduce((total, { amount }) => total + amount, 0n);
    return sum > MAX_SUM || sumRoot(statementLeaves(statement)).hash !== earnings[i]!.statementRoot;
  });
  return wrongStatement >= 0 ? fault(`statement of contribution ${wrongStatement}`) : undefined;
}

function fault(reason: string): DataFault {
  return { proof: "data", reason };
}
