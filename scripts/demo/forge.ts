import type { RecordedSettlement } from "../../engine/src/core/audit/audit-case.js";
import type { Row } from "../../engine/src/core/hash/structs.js";
import type { BatchContent } from "../../engine/src/core/ledger/compute-batch.js";
import { earnings } from "../../engine/src/core/ledger/earnings.js";
import { compareEntries } from "../../engine/src/core/ledger/entries.js";
import type { LedgerModel } from "../../engine/src/core/ledger/model.js";
import { rowParts } from "../../engine/src/core/ledger/row-parts.js";
import { statements } from "../../engine/src/core/ledger/statements.js";

/** How much a dishonest quorum exaggerates. */
const EXAGGERATION = 1_000n;

/**
 * What a dishonest quorum would sign: the least cell of the first answer gets a thousand times its share, and everything after it (order,
 * statements, earnings) follows correctly, so that nothing but the score is wrong.
 */
export function forge(
  content: BatchContent,
  options: {
    readonly model: LedgerModel;
    readonly settlements: readonly RecordedSettlement[];
    readonly contributorsBps: number;
  },
): BatchContent {
  const { model, contributorsBps } = options;
  const target = content.rows.findIndex(({ entries }) => entries.length > 1);
  const rows = content.rows.map((row, i): Row => (i === target ? exaggerated(row) : row));
  const settlements = options.settlements.map(({ settlement }) => settlement);
  const credits = statements({ model, rows, parts: rowParts({ rows, settlements, contributorsBps }) });
  return { ...content, rows, credits, earnings: earnings({ ...model, credits, parent: undefined }) };
}

function exaggerated(row: Row): Row {
  const least = row.entries.at(-1)!;
  const raised = { cell: least.cell, share: least.share * EXAGGERATION };
  return { ...row, entries: [...row.entries.slice(0, -1), raised].sort(compareEntries) };
}
