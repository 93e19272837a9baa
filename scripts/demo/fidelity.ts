import { keccakText } from "../../engine/src/core/hash/keccak.js";
import { exchangeOf } from "../../engine/src/core/inference/request.js";
import { MAX_ENTRIES } from "../../engine/src/core/ledger/entries.js";
import { laneRow } from "../../engine/src/core/ledger/lanes.js";
import { dot } from "../../engine/src/core/ledger/score.js";
import { gradientDots, randomScores, tfIdfCosines } from "../../engine/src/core/evaluate/baselines.js";
import {
  leaveOneOut,
  linearDatamodelingScore,
  meanSpearman,
  type ScoreTable,
} from "../../engine/src/core/evaluate/lds.js";
import { randomSubsets } from "../../engine/src/core/evaluate/subsets.js";
import { withAdapter } from "../../engine/src/core/model/adapter.js";
import type { Exchange } from "../../engine/src/core/model/answer-windows.js";
import type { Lora } from "../../engine/src/core/model/lora.js";
import { queryVector } from "../../engine/src/core/quantize/query-vector.js";
import type { Contributed } from "./datanets.js";
import type { DemoModel, Lab } from "./model.js";
import type { Served } from "./market.js";
import type { Progress } from "./progress.js";

/** How true a way of scoring is, each figure over all paid answers. */
export type Fidelity = {
  /** Linear datamodeling score over random half-subsets. */
  readonly lds: number;
  /** Mean Spearman correlation with exact leave-one-out losses. */
  readonly looSpearman: number;
  /** Share of questions whose source is paid first, and among the first three. */
  readonly sourceFirst: number;
  readonly sourceInTopThree: number;
};

export type FidelityTable = Readonly<Record<"response-int8" | "gradient-dot" | "tf-idf" | "random", Fidelity>>;

const SUBSETS = 24;
const LOO_CELLS = 16;
const TF_IDF_GRAM = 4;

/**
 * Measures the int8 scores on the answers that were paid for, beside three baselines: retrains on random half-subsets of the cells, and
 * without each of a sample of cells.
 */
export async function measureFidelity(
  lab: Lab,
  options: {
    readonly model: DemoModel;
    readonly served: readonly Served[];
    readonly contributed: readonly Contributed[];
    readonly progress: Progress;
  },
): Promise<FidelityTable> {
  const { model, served, progress } = options;
  const { adapter } = model.trained.responses;
  const exchanges = served.map(({ request, answer }) => exchangeOf(request, answer));
  const texts = model.trainingSet.cells.map(({ bytes }) => bytes);
  const count = texts.length;

  const all = texts.map(() => 1);
  const subsets = randomSubsets(count, {
    count: SUBSETS,
    keep: Math.floor(count / 2),
    seed: keccakText("demo subsets"),
  });
  const sample = randomSubsets(count, { count: 1, keep: LOO_CELLS, seed: keccakText("demo leave-one-out") })[0]!;
  const cells = [...sample.keys()].filter((cell) => sample[cell] === 1);
  const without = cells.map((cell) => all.map((weight, i) => (i === cell ? 0 : weight)));
  const plan = { cells: texts, cellWeights: all, seed: model.seed, recipe: model.recipe };
  const runs = await lab.pool.run(
    { base: lab.base, plan, weightSets: [all, ...subsets, ...without], probes: exchanges },
    { onProgress: ({ done, total }) => progress.step("retrainings", done, total) },
  );
  const losses = runs.map((run) => run.losses);
  const subsetLosses = losses.slice(1, 1 + SUBSETS);
  const exact = leaveOneOut({ all: losses[0]!, without: losses.slice(1 + SUBSETS) });

  const measure = (scores: ScoreTable, weights: readonly number[]): Fidelity => ({
    lds: linearDatamodelingScore(scores, subsets, subsetLosses),
    looSpearman: meanSpearman(
      scores.map((row) => cells.map((cell) => row[cell]!)),
      exact,
    ),
    ...sourceRanks(scores, weights, options),
  });
  const equal = all;
  const quality = model.trained.bundle.manifest.cells.map(({ weight }) => Number(weight));
  const lora = <T>(work: (merged: Lora) => T): T => withAdapter(lab.engine, lab.base, adapter, work);
  const tfIdf = { queries: exchanges, gram: TF_IDF_GRAM };
  return {
    "response-int8": measure(responseScores(lab, model, exchanges), quality),
    "gradient-dot": measure(
      lora((merged) => gradientDots(merged, texts, exchanges)),
      equal,
    ),
    "tf-idf": measure(tfIdfCosines(lab.engine, texts, tfIdf), equal),
    random: measure(randomScores(exchanges.length, count, keccakText("demo random")), equal),
  };
}

/** The very integers that were paid by. */
function responseScores({ engine, base }: Lab, { trained }: DemoModel, exchanges: readonly Exchange[]): ScoreTable {
  const { responses } = trained.bundle;
  return exchanges.map((exchange) => {
    const { lanes } = queryVector(engine, base, trained.responses.adapter, exchange);
    return Array.from({ length: responses.rows }, (_, cell) => dot(lanes, laneRow(responses, cell)));
  });
}

/** Pays every answer by the payout rule (shares as floats: this is a measure, not money) and looks where its source stands. */
function sourceRanks(
  scores: ScoreTable,
  weights: readonly number[],
  { model, served, contributed }: { model: DemoModel; served: readonly Served[]; contributed: readonly Contributed[] },
): Pick<Fidelity, "sourceFirst" | "sourceInTopThree"> {
  const { cells, contributions } = model.trainingSet;
  const ranks = served.map(({ question }, i) => {
    const shares = scores[i]!.map((score, cell) => ({ cell, share: Math.max(0, score) * weights[cell]! }));
    const paid = new Map<bigint, number>();
    for (const { cell, share } of shares.sort((a, b) => b.share - a.share || a.cell - b.cell).slice(0, MAX_ENTRIES)) {
      if (share === 0) continue;
      const { contributionId } = contributions[cells[cell]!.contribution]!;
      paid.set(contributionId, (paid.get(contributionId) ?? 0) + share);
    }
    const order = [...paid].sort(([a, x], [b, y]) => y - x || Number(a - b)).map(([id]) => id);
    const source = contributed.find((each) => each.source.title === question.passage.title)!;
    return order.indexOf(source.contributionId);
  });
  const shareOf = (test: (rank: number) => boolean) => ranks.filter(test).length / ranks.length;
  return { sourceFirst: shareOf((rank) => rank === 0), sourceInTopThree: shareOf((rank) => rank >= 0 && rank < 3) };
}
