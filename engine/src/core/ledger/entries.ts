import type { Entry } from "../hash/structs.js";
import { compareBigints } from "../order.js";
import { LaneShapeError } from "./lanes.js";
import { positivePart } from "./score.js";

/** Most cells that one answer pays. */
export const MAX_ENTRIES = 16;

/** The order of a list: share falling, then cell rising. Total, because a cell is listed once. */
export function compareEntries(a: Entry, b: Entry): number {
  return compareBigints(b.share, a.share) || a.cell - b.cell;
}

/** The first 16 of the cells with a share above 0, in the order of a list. */
export function topEntries(shares: readonly bigint[]): Entry[] {
  return shares
    .map((share, cell) => ({ cell, share }))
    .filter(({ share }) => share > 0n)
    .sort(compareEntries)
    .slice(0, MAX_ENTRIES);
}

/** A row's entries: `share = max(0, score) · w`. Empty when no cell moved the answer. */
export function rowEntries(scores: ArrayLike<number>, weights: readonly bigint[]): Entry[] {
  if (scores.length !== weights.length) throw new LaneShapeError(`${weights.length} scores`, `${scores.length}`);
  return topEntries(weights.map((weight, cell) => positivePart(scores[cell]!) * weight));
}

/** The default list: the cells of largest weight, `share = w`. Empty only for a model that cannot be registered. */
export function defaultList(weights: readonly bigint[]): Entry[] {
  return topEntries(weights);
}
