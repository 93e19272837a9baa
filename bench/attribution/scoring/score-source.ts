import { randomScores, tfIdfCosines } from "../../../engine/src/core/evaluate/baselines.js";
import { leaveOneOut, linearDatamodelingScore, type ScoreTable } from "../../../engine/src/core/evaluate/lds.js";
import { bm25Index } from "../../../engine/src/core/retrieval/bm25.js";
import { type Experiment, jobOf } from "../experiment.js";
import type { Lab } from "../lab.js";
import { responseJobs, type Study } from "../study.js";
import { lossesOf } from "../trainings.js";
import { DAMPED, type Damped, DAMPINGS, type Method, variant } from "./methods.js";
import { getTable } from "./table-store.js";

/** Bytes of a term of BM25 and TF-IDF. */
const GRAM = 4;
/** Training seeds whose scores are averaged in `response-3-seeds`. */
export const AVERAGED_SEEDS = 3;

/** Scores of a study by method and training seed, and losses of what was retrained; each is computed once. */
export type ScoreSource = {
  readonly scores: (method: Method, seed: number) => ScoreTable;
  /** Losses by weight set and query under trainings that were done. */
  readonly losses: (weightSets: readonly (readonly number[])[], seed: number) => number[][];
  readonly dampingOf: (method: Damped | "trak-10") => number;
};

export function scoreSource(lab: Lab, study: Study): ScoreSource {
  const experimentAt = (seed: number): Experiment => study.experiments[seed]!;
  const { corpus } = study.experiments[0]!;
  const cells = corpus.cells.map(({ bytes }) => bytes);
  const exchanges = corpus.queries.map(({ exchange }) => exchange);

  const losses: ScoreSource["losses"] = (weightSets, seed) =>
    weightSets.map((weights) => lossesOf(lab, jobOf(experimentAt(seed), weights)));
  const dampedTable = (method: Damped | "trak-10", damping: number, seed: number): ScoreTable =>
    method === "trak-10"
      ? meanTable(study.trak.map((member) => getTable(lab, member, variant("trak-1", damping))))
      : getTable(lab, experimentAt(seed), variant(method, damping));
  const dampingOf = memoize((method: Damped | "trak-10") => {
    const truth = losses(study.weights.tune, 0);
    const fit = DAMPINGS.map((damping) =>
      linearDatamodelingScore(dampedTable(method, damping, 0), study.weights.tune, truth),
    );
    return DAMPINGS[fit.indexOf(Math.max(...fit))]!;
  });

  const compute = (method: Method, seed: number): ScoreTable => {
    switch (method) {
      case "random":
        return randomScores(exchanges.length, cells.length, study.id);
      case "bm25": {
        const index = bm25Index(lab.engine.kernels, cells, { gram: GRAM });
        return exchanges.map(({ prompt, answer }) => [...index.scores(Uint8Array.of(...prompt, ...answer))]);
      }
      case "tf-idf":
        return tfIdfCosines(lab.engine, cells, { queries: exchanges, gram: GRAM });
      case "leave-one-out": {
        const [all, ...without] = responseJobs(experimentAt(seed)).map((job) => lossesOf(lab, job));
        return leaveOneOut({ all: all!, without });
      }
      case "response-3-seeds": {
        const seeds = Array.from({ length: AVERAGED_SEEDS }, (_, i) => (seed + i) % study.seeds.scored);
        return meanTable(seeds.map((each) => scores("response-int8", each)));
      }
      default:
        return isDamped(method)
          ? dampedTable(method, dampingOf(method), seed)
          : getTable(lab, experimentAt(seed), method);
    }
  };
  const scores = memoize((method: Method, seed: number) => compute(method, seed));
  return { scores, losses, dampingOf };
}

export function isDamped(method: Method): method is Damped | "trak-10" {
  return method === "trak-10" || DAMPED.some((each) => each === method);
}

function meanTable(tables: readonly ScoreTable[]): ScoreTable {
  return tables[0]!.map((row, q) =>
    row.map((_, c) => tables.reduce((sum, table) => sum + table[q]![c]!, 0) / tables.length),
  );
}

function memoize<Args extends readonly (string | number)[], Result>(compute: (...args: Args) => Result) {
  const known = new Map<string, Result>();
  return (...args: Args): Result => {
    const key = args.join(" ");
    if (!known.has(key)) known.set(key, compute(...args));
    return known.get(key)!;
  };
}
