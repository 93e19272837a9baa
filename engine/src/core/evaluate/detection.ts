import { InvalidInputError } from "../errors.js";
import { ranks } from "./spearman.js";

/**
 * Area under the ROC curve: the chance that a random positive scores above a random negative, a tie counting half
 * (Mann–Whitney). Throws {@link InvalidInputError} unless there are both.
 */
export function areaUnderCurve(scores: readonly number[], isPositive: readonly boolean[]): number {
  const positives = isPositive.filter(Boolean).length;
  const negatives = isPositive.length - positives;
  if (positives === 0 || negatives === 0) throw new InvalidInputError("expected positives and negatives");
  const rankSum = ranks(scores).reduce((sum, rank, i) => sum + (isPositive[i]! ? rank : 0), 0);
  return (rankSum - (positives * (positives - 1)) / 2) / (positives * negatives);
}

/** Share of the positives among as many highest scores as there are positives. Ties: the lower index first. */
export function recallAtSize(scores: readonly number[], isPositive: readonly boolean[]): number {
  const size = isPositive.filter(Boolean).length;
  return highest(scores, size).filter((i) => isPositive[i]!).length / size;
}

/** Indices of the `count` highest scores, descending. Ties: the lower index first. */
export function highest(scores: readonly number[], count: number): number[] {
  return scores
    .map((_, i) => i)
    .sort((i, j) => scores[j]! - scores[i]! || i - j)
    .slice(0, count);
}
