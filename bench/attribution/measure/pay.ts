import { highest } from "../../../engine/src/core/evaluate/detection.js";
import type { ScoreTable } from "../../../engine/src/core/evaluate/lds.js";
import { spearman } from "../../../engine/src/core/evaluate/spearman.js";
import { MAX_ENTRIES } from "../../../engine/src/core/ledger/entries.js";
import { randomStream } from "../../../engine/src/core/train/random.js";
import { shuffle } from "../../../engine/src/core/train/shuffle.js";
import type { BenchCell, BenchCorpus, BenchQuery } from "../corpus/bench-corpus.js";
import { mean } from "./bootstrap.js";

/** Random halvings of the queries over which incomes are compared. */
const HALVINGS = 50;

/**
 * What each cell gets of each asked query's payment, 1 a query, by the protocol's rule: the most helpful cells by score times
 * quality weight, in proportion to it, and by quality alone where nothing helped. A measure, not money: shares are floats.
 */
export function payByQuery(corpus: BenchCorpus, scores: ScoreTable): number[][] {
  const weights = qualityWeights(corpus, scores);
  return askedQueries(corpus).map((query) => {
    const shares = scores[query]!.map((score, cell) => Math.max(0, score) * weights[cell]!);
    return divide(shares) ?? divide(weights) ?? weights;
  });
}

/** Rows of the score table that were asked and paid for; the others are held-out text. */
export function askedQueries({ queries }: BenchCorpus): number[] {
  return [...queries.keys()].filter((query) => !queries[query]!.isHeldOut);
}

/** Share of each payment that reaches the cells which `test` picks for the query. */
export function payTo(
  corpus: BenchCorpus,
  scores: ScoreTable,
  test: (cell: BenchCell, query: BenchQuery) => boolean,
): number[] {
  const pay = payByQuery(corpus, scores);
  return askedQueries(corpus).map((query, row) =>
    corpus.cells.reduce((sum, cell, i) => sum + (test(cell, corpus.queries[query]!) ? pay[row]![i]! : 0), 0),
  );
}

/**
 * How well cells' incomes from one half of the queries rank their incomes from the other: the mean over random halvings, then each.
 */
export function incomeStability(corpus: BenchCorpus, scores: ScoreTable, seed: string): number[] {
  return stabilityOf(payByQuery(corpus, scores), seed);
}

/** The same of a table of pay: by query, then cell. */
export function stabilityOf(pay: readonly (readonly number[])[], seed: string): number[] {
  const random = randomStream(seed, "halves");
  const halvings = Array.from({ length: HALVINGS }, () => {
    const order = shuffle(pay.length, random);
    const half = Math.floor(order.length / 2);
    const income = (rows: readonly number[]): number[] =>
      pay[0]!.map((_, cell) => rows.reduce((sum, row) => sum + pay[row]![cell]!, 0));
    return spearman(income(order.slice(0, half)), income(order.slice(half)));
  });
  return [mean(halvings), ...halvings];
}

/** `w`: how much a cell helps its own Datanet on text that was not trained on; 0 if it does not. */
function qualityWeights({ cells, queries }: BenchCorpus, scores: ScoreTable): number[] {
  return cells.map(({ topic }, cell) => {
    const rows = [...queries.keys()].filter((query) => queries[query]!.isHeldOut && queries[query]!.topic === topic);
    return Math.max(
      0,
      rows.reduce((sum, row) => sum + scores[row]![cell]!, 0),
    );
  });
}

function divide(shares: readonly number[]): number[] | undefined {
  const paid = new Set(highest(shares, MAX_ENTRIES));
  const total = shares.reduce((sum, share, cell) => sum + (paid.has(cell) ? share : 0), 0);
  return total === 0 ? undefined : shares.map((share, cell) => (paid.has(cell) ? share / total : 0));
}
