import { checkOmitted } from "../../../engine/src/core/audit/check-scores.js";
import type { PublishedBatch } from "../../../engine/src/core/audit/audit-case.js";
import { decodeBatchBundle } from "../../../engine/src/core/bundle/batch-bundle.js";
import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { rowTree } from "../../../engine/src/core/ledger/compute-batch.js";
import { laneRow } from "../../../engine/src/core/ledger/lanes.js";
import type { LedgerModel } from "../../../engine/src/core/ledger/model.js";
import { dot } from "../../../engine/src/core/ledger/score.js";
import type { OmittedFault } from "../../../engine/src/core/audit/fault.js";
import { vectorRoot } from "../../../engine/src/core/tree/vector-root.js";
import { postedBatch } from "../batch-context.js";
import type { Published } from "../published.js";
import { type Judge, judged, judgementOf } from "./judge.js";
import type { ModelShelf } from "./model-shelf.js";
import { RIGHT } from "./verdict.js";

/**
 * The light way: a contributor looks for its own cells alone. Of every row it asks whether one of them belongs in the list and is not
 * there; what the others get, and what follows from the list, is for those who compute the whole batch.
 */
export function judgeOwnCells(published: Published, shelf: ModelShelf, contributionId: bigint): Judge {
  return (world, record) =>
    judged(async () => {
      const { ledger: model } = await shelf.take(world, record.batch.modelId);
      const own = ownCells(model, contributionId);
      if (own.length === 0) return RIGHT;

      const { content } = decodeBatchBundle(await published.readBundle(record.batch.dataHash as Hex));
      const { batch } = record;
      if (BigInt(content.rows.length) !== BigInt(batch.rowCount) || rowTree(content.rows).root !== batch.rowRoot)
        return { verdict: { kind: "unprovable", detail: "data: row root" } };
      return judgementOf(findOmitted({ posted: postedBatch(record), content }, model, own));
    });
}

/** The first row that leaves out one of these cells although it belongs in. */
export function findOmitted(
  published: PublishedBatch,
  model: LedgerModel,
  own: readonly number[],
): OmittedFault | undefined {
  const { rows, queries } = published.content;
  for (const [row, { queryRoot }] of rows.entries()) {
    const query = laneRow(queries, row);
    if (vectorRoot(query) !== queryRoot) continue; // shows nothing to anybody
    const scores = new Float64Array(model.cells.length); // the others' stay 0: they are not looked at
    for (const cell of own) scores[cell] = dot(query, laneRow(model.responses, cell));
    const fault = checkOmitted(published, { model }, { row, scores });
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** The cells of one contribution. */
export function ownCells({ contributions }: Pick<LedgerModel, "contributions">, contributionId: bigint): number[] {
  const found = contributions.find((each) => each.contributionId === contributionId);
  return Array.from({ length: found?.cellCount ?? 0 }, (_, i) => found!.firstCell + i);
}
