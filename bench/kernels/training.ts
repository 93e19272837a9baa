import { blockUntilReady } from "@jax-js/jax";

import type { BaseModel } from "../../engine/src/core/model/base-file.js";
import { laneLayout } from "../../engine/src/core/model/layout.js";
import { initialLanes } from "../../engine/src/core/train/initial-lanes.js";
import { DEFAULT_RECIPE, type TrainingPlan } from "../../engine/src/core/train/plan.js";
import { trainAdapter } from "../../engine/src/core/train/train-adapter.js";
import { cutWindows } from "../../engine/src/core/train/windows.js";
import { loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { baseCorpus } from "../../engine/src/io/corpus/base-corpus.js";
import { keccakText } from "../../engine/src/core/hash/keccak.js";
import { median, stopwatch } from "../page/stopwatch.js";
import { laneTensors, parameterTensors, toWindows } from "./jax-model.js";
import { type JaxState, jaxState, jaxStep } from "./jax-training.js";

export type TrainingFigures = {
  readonly windows: number;
  readonly windowBytes: number;
  /** Medians, seconds of processor time a step. */
  readonly ours: number;
  readonly jax: number;
  /** Median over the rounds of jax-js's median step over ours. */
  readonly ratio: number;
};

const ROUNDS = 9;
/** Steps of a round, the first of each side's not counted: it sets up. */
const STEPS = 6;
/** By how much the losses of the two may differ, in nats a byte: they are the same training. */
const TOLERANCE = 1e-4;

/**
 * Times whole steps of the default recipe (forward, backward, clipping, AdamW) on the reference model: the engine's and the same written in
 * jax-js, in turn, from the same adapter on the same text. Throws where their losses part.
 */
export async function measureTraining(): Promise<TrainingFigures> {
  const [engine, base] = [await loadEngine(), await loadBase()];
  const plan = await onePassPlan(base);
  const stepsOfJax = jaxTraining(base, plan);
  const rounds: { readonly ours: number; readonly jax: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const ours: Step[] = [];
    let read = stopwatch();
    trainAdapter(engine, base, plan, ({ loss }) => {
      ours.push({ seconds: read().cpuSeconds, loss });
      read = stopwatch();
    });
    const jax = await stepsOfJax();
    for (const [step, { loss }] of ours.entries()) {
      if (!(Math.abs(loss - jax[step]!.loss) <= TOLERANCE)) {
        throw new Error(`Step ${String(step + 1)}: a loss of ${String(loss)}, in jax-js ${String(jax[step]!.loss)}.`);
      }
    }
    rounds.push({ ours: medianStep(ours), jax: medianStep(jax) });
  }
  return {
    windows: plan.cells.length,
    windowBytes: base.config.context,
    ours: median(rounds.map(({ ours }) => ours)),
    jax: median(rounds.map(({ jax }) => jax)),
    ratio: median(rounds.map(({ ours, jax }) => jax / ours)),
  };
}

type Step = { readonly seconds: number; readonly loss: number };

function medianStep(steps: readonly Step[]): number {
  return median(steps.slice(1).map(({ seconds }) => seconds));
}

/** A step's windows again and again, each a cell of its own. */
async function onePassPlan({ config: { context } }: BaseModel): Promise<TrainingPlan> {
  const [corpus] = await baseCorpus();
  const { batch } = DEFAULT_RECIPE;
  const cells = Array.from({ length: batch }, (_, i) => corpus!.text.subarray(i * context, (i + 1) * context + 1));
  return {
    cells,
    cellWeights: cells.map(() => 1),
    seed: keccakText("openledger-kernels-bench"),
    recipe: { ...DEFAULT_RECIPE, epochs: STEPS },
  };
}

/** Trains from the start at every call. What jax-js takes to build its arrays of a step's text is not counted. */
function jaxTraining(base: BaseModel, { cells, recipe }: TrainingPlan): () => Promise<Step[]> {
  const { config } = base;
  const shapes = { config, lora: recipe.lora };
  const take = jaxStep(shapes, recipe);
  const frozen = parameterTensors(config, base.parameters);
  const samples = cells.flatMap((cell) => cutWindows(cell, config.context));
  return async () => {
    let state: JaxState = jaxState(laneTensors(shapes, initialLanes(laneLayout(config, recipe.lora))));
    const steps: Step[] = [];
    for (let step = 1; step <= recipe.epochs; step++) {
      const windows = await blockUntilReady(toWindows(samples));
      const read = stopwatch();
      const [loss, next] = take({ state, frozen, windows, step });
      await blockUntilReady([loss, next]);
      const seconds = read().cpuSeconds;
      steps.push({ seconds, loss: (await loss.jsAsync()) as number });
      state = next;
    }
    return steps;
  };
}
