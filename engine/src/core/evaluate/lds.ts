import { spearman } from "./spearman.js";

/** Scores by query and cell, positive where the cell helped. */
export type ScoreTable = readonly (readonly number[])[];

/**
 * Linear datamodeling score (TRAK, arXiv:2303.14186) of each query: Spearman's correlation over subsets between the sum of the
 * scores of the cells kept and how well the model retrained on them does, −loss.
 */
export function ldsByQuery(
  scores: ScoreTable,
  subsets: readonly (readonly number[])[],
  /** Loss by subset and query. */
  losses: readonly (readonly number[])[],
): number[] {
  return scores.map((row, query) => {
    const predicted = subsets.map((weights) => row.reduce((sum, value, cell) => sum + value * weights[cell]!, 0));
    return spearman(
      predicted,
      losses.map((byQuery) => -byQuery[query]!),
    );
  });
}

/** {@link ldsByQuery}, averaged over queries. */
export function linearDatamodelingScore(...args: Parameters<typeof ldsByQuery>): number {
  return mean(ldsByQuery(...args));
}

/** Spearman's correlation over cells between two score tables, query by query. */
export function spearmanByQuery(a: ScoreTable, b: ScoreTable): number[] {
  return a.map((row, query) => spearman(row, b[query]!));
}

/** {@link spearmanByQuery}, averaged over queries. */
export function meanSpearman(a: ScoreTable, b: ScoreTable): number {
  return mean(spearmanByQuery(a, b));
}

/** Exact leave-one-out by query and cell: how much the loss rises without the cell. */
export function leaveOneOut(losses: {
  readonly all: readonly number[];
  readonly without: readonly (readonly number[])[];
}): number[][] {
  return losses.all.map((loss, query) => losses.without.map((byQuery) => byQuery[query]! - loss));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
