import { toHex } from "../hash/hex.js";
import type { Row } from "../hash/structs.js";
import { compareEntries, MAX_ENTRIES, rowEntries } from "../ledger/entries.js";
import { laneRow } from "../ledger/lanes.js";
import { positivePart, scoreAll } from "../ledger/score.js";
import { laneBytes } from "../tree/vector-root.js";
import type { AuditContext, PublishedBatch } from "./audit-case.js";
import { cellEvidence, rowEvidence } from "./evidence.js";
import type { OmittedFault, RowFault, ScoreFault } from "./fault.js";

/** Recomputes every row's entries from the committed vectors: first the form of its list, then its shares, then what it leaves out. */
export function checkRows(
  published: PublishedBatch,
  context: AuditContext,
): RowFault | ScoreFault | OmittedFault | undefined {
  for (const [i, row] of published.content.rows.entries()) {
    const fault = checkList(row, i, context.model.cells.length) ?? checkShares(published, context, i);
    if (fault) return fault;
  }
  return undefined;
}

function checkList({ entries }: Row, row: number, cellCount: number): RowFault | undefined {
  const fault = (reason: RowFault["reason"]): RowFault => ({ proof: "row", reason, row });
  if (entries.length > MAX_ENTRIES) return fault("too many entries");
  if (entries.some(({ cell }) => cell >= cellCount)) return fault("no such cell");
  if (entries.some(({ share }) => share === 0n)) return fault("no share");
  if (entries.some((entry, i) => i > 0 && compareEntries(entries[i - 1]!, entry) > 0)) return fault("unsorted");
  if (new Set(entries.map(({ cell }) => cell)).size !== entries.length) return fault("cell listed twice");
  return undefined;
}

function checkShares(
  published: PublishedBatch,
  context: AuditContext,
  index: number,
): ScoreFault | OmittedFault | undefined {
  const { posted, content } = published;
  const { cells, responses } = context.model;
  const { entries } = content.rows[index]!;
  const query = laneRow(content.queries, index);
  const scores = (context.score ?? scoreAll)(query, responses);
  const lanesOf = (cell: number) => [toHex(laneBytes(query)), toHex(laneBytes(laneRow(responses, cell)))] as const;

  for (const [entry, { cell, share }] of entries.entries()) {
    const expected = positivePart(scores[cell]!) * cells[cell]!.weight;
    if (share === expected) continue;
    const evidence = [posted, rowEvidence(content, index), entry, cellEvidence(cells, cell), ...lanesOf(cell)] as const;
    return { proof: "score", row: index, entry, given: share, expected, method: "refuteScore", args: evidence };
  }

  const listed = new Set(entries.map(({ cell }) => cell));
  const weights = cells.map(({ weight }) => weight);
  const omitted = rowEntries(scores, weights).find(({ cell }) => !listed.has(cell));
  if (!omitted) return undefined;
  const { cell, share } = omitted;
  const evidence = [posted, rowEvidence(content, index), cellEvidence(cells, cell), ...lanesOf(cell)] as const;
  return { proof: "omitted", row: index, cell, share, method: "refuteOmitted", args: evidence };
}
