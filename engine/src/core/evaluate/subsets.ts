import { randomStream } from "../train/random.js";
import { shuffle } from "../train/shuffle.js";

/** Random subsets as weight sets of 0 and 1: `count` of them, each keeping `keep` of `cells` cells. */
export function randomSubsets(
  cells: number,
  { count, keep, seed }: { readonly count: number; readonly keep: number; readonly seed: string },
): number[][] {
  const random = randomStream(seed, "subsets");
  return Array.from({ length: count }, () => {
    const weights = new Array<number>(cells).fill(0);
    for (const cell of shuffle(cells, random).slice(0, keep)) weights[cell] = 1;
    return weights;
  });
}
