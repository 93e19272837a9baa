import { concatBytes } from "@noble/hashes/utils.js";

import type { Hex } from "../../engine/src/core/hash/hex.js";
import { keccak, keccakText } from "../../engine/src/core/hash/keccak.js";
import { canonicalJson } from "../../engine/src/core/json/canonical-json.js";
import type { BaseModel } from "../../engine/src/core/model/base-file.js";
import { laneLayout } from "../../engine/src/core/model/layout.js";
import { initialLanes } from "../../engine/src/core/train/initial-lanes.js";
import type { Recipe, TrainingPlan } from "../../engine/src/core/train/plan.js";
import type { BenchCorpus } from "./corpus/bench-corpus.js";

/** A base model by name: `id` commits to its bytes, or to everything that they are computed from. */
export type BenchBase = {
  readonly id: string;
  readonly load: () => Promise<BaseModel>;
  /** Work of a training step, relative to the reference model. */
  readonly relativeCost: number;
};

/** Lanes that a training starts from: the protocol's, or others for each training seed. */
export type Start = "protocol" | "seed";

/** One model of one text: everything that its trainings and scores depend on. */
export type Experiment = {
  /** For people. */
  readonly name: string;
  readonly corpus: BenchCorpus;
  readonly base: BenchBase;
  readonly recipe: Recipe;
  readonly start: Start;
  readonly trainingSeed: number;
  /** Commits to all of the above and to the engine; every job's id is derived from it. */
  readonly id: Hex;
};

/** A training: the experiment with the cells weighted so. */
export type Job = { readonly experiment: Experiment; readonly weights: readonly number[]; readonly id: Hex };

/** @param parts.engine hash of the kernels. */
export function experimentOf(parts: Omit<Experiment, "id"> & { readonly engine: string }): Experiment {
  const { engine, ...experiment } = parts;
  const { corpus, base, recipe, start, trainingSeed } = experiment;
  const exchanges = corpus.queries.flatMap(({ exchange: { prompt, answer } }) => [prompt, answer]);
  const identity = {
    engine,
    base: base.id,
    recipe,
    start,
    seed: seedOf(trainingSeed),
    cells: corpus.cells.map(({ bytes }) => keccak(bytes)),
    queries: { lengths: exchanges.map(({ length }) => length), hash: keccak(concatBytes(...exchanges)) },
  };
  return { ...experiment, id: keccakText(canonicalJson(identity)) };
}

export function jobOf(experiment: Experiment, weights: readonly number[]): Job {
  return { experiment, weights, id: keccakText(`${experiment.id} ${weights.join("")}`) };
}

/** The seed that fixes the order; subsets and data have seeds of their own. */
export function seedOf(trainingSeed: number): Hex {
  return keccakText(`openledger attribution bench, training seed ${String(trainingSeed)}`);
}

/** The training on all cells, on the experiment's base model. */
export function planOf({ corpus, recipe, start, trainingSeed }: Experiment, { config }: BaseModel): TrainingPlan {
  const cells = corpus.cells.map(({ bytes }) => bytes);
  const seed = seedOf(trainingSeed);
  const plan = { cells, cellWeights: cells.map(() => 1), seed, recipe };
  return start === "protocol" ? plan : { ...plan, start: initialLanes(laneLayout(config, recipe.lora), seed) };
}
