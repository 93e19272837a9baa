import { rowTree } from "../ledger/compute-batch.js";
import { earningsTree } from "../ledger/earnings.js";
import { laneRow } from "../ledger/lanes.js";
import { statementLeaves } from "../ledger/statements.js";
import { MAX_SUM, sumRoot } from "../tree/merkle-sum.js";
import { vectorRoot } from "../tree/vector-root.js";
import type { AuditContext, PublishedBatch } from "./audit-case.js";
import type { DataFault } from "./fault.js";

/** Whether the published rows are those that the signed row root commits to. */
export function checkRowData({ posted, content }: PublishedBatch, context: AuditContext): DataFault | undefined {
  const { batch } = posted;
  const { modelId, bucket, rows } = content;
  const isAsked = modelId === context.model.modelId && bucket === context.bucket;

  if (!isAsked || batch.modelId !== modelId || batch.bucket !== bucket) return fault("another model or bucket");
  if (rows.length === 0 || rows.length !== batch.rowCount) return fault("row count");
  return rowTree(rows).root === batch.rowRoot ? undefined : fault("row root");
}

/** Whether there is a query of the model's lanes for every published row. */
export function checkQueryShape({ content }: PublishedBatch, { model }: AuditContext): DataFault | undefined {
  const { rows, queries } = content;
  const isShaped = queries.rows === rows.length && queries.lanes === model.responses.lanes;
  return isShaped ? undefined : fault("shape of the queries");
}

/** Whether every published query, of the right shape, is the one that its row commits to. */
export function checkQueries({ content }: PublishedBatch): DataFault | undefined {
  const wrong = content.rows.findIndex((row, i) => vectorRoot(laneRow(content.queries, i)) !== row.queryRoot);
  return wrong >= 0 ? fault(`query of row ${wrong}`) : undefined;
}

/** Whether the published earnings and statements are those that the signed earnings root commits to. */
export function checkStatementData({ posted, content }: PublishedBatch, context: AuditContext): DataFault | undefined {
  const { earnings, credits } = content;
  const { length } = context.model.contributions;

  if (earnings.length !== length || credits.length !== length) return fault("earnings count");
  if (earningsTree(earnings).root !== posted.batch.earningsRoot) return fault("earnings root");
  const wrong = credits.findIndex((statement, i) => {
    const sum = statement.reduce((total, { amount }) => total + amount, 0n);
    return sum > MAX_SUM || sumRoot(statementLeaves(statement)).hash !== earnings[i]!.statementRoot;
  });
  return wrong >= 0 ? fault(`statement of contribution ${wrong}`) : undefined;
}

function fault(reason: string): DataFault {
  return { proof: "data", reason };
}
