import type { Engine } from "../model/engine.js";
import { NonFiniteError } from "../errors.js";
import type { ModelConfig } from "../model/config.js";
import { fullGradient } from "../model/full-gradient.js";
import { parameterLayout } from "../model/layout.js";
import { createNetwork, packNetwork } from "../model/network.js";
import type { Sample } from "../model/sample.js";
import { optimizerStep } from "./optimizer.js";
import type { Optimizer } from "./plan.js";
import { randomStream } from "./random.js";
import type { TrainingProgress } from "./train-adapter.js";

/** How the base model is trained: `steps` batches; the rate rises linearly over `warmup` steps and falls linearly to 0. */
export type PretrainingRecipe = {
  readonly steps: number;
  readonly warmup: number;
  readonly batch: number;
  /** Highest learning rate. */
  readonly rate: number;
  readonly seed: string;
  readonly optimizer: Optimizer;
};

/** All that a training needs to go on: parameters, AdamW's moments, steps taken. */
export type Checkpoint = {
  readonly steps: number;
  readonly parameters: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
};

/**
 * Trains all parameters on `texts` (modalities, drawn with equal chance) from a checkpoint up to step `until`. The windows of
 * a step depend on the seed and the step alone, so a training resumes to the same bytes. Throws {@link NonFiniteError}.
 */
export function pretrain(
  engine: Engine,
  config: ModelConfig,
  from: Checkpoint,
  options: {
    readonly texts: readonly Uint8Array[];
    readonly recipe: PretrainingRecipe;
    readonly until: number;
    readonly onProgress?: (progress: TrainingProgress) => void;
  },
): Checkpoint {
  return engine.arena.scope(() => {
    const { arena, kernels } = engine;
    const { recipe, texts, until } = options;
    const network = createNetwork(engine, config, from.parameters);
    const count = network.parameterCount;
    const gradient = arena.floats(count);
    const sampleGradient = arena.floats(count);
    const mean = arena.floats(count);
    const variance = arena.floats(count);
    arena.view(mean, count).set(from.mean);
    arena.view(variance, count).set(from.variance);
    const slots = parameterLayout(config);
    const state = { engine, slots, count, weights: network.parameters, gradient, mean, variance, steps: from.steps };

    while (state.steps < until) {
      const step = state.steps;
      const batch = drawBatch(texts, recipe, { step, context: config.context });
      const bytes = batch.length * config.context;
      arena.view(gradient, count).fill(0);
      let loss = 0;
      for (const sample of batch) {
        loss += fullGradient(network, sample, sampleGradient) / bytes;
        kernels.axpy(gradient, sampleGradient, 1 / bytes, count);
      }
      if (!Number.isFinite(loss)) throw new NonFiniteError(`step ${step + 1}, loss`);
      optimizerStep(state, { ...recipe.optimizer, rate: rateAt(recipe, step) });
      packNetwork(network);
      options.onProgress?.({ step: state.steps, steps: recipe.steps, loss });
    }
    const copy = (address: number): Float32Array => arena.view(address, count).slice();
    return { steps: until, parameters: copy(network.parameters), mean: copy(mean), variance: copy(variance) };
  });
}

function rateAt({ rate, warmup, steps }: PretrainingRecipe, step: number): number {
  return step < warmup ? (rate * (step + 1)) / warmup : (rate * (steps - step)) / (steps - warmup);
}

function drawBatch(
  texts: readonly Uint8Array[],
  { seed, batch }: PretrainingRecipe,
  { step, context }: { readonly step: number; readonly context: number },
): Sample[] {
  const random = randomStream(seed, `batch ${step}`);
  const weights = new Float32Array(context).fill(1);
  return Array.from({ length: batch }, () => {
    const text = texts[random.below(texts.length)]!;
    const start = random.below(text.length - context);
    const end = start + context;
    return { inputs: text.subarray(start, end), targets: text.subarray(start + 1, end + 1), weights };
  });
}
