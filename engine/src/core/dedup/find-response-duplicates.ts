import { type LaneMatrix, laneRow } from "../ledger/lanes.js";
import { dot } from "../ledger/score.js";
import type { Ratio } from "./similarity.js";

/** Two cells whose responses point the same way: to the model they are one text, whatever their bytes. */
export type ResponseDuplicate = { readonly original: number; readonly duplicate: number };

/**
 * Pairs of cells whose responses have a cosine of at least `threshold`, in integers: `dot > 0` and `dot² · denominator² ≥ numerator² · |a|² · |b|²`.
 * A cell is compared with the originals before it in `order`, and is a duplicate of the first that it resembles.
 * @param order rows of `responses`, the earliest commitment first.
 */
export function findResponseDuplicates(
  responses: LaneMatrix,
  order: readonly number[],
  threshold: Ratio,
): ResponseDuplicate[] {
  const squares = new Map(order.map((row) => [row, dot(laneRow(responses, row), laneRow(responses, row))]));
  const originals: number[] = [];
  const duplicates: ResponseDuplicate[] = [];
  for (const row of order) {
    const original = originals.find((other) => {
      const product = dot(laneRow(responses, row), laneRow(responses, other));
      return reaches({ product, squares: [squares.get(row)!, squares.get(other)!] }, threshold);
    });
    if (original === undefined) originals.push(row);
    else duplicates.push({ original, duplicate: row });
  }
  return duplicates;
}

/** Products of squares pass 2⁵³, hence bigints. */
function reaches(
  { product, squares: [a, b] }: { readonly product: number; readonly squares: readonly [number, number] },
  { numerator, denominator }: Ratio,
): boolean {
  if (product <= 0) return false;
  return (BigInt(product) * BigInt(denominator)) ** 2n >= BigInt(numerator) ** 2n * BigInt(a) * BigInt(b);
}
