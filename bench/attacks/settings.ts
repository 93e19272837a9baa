import type { MarketSpec } from "./market/draw-market.js";

export type Scope = "full" | "quick";

export type Settings = {
  /** Markets on which every attack is tried, one a data seed. */
  readonly markets: readonly MarketSpec[];
  /** Smaller markets on which seeds are ground. */
  readonly grinding: readonly MarketSpec[];
  readonly seeds: number;
};

/** 32 honest cells and the attacker's. */
const FULL = { contributors: 16, cellsEach: 2, questions: 85 };
/** So small that luck rules it: it shows that the bench works. */
const QUICK = { contributors: 4, cellsEach: 2, questions: 10 };
/** Many trainings of few cells. */
const GROUND = { contributors: 8, cellsEach: 2, questions: 54 };

export function settingsOf(scope: Scope): Settings {
  const of = (size: Omit<MarketSpec, "dataSeed">, dataSeeds: readonly number[]): MarketSpec[] =>
    dataSeeds.map((dataSeed) => ({ ...size, dataSeed }));
  return scope === "full"
    ? { markets: of(FULL, [0, 1]), grinding: of(GROUND, [0, 1]), seeds: 5 }
    : { markets: of(QUICK, [0]), grinding: of(QUICK, [0]), seeds: 2 };
}
