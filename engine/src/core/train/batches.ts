import type { Address } from "../model/arena.js";
import type { Lora } from "../model/lora.js";
import { loraGradient } from "../model/lora.js";
import type { Sample } from "../model/sample.js";
import type { TrainingPlan } from "./plan.js";
import { randomStream } from "./random.js";
import { shuffle } from "./shuffle.js";
import { cutWindows } from "./windows.js";

/** A window of a batch, whose it is, and the factor of its loss. */
export type WeightedSample = { readonly sample: Sample; readonly cell: number; readonly weight: number };

/** Windows of all steps in order. Depends on the cells' lengths and the seed, never on the weights' values. */
export function planBatches({ cells, cellWeights, seed, recipe }: TrainingPlan, context: number): WeightedSample[][] {
  const windows = cells.flatMap((text, cell) =>
    cutWindows(text, context).map((sample) => ({ sample, cell, weight: cellWeights[cell]! })),
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

/** What a batch's loss is divided by, whatever the weights. */
export function batchBytes(batch: readonly WeightedSample[]): number {
  return batch.reduce((sum, { sample }) => sum + sample.targets.length, 0);
}

/** Adds per-sample gradients in the batch's order; returns the mean loss. The lanes must be merged. */
export function batchGradient(
  lora: Lora,
  batch: readonly WeightedSample[],
  { gradient, sampleGradient }: { readonly gradient: Address; readonly sampleGradient: Address },
): number {
  const { arena, kernels } = lora.network.engine;
  arena.view(gradient, lora.laneCount).fill(0);
  const bytes = batchBytes(batch);
  let loss = 0;
  for (const { sample, weight } of batch) {
    if (weight === 0) continue; // adds exactly nothing
    loss += weight * loraGradient(lora, sample, sampleGradient);
    kernels.axpy(gradient, sampleGradient, weight / bytes, lora.laneCount);
  }
  return loss / bytes;
}
