import { type LaneMatrix, laneRow, LaneShapeError } from "./lanes.js";

/** Scores one query against all responses: result i is the exact `Σ query · response i`. Kernels may replace {@link scoreAll}. */
export type ScoreKernel = (query: Int8Array, responses: LaneMatrix) => ArrayLike<number>;

/** Exact integer dot product. Exact as a double: |a · b| ≤ 2^14 a lane, so up to 2^39 lanes stay below 2^53. */
export function dot(a: Int8Array, b: Int8Array): number {
  if (a.length !== b.length) throw new LaneShapeError(`${a.length} lanes`, `${b.length}`);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** The plain {@link ScoreKernel}. */
export const scoreAll: ScoreKernel = (query, responses) =>
  Array.from({ length: responses.rows }, (_, row) => dot(query, laneRow(responses, row)));

/** `max(0, score)` as the integer that money is divided by. The one place where a score becomes a bigint. */
export function positivePart(score: number): bigint {
  return score > 0 ? BigInt(score) : 0n;
}
