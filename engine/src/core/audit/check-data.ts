import { rowTree } from "../ledger/compute-batch.js";
import { earningsTree } from "../ledger/earnings.js";
import { laneRow } from "../ledger/lanes.js";
import { statementLeaves } from "../ledger/statements.js";
import { MAX_SUM, sumRoot } from "../tree/merkle-sum.js";
import { blockCount, vectorRoot } from "../tree/vector-root.js";
import type { AuditContext, PublishedBatch } from "./audit-case.js";
import type { DataRange } from "./data-item.js";
import type { DataFault } from "./fault.js";

/** Whether the published rows are those that the signed row root commits to. */
export function checkRowData({ posted, content }: PublishedBatch, context: AuditContext): DataFault | undefined {
  const { batch } = posted;
  const { modelId, bucket, rows } = content;
  const isAsked = modelId === context.model.modelId && bucket === context.bucket;

  const demand = { kind: "row", from: 0, to: batch.rowCount, parts: 1 } as const;
  if (!isAsked || batch.modelId !== modelId || batch.bucket !== bucket) return fault("another model or bucket", demand);
  if (rows.length === 0 || rows.length !== batch.rowCount) return fault("row count", demand);
  return rowTree(rows).root === batch.rowRoot ? undefined : fault("row root", demand);
}

/** Whether there is a query of the model's lanes for every published row. */
export function checkQueryShape({ content }: PublishedBatch, { model }: AuditContext): DataFault | undefined {
  const { rows, queries } = content;
  const { lanes } = model.responses;
  const isShaped = queries.rows === rows.length && queries.lanes === lanes;
  const demand = { kind: "query", from: 0, to: rows.length, parts: blockCount(lanes) } as const;
  return isShaped ? undefined : fault("shape of the queries", demand);
}

/** Whether every published query, of the right shape, is the one that its row commits to. */
export function checkQueries({ content }: PublishedBatch): DataFault | undefined {
  const wrong = content.rows.findIndex((row, i) => vectorRoot(laneRow(content.queries, i)) !== row.queryRoot);
  if (wrong < 0) return undefined;
  const parts = blockCount(content.queries.lanes);
  return fault(`query of row ${wrong}`, { kind: "query", from: wrong, to: wrong + 1, parts });
}

/** Whether the published earnings and statements are those that the signed earnings root commits to. */
export function checkStatementData({ posted, content }: PublishedBatch, context: AuditContext): DataFault | undefined {
  const { earnings, credits } = content;
  const { length } = context.model.contributions;

  const demand = { kind: "earning", from: 0, to: length, parts: 1 } as const;
  if (earnings.length !== length || credits.length !== length) return fault("earnings count", demand);
  if (earningsTree(earnings).root !== posted.batch.earningsRoot) return fault("earnings root", demand);
  const wrong = credits.findIndex((statement, i) => {
    const sum = statement.reduce((total, { amount }) => total + amount, 0n);
    return sum > MAX_SUM || sumRoot(statementLeaves(statement)).hash !== earnings[i]!.statementRoot;
  });
  if (wrong < 0) return undefined;
  // At least one, so that a statement which counts nothing is shown as well.
  const parts = Math.max(1, earnings[wrong]!.count);
  return fault(`statement of contribution ${wrong}`, { kind: "credit", from: wrong, to: wrong + 1, parts });
}

function fault(reason: string, demand: DataRange): DataFault {
  return { proof: "data", reason, demand };
}
