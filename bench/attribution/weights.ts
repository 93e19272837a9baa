import { keccakText } from "../../engine/src/core/hash/keccak.js";
import { randomSubsets } from "../../engine/src/core/evaluate/subsets.js";
import type { BenchCorpus } from "./corpus/bench-corpus.js";

/** Ways of drawing the subsets that truth is measured on; `tune` is drop 50 % again, only ever used to choose dampings. */
export const FAMILIES = ["drop50", "drop10", "drop2", "contributors", "tune"] as const;
export type Family = (typeof FAMILIES)[number];

const DROPPED = { drop50: 0.5, drop10: 0.1, drop2: 0.02, tune: 0.5 } as const;

/**
 * Random subsets as weight sets of 0 and 1. The same for every training seed of a text, so that losses can be compared across
 * seeds; the first n of more are the n of fewer. Where one cell is dropped, each is once. `contributors` drops half of them with
 * all their cells.
 */
export function subsetsOf({ cells }: BenchCorpus, family: Family, count: number): number[][] {
  const seed = keccakText(`openledger attribution bench, subsets ${family}`);
  if (family === "contributors") {
    const contributors = 1 + Math.max(...cells.map(({ contributor }) => contributor));
    const kept = randomSubsets(contributors, { count, keep: Math.floor(contributors / 2), seed });
    return kept.map((weights) => cells.map(({ contributor }) => weights[contributor]!));
  }
  const dropped = Math.max(1, Math.round(cells.length * DROPPED[family]));
  if (dropped === 1) return cells.slice(0, count).map((_, left) => cells.map((__, cell) => (cell === left ? 0 : 1)));
  return randomSubsets(cells.length, { count, keep: cells.length - dropped, seed });
}

export function allCells({ cells }: BenchCorpus): number[] {
  return cells.map(() => 1);
}

/** All cells but some. */
export function without(corpus: BenchCorpus, left: readonly number[]): number[] {
  return corpus.cells.map((_, cell) => (left.includes(cell) ? 0 : 1));
}
