import type { Adapter } from "../model/adapter.js";
import type { BaseModel } from "../model/base-file.js";
import type { Engine } from "../model/engine.js";
import { InvalidInputError, NonFiniteError } from "../errors.js";
import type { Slot } from "../model/layout.js";
import { laneLayout, layoutLength } from "../model/layout.js";
import type { Lora } from "../model/lora.js";
import { createLora, loraGradient, mergeLora } from "../model/lora.js";
import { createNetwork } from "../model/network.js";
import type { Sample } from "../model/sample.js";
import { initialLanes } from "./initial-lanes.js";
import { optimizerStep } from "./optimizer.js";
import type { TrainingPlan } from "./plan.js";
import { checkPlan } from "./plan.js";
import { randomStream } from "./random.js";
import { shuffle } from "./shuffle.js";
import { cutWindows } from "./windows.js";

/** A step that was taken; `loss` is the batch's mean in nats a byte, before the step. */
export type TrainingProgress = { readonly step: number; readonly steps: number; readonly loss: number };

/**
 * Trains a LoRA adapter on a plan. Same inputs, same bytes, on any machine.
 *
 * Each epoch visits every window once, in a new order from the seed. A batch's loss is Σ cell weight · nats divided by the
 * batch's bytes *whatever the weights*, so leaving a cell out (weight 0) moves nothing but that cell's own gradient.
 *
 * @param onLanes sees the lanes as initialised and after each step, with AdamW's running mean of squared gradients (before its
 * correction 1 − β₂ᵗ): views, good only during the call.
 * @throws `InvalidInputError` and {@link NonFiniteError}.
 */
export function trainAdapter(
  engine: Engine,
  base: BaseModel,
  plan: TrainingPlan,
  onProgress?: (progress: TrainingProgress) => void,
  onLanes?: (lanes: Float32Array, variance: Float32Array) => void,
): Adapter {
  checkPlan(plan);
  return engine.arena.scope(() => {
    const { arena } = engine;
    const { recipe } = plan;
    const lora = createLora(createNetwork(engine, base.config, base.parameters), recipe.lora);
    const slots = laneLayout(base.config, recipe.lora);
    const count = lora.laneCount;
    const gradient = arena.floats(count);
    const sampleGradient = arena.floats(count);
    const mean = arena.floats(count);
    const variance = arena.floats(count);
    arena.view(lora.lanes, count).set(startingLanes(plan, slots));
    const show = (): void => onLanes?.(arena.view(lora.lanes, count), arena.view(variance, count));
    show();

    const batches = planBatches(plan, base.config.context);
    const state = { engine, slots, count, weights: lora.lanes, gradient, mean, variance, steps: 0 };
    batches.forEach((batch, index) => {
      mergeLora(lora);
      const loss = batchGradient(lora, batch, { gradient, sampleGradient });
      if (!Number.isFinite(loss)) throw new NonFiniteError(`step ${index + 1}, loss`);
      optimizerStep(state, { ...recipe.optimizer, rate: recipe.rate });
      show();
      onProgress?.({ step: index + 1, steps: batches.length, loss });
    });
    return { lora: recipe.lora, lanes: arena.view(lora.lanes, count).slice() };
  });
}

function startingLanes({ start }: TrainingPlan, slots: readonly Slot[]): Float32Array {
  if (start === undefined) return initialLanes(slots);
  const expected = layoutLength(slots);
  if (start.length !== expected)
    throw new InvalidInputError(`expected ${expected} lanes to start from, got ${start.length}`);
  return start;
}

type WeightedSample = { readonly sample: Sample; readonly weight: number };

/** Windows of all steps in order. Depends on the cells' lengths and the seed, never on the weights' values. */
function planBatches({ cells, cellWeights, seed, recipe }: TrainingPlan, context: number): WeightedSample[][] {
  const windows = cells.flatMap((cell, index) =>
    cutWindows(cell, context).map((sample) => ({ sample, weight: cellWeights[index]! })),
  );
  const random = randomStream(seed, "order");
  const batches: WeightedSample[][] = [];
  for (let epoch = 0; epoch < recipe.epochs; epoch++) {
    const order = shuffle(windows.length, random);
    for (let start = 0; start < order.length; start += recipe.batch) {
      batches.push(order.slice(start, start + recipe.batch).map((at) => windows[at]!));
    }
  }
  return batches;
}

/** Adds per-sample gradients in the batch's order; returns the mean loss. */
function batchGradient(
  lora: Lora,
  batch: readonly WeightedSample[],
  { gradient, sampleGradient }: { readonly gradient: number; readonly sampleGradient: number },
): number {
  const { arena, kernels } = lora.network.engine;
  arena.view(gradient, lora.laneCount).fill(0);
  const bytes = batch.reduce((sum, { sample }) => sum + sample.targets.length, 0);
  let loss = 0;
  for (const { sample, weight } of batch) {
    if (weight === 0) continue; // adds exactly nothing
    loss += weight * loraGradient(lora, sample, sampleGradient);
    kernels.axpy(gradient, sampleGradient, weight / bytes, lora.laneCount);
  }
  return loss / bytes;
}
