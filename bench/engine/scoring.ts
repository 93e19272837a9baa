import { rowEntries } from "../../engine/src/core/ledger/entries.js";
import { withScoreKernel } from "../../engine/src/core/ledger/kernel-score.js";
import { type ScoreKernel, scoreAll } from "../../engine/src/core/ledger/score.js";
import { layoutLength, laneLayout } from "../../engine/src/core/model/layout.js";
import { queryVector } from "../../engine/src/core/quantize/query-vector.js";
import { DEFAULT_RECIPE } from "../../engine/src/core/train/plan.js";
import { loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { median, type Spent, stopwatch } from "../page/stopwatch.js";
import { benchModel, benchStream, LANES, randomLanes } from "./bucket.js";

export type ScoringFigures = {
  readonly cells: number;
  readonly lanes: number;
  readonly answerBytes: number;
  /** An answer's gradient to int8 lanes, and its scores and entries by the kernels and by plain TypeScript. */
  readonly gradient: Spent;
  readonly kernel: Spent;
  readonly plain: Spent;
};

const CELLS = 1000;
const ANSWER_BYTES = 64;
const ROUNDS = 101;

/** What one answer costs: its gradient, then its integer product with every cell and the choice of those that are paid. */
export async function measureScoring(): Promise<ScoringFigures> {
  const [engine, base] = [await loadEngine(), await loadBase()];
  const { lora } = DEFAULT_RECIPE;
  const random = benchStream("scoring");
  const lanes = Float32Array.from({ length: layoutLength(laneLayout(base.config, lora)) }, () => random.signed() / 10);
  const answer = Uint8Array.from({ length: ANSWER_BYTES }, () => 97 + random.below(26));
  const exchange = { prompt: answer.subarray(0, 32), answer };
  const gradient = spentOn(() => queryVector(engine, base, { lora, lanes }, exchange));

  const model = benchModel(CELLS);
  const query = randomLanes(random, LANES);
  const weights = model.cells.map(({ weight }) => weight);
  const scored = (score: ScoreKernel): Spent => spentOn(() => rowEntries(score(query, model.responses), weights));
  return {
    cells: CELLS,
    lanes: LANES,
    answerBytes: ANSWER_BYTES,
    gradient,
    kernel: withScoreKernel(engine, model.responses, scored),
    plain: scored(scoreAll),
  };
}

/** The median of many runs as time went by, and the mean of their processor time, which is not measured so finely. */
function spentOn(run: () => unknown): Spent {
  const read = stopwatch();
  const rounds = Array.from({ length: ROUNDS }, () => {
    const began = stopwatch();
    run();
    return began().seconds;
  });
  return { seconds: median(rounds), cpuSeconds: read().cpuSeconds / ROUNDS };
}
