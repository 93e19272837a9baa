import type { LoraConfig } from "../model/config.js";
import { checkLora } from "../model/config.js";
import { InvalidInputError } from "../errors.js";

/** AdamW's constants (arXiv:1711.05101). Decay is decoupled, a fraction of the weight times the rate. */
export type Optimizer = {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly decay: number;
  /** Gradients longer than this (Euclidean) are scaled down to it. */
  readonly clip: number;
};

/** How an adapter is trained. Part of the manifest: every field changes the result. */
export type Recipe = {
  readonly epochs: number;
  /** Windows a step. */
  readonly batch: number;
  /** Constant learning rate. */
  readonly rate: number;
  readonly lora: LoraConfig;
  readonly optimizer: Optimizer;
};

/** Everything that determines an adapter, beside the base model and the engine. */
export type TrainingPlan = {
  /** Text of each training unit, at least 2 bytes. */
  readonly cells: readonly Uint8Array[];
  /** Factor of each cell's loss; 0 leaves the cell out and changes nothing else. */
  readonly cellWeights: readonly number[];
  /** 32 bytes in hexadecimal: fixes the order. */
  readonly seed: string;
  /** Lanes to start from, in place of the protocol's; its models are all trained from those. */
  readonly start?: Float32Array;
  readonly recipe: Recipe;
};

/** The default recipe: 128 steps on 64 cells of 512 bytes. */
export const DEFAULT_RECIPE: Recipe = {
  epochs: 4,
  batch: 16,
  rate: 5e-4,
  lora: { rank: 4, alpha: 8 },
  optimizer: { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, decay: 0, clip: 1 },
};

/** Throws {@link InvalidInputError} unless the plan can be trained. */
export function checkPlan({ cells, cellWeights, recipe }: TrainingPlan): void {
  checkLora(recipe.lora);
  if (cells.length === 0 || cells.length !== cellWeights.length) {
    throw new InvalidInputError(`expected a weight for each of ${cells.length} > 0 cells, got ${cellWeights.length}`);
  }
  const short = cells.findIndex((cell) => cell.length < 2);
  if (short >= 0) throw new InvalidInputError(`cell ${short} has fewer than 2 bytes: nothing to predict`);
  if (!cellWeights.every((w) => Number.isFinite(w) && w >= 0)) {
    throw new InvalidInputError("cell weights must be finite and not negative");
  }
  for (const count of [recipe.epochs, recipe.batch]) {
    if (!Number.isSafeInteger(count) || count < 1)
      throw new InvalidInputError("epochs and batch are whole and positive");
  }
  if (!(recipe.rate > 0 && recipe.optimizer.clip > 0)) throw new InvalidInputError("rate and clip must be positive");
}
