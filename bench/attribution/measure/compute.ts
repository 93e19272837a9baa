import { areaUnderCurve, highest, recallAtSize } from "../../../engine/src/core/evaluate/detection.js";
import { ldsByQuery, type ScoreTable, spearmanByQuery } from "../../../engine/src/core/evaluate/lds.js";
import { randomStream } from "../../../engine/src/core/train/random.js";
import type { BenchCorpus } from "../corpus/bench-corpus.js";
import type { ScoreSource } from "../scoring/score-source.js";
import type { Study } from "../study.js";
import { allCells, type Family, without } from "../weights.js";
import { FAMILY_OF } from "./columns.js";
import { askedQueries, incomeStability, payTo } from "./pay.js";
import type { Measure } from "./measures.js";

/** Part of the cells whose removal is measured. */
const REMOVED = 0.05;
/** Draws of the queries with which the spread of a figure over all queries together is told. */
const RESAMPLES = 200;

/** A measure's values: one for each query, save for the columns that are `DRAWN`. */
export function valuesOf(study: Study, { column, method, scored, truth }: Measure, source: ScoreSource): number[] {
  const { corpus } = study.experiments[0]!;
  const scores = source.scores(method, scored);
  const lds = (family: Family): number[] =>
    ldsByQuery(scores, study.weights[family], source.losses(study.weights[family], truth));
  switch (column) {
    case "ldsDrop50":
    case "ldsDrop10":
    case "ldsDrop2":
    case "contributorLds":
    case "ldsCrossSeed":
      return lds(FAMILY_OF[column]);
    case "looSpearman":
      return spearmanByQuery(scores, source.scores("leave-one-out", truth));
    case "mislabelAuc":
      return corruptionAucs(corpus, scores, study.id);
    case "classAuc":
      return byTopic(corpus, scores, areaUnderCurve);
    case "classRecall":
      return byTopic(corpus, scores, recallAtSize);
    case "sourceTop1":
      return sourceAmong(corpus, scores, 1);
    case "sourceTop3":
      return sourceAmong(corpus, scores, 3);
    case "removalTop5":
      return removalRises(study, scores, source);
    case "payGarbage":
      return payTo(corpus, scores, ({ isGarbage }) => isGarbage);
    case "payTopic":
      return payTo(corpus, scores, (cell, query) => cell.topic === query.topic && !cell.isGarbage);
    case "paySource":
      return payTo(corpus, scores, (cell, query) => cell.contributor === query.contributor);
    case "incomeStability":
      return incomeStability(corpus, scores, study.id);
  }
}

/** Queries whose best cells are removed: evenly spread. */
export function removalQueries({ removalQueries, experiments }: Study): number[] {
  const { queries } = experiments[0]!.corpus;
  return Array.from({ length: removalQueries }, (_, i) => Math.floor((i * queries.length) / removalQueries));
}

/** All cells but the twentieth that scored best. */
export function withoutBest(corpus: BenchCorpus, row: readonly number[]): number[] {
  return without(corpus, highest(row, Math.max(1, Math.round(row.length * REMOVED))));
}

function removalRises(study: Study, scores: ScoreTable, source: ScoreSource): number[] {
  const { corpus } = study.experiments[0]!;
  const [all] = source.losses([allCells(corpus)], 0);
  return removalQueries(study).map((query) => {
    const [left] = source.losses([withoutBest(corpus, scores[query]!)], 0);
    return 1000 * (left![query]! - all![query]!);
  });
}

function corruptionAucs({ cells }: BenchCorpus, scores: ScoreTable, seed: string): number[] {
  const isHonest = cells.map(({ isCorrupted }) => !isCorrupted);
  const aucOf = (rows: readonly number[]): number =>
    areaUnderCurve(
      cells.map((_, cell) => rows.reduce((sum, row) => sum + scores[row]![cell]!, 0)),
      isHonest,
    );
  const random = randomStream(seed, "resampled queries");
  const everyQuery = [...scores.keys()];
  const draws = Array.from({ length: RESAMPLES }, () => everyQuery.map(() => random.below(scores.length)));
  return [everyQuery, ...draws].map(aucOf);
}

/** Over honest cells: garbage has no Datanet, whatever it was contributed to. */
function byTopic(
  corpus: BenchCorpus,
  scores: ScoreTable,
  measure: (row: readonly number[], isPositive: readonly boolean[]) => number,
): number[] {
  const honest = corpus.cells.flatMap(({ isGarbage }, cell) => (isGarbage ? [] : [cell]));
  return askedQueries(corpus).map((query) => {
    const { topic } = corpus.queries[query]!;
    return measure(
      honest.map((cell) => scores[query]![cell]!),
      honest.map((cell) => corpus.cells[cell]!.topic === topic),
    );
  });
}

function sourceAmong(corpus: BenchCorpus, scores: ScoreTable, count: number): number[] {
  const contributors = 1 + Math.max(...corpus.cells.map(({ contributor }) => contributor));
  return askedQueries(corpus).map((query) => {
    const sums = new Array<number>(contributors).fill(0);
    for (const [cell, { contributor }] of corpus.cells.entries()) sums[contributor]! += scores[query]![cell]!;
    return highest(sums, count).includes(corpus.queries[query]!.contributor) ? 1 : 0;
  });
}
