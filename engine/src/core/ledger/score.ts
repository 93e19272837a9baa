import { type LaneMatrix, laneRow, LaneShapeError } from "./lanes.js";

/** Scores one query against all responses: result i is the exact `Σ query · response i`. Kernels may replace {@link scoreAll}. */
export type ScoreKernel = (query: Int8Array, responses: LaneMatrix) => ArrayLike<number>;

/** Lanes whose products surely sum below 2^31: |a_i · b_i| ≤ 2^14. */
const BLOCK = 2 ** 16;

/** Exact integer dot product: 32-bit integers within a block, doubles over blocks (exact up to 2^39 lanes). */
export function dot(a: Int8Array, b: Int8Array): number {
  if (a.length !== b.length) throw new LaneShapeError(`${a.length} lanes`, `${b.length}`);
  let sum = 0;
  for (let from = 0; from < a.length; from += BLOCK) sum += dotBlock(a, b, from);
  return sum;
}

/** `| 0` after every sum keeps the engine in 32-bit integers, which never overflow within a block: 6 ms
 * instead of 40 for 1,000 cells of 7,168 lanes. */
function dotBlock(a: Int8Array, b: Int8Array, from: number): number {
  const end = Math.min(from + BLOCK, a.length);
  const unrolledEnd = end - 3;
  let [even, odd, i] = [0, 0, from];
  for (; i < unrolledEnd; i += 4) {
    even = (even + Math.imul(a[i]!, b[i]!) + Math.imul(a[i + 2]!, b[i + 2]!)) | 0;
    odd = (odd + Math.imul(a[i + 1]!, b[i + 1]!) + Math.imul(a[i + 3]!, b[i + 3]!)) | 0;
  }
  for (; i < end; i++) even = (even + Math.imul(a[i]!, b[i]!)) | 0;
  return (even + odd) | 0;
}

/** The plain {@link ScoreKernel}. */
export const scoreAll: ScoreKernel = (query, responses) =>
  Array.from({ length: responses.rows }, (_, row) => dot(query, laneRow(responses, row)));

/** `max(0, score)` as the integer that money is divided by. The one place where a score becomes a bigint. */
export function positivePart(score: number): bigint {
  return score > 0 ? BigInt(score) : 0n;
}
