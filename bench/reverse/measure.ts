import { leaveOneOut, type ScoreTable } from "../../engine/src/core/evaluate/lds.js";
import { spearman } from "../../engine/src/core/evaluate/spearman.js";
import { withAdapter } from "../../engine/src/core/model/adapter.js";
import { answerGradient } from "../../engine/src/core/model/answer-gradient.js";
import { reverseInfluence } from "../../engine/src/core/train/reverse/reverse-influence.js";
import { trainStored } from "../../engine/src/core/train/reverse/stored-training.js";
import { trainAdapter } from "../../engine/src/core/train/train-adapter.js";
import { type Experiment, planOf } from "../attribution/experiment.js";
import type { Lab } from "../attribution/lab.js";
import { scoreByResponses } from "../attribution/scoring/score-study.js";
import { getTable } from "../attribution/scoring/table-store.js";
import { responseJobs } from "../attribution/study.js";
import { lossesOf } from "../attribution/trainings.js";
import { type Spent, stopwatch } from "../page/stopwatch.js";

/** Rank correlation over the cells, one value a query. */
export type Agreement = readonly number[];

/** Reverse mode on one model, beside responses by retraining (R1) and exact leave-one-out. */
export type ReverseFigures = {
  readonly recipe: string;
  readonly cells: number;
  readonly checkpoints: number;
  readonly agreement: {
    readonly withResponses: Agreement;
    readonly withLeaveOneOut: Agreement;
    /** What R1 itself reaches. */
    readonly responsesWithLeaveOneOut: Agreement;
  };
  /** On one thread, one after the other. `queries` is for all of them together, the segments trained once more included. */
  readonly spent: {
    readonly training: Spent;
    readonly storedTraining: Spent;
    readonly oneQuery: Spent;
    readonly queries: Spent;
  };
};

/** @param queryCount how many of the corpus' queries, spread evenly over them. */
export async function measureReverse(lab: Lab, experiment: Experiment, queryCount: number): Promise<ReverseFigures> {
  const { engine } = lab;
  await scoreByResponses(lab, experiment);
  const all = experiment.corpus.queries;
  const places = Array.from({ length: queryCount }, (_, i) => Math.floor((i * all.length) / queryCount));
  const chosen = (table: ScoreTable): ScoreTable => places.map((place) => table[place]!);
  const responses = chosen(getTable(lab, experiment, "response-float"));
  const [whole, ...without] = responseJobs(experiment).map((job) => lossesOf(lab, job));
  const exact = chosen(leaveOneOut({ all: whole!, without }));

  const base = await experiment.base.load();
  const plan = planOf(experiment, base);
  const [, training] = timed(() => trainAdapter(engine, base, plan));
  const [{ adapter, checkpoints }, storedTraining] = timed(() => trainStored(engine, base, plan));
  const gradients = withAdapter(engine, base, adapter, (lora) =>
    places.map((place) => answerGradient(lora, all[place]!.exchange).gradient),
  );
  const score = (of: readonly Float32Array[]): number[][] =>
    reverseInfluence(engine, base, plan, { checkpoints, gradients: of });
  const [, oneQuery] = timed(() => score(gradients.slice(0, 1)));
  const [scores, queries] = timed(() => score(gradients));
  return {
    recipe: experiment.name,
    cells: plan.cells.length,
    checkpoints: checkpoints.length,
    agreement: {
      withResponses: correlations(scores, responses),
      withLeaveOneOut: correlations(scores, exact),
      responsesWithLeaveOneOut: correlations(responses, exact),
    },
    spent: { training, storedTraining, oneQuery, queries },
  };
}

function correlations(a: ScoreTable, b: ScoreTable): Agreement {
  return a.map((row, query) => spearman(row, b[query]!));
}

function timed<T>(work: () => T): readonly [T, Spent] {
  const read = stopwatch();
  return [work(), read()];
}
