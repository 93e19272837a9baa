import { keccakText } from "../../../engine/src/core/hash/keccak.js";
import { type Random, randomStream } from "../../../engine/src/core/train/random.js";

/** A mean and the interval that holds 95 % of it over random draws of what it was measured on. */
export type Estimate = { readonly mean: number; readonly low: number; readonly high: number };

/** Values of one data seed: for each pair of training seeds one a query. */
export type SeedValues = readonly (readonly number[])[];

const DRAWS = 1_000;
const TAIL = 0.025;

/**
 * The mean over data seeds of the mean over training seeds and queries, with a percentile interval from the hierarchical
 * bootstrap: data seeds, then training seeds and queries within each are drawn with replacement. The same draws every time.
 */
export function bootstrap(values: readonly SeedValues[]): Estimate {
  const random = randomStream(keccakText("openledger attribution bench, bootstrap"), "draws");
  const means = Array.from({ length: DRAWS }, () => mean(draw(values, random).map((seed) => drawnMean(seed, random))));
  return { mean: mean(values.map((seed) => mean(seed.map(mean)))), ...interval(means) };
}

/**
 * The same for figures that all queries give together: a data seed's vector is the figure, followed by its values on random
 * draws of the queries.
 */
export function bootstrapDrawn(values: readonly (readonly number[])[]): Estimate {
  const random = randomStream(keccakText("openledger attribution bench, bootstrap"), "draws");
  const means = Array.from({ length: DRAWS }, () =>
    mean(draw(values, random).map((vector) => vector[1 + random.below(vector.length - 1)]!)),
  );
  return { mean: mean(values.map((vector) => vector[0]!)), ...interval(means) };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function drawnMean(seed: SeedValues, random: Random): number {
  const queries = draw([...seed[0]!.keys()], random);
  return mean(draw(seed, random).map((byQuery) => mean(queries.map((query) => byQuery[query]!))));
}

function draw<T>(items: readonly T[], random: Random): T[] {
  return items.map(() => items[random.below(items.length)]!);
}

function interval(means: readonly number[]): { readonly low: number; readonly high: number } {
  const sorted = [...means].sort((a, b) => a - b);
  const at = Math.floor(TAIL * sorted.length);
  return { low: sorted[at]!, high: sorted[sorted.length - 1 - at]! };
}
