import { compareEntries, MAX_ENTRIES, rowEntries } from "../ledger/entries.js";
import { laneRow } from "../ledger/lanes.js";
import { positivePart, scoreAll } from "../ledger/score.js";
import { vectorRoot } from "../tree/vector-root.js";
import type { AuditContext, PublishedBatch } from "./audit-case.js";
import { dotEvidence } from "./dot-evidence.js";
import { cellEvidence, rowEvidence } from "./evidence.js";
import { NO_CELL } from "./evidence-types.js";
import type { OmittedFault, ScoreFault } from "./fault.js";

/** Recomputes every row's shares from the committed vectors: those it lists, then those it leaves out. */
export function checkScores(published: PublishedBatch, context: AuditContext): ScoreFault | OmittedFault | undefined {
  const { rows, queries } = published.content;
  for (const [i, row] of rows.entries()) {
    const query = laneRow(queries, i);
    if (vectorRoot(query) !== row.queryRoot) continue; // nothing can be shown with it; checkQueries tells
    const scores = (context.score ?? scoreAll)(query, context.model.responses);
    const fault =
      checkListed(published, context, { row: i, scores }) ?? checkOmitted(published, context, { row: i, scores });
    if (fault) return fault;
  }
  return undefined;
}

type ScoredRow = { readonly row: number; readonly scores: ArrayLike<number> };

function checkListed(
  { posted, content }: PublishedBatch,
  { model }: AuditContext,
  { row, scores }: ScoredRow,
): ScoreFault | undefined {
  for (const [entry, { cell, share }] of content.rows[row]!.entries.entries()) {
    const known = model.cells[cell];
    const expected = known ? positivePart(scores[cell]!) * known.weight : 0n;
    if (known && share === expected) continue;
    const proof = rowEvidence(content, row);
    const fault = { proof: "score", row, entry, given: share, expected } as const;
    const call = { prover: "scoreProver", method: "refuteScore" } as const;
    // A cell that the model does not have convicts by its index alone.
    if (!known) return { ...fault, prepare: [], ...call, args: [posted, proof, entry, NO_CELL, "0x", "0x"] };
    const { lanes, prepare } = dotEvidence(laneRow(content.queries, row), laneRow(model.responses, cell));
    return { ...fault, prepare, ...call, args: [posted, proof, entry, cellEvidence(model.cells, cell), ...lanes] };
  }
  return undefined;
}

/**
 * The best cell that a row leaves out although it belongs in.
 * @param scored.scores of all cells; 0 for those that are not looked at.
 */
export function checkOmitted(
  { posted, content }: PublishedBatch,
  { model }: Pick<AuditContext, "model">,
  { row, scores }: ScoredRow,
): OmittedFault | undefined {
  const { entries } = content.rows[row]!;
  const listed = new Set(entries.map(({ cell }) => cell));
  const weights = model.cells.map(({ weight }) => weight);
  const omitted = rowEntries(scores, weights).find(({ cell }) => !listed.has(cell));
  const last = entries.at(-1);
  const isFull = last !== undefined && entries.length >= MAX_ENTRIES;
  if (!omitted || (isFull && compareEntries(omitted, last) > 0)) return undefined;

  const { cell, share } = omitted;
  const { lanes, prepare } = dotEvidence(laneRow(content.queries, row), laneRow(model.responses, cell));
  const args = [posted, rowEvidence(content, row), cellEvidence(model.cells, cell), ...lanes] as const;
  return { proof: "omitted", row, cell, share, prepare, prover: "scoreProver", method: "refuteOmitted", args };
}
