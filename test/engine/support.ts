import { REFERENCE_CONFIG } from "../../engine/src/core/model/config.js";
import type { BaseModel } from "../../engine/src/core/model/base-file.js";
import type { Engine } from "../../engine/src/core/model/engine.js";
import type { Sample } from "../../engine/src/core/model/sample.js";
import { initialParameters } from "../../engine/src/core/train/initial-parameters.js";
import type { Recipe, TrainingPlan } from "../../engine/src/core/train/plan.js";
import { DEFAULT_RECIPE } from "../../engine/src/core/train/plan.js";
import { randomStream } from "../../engine/src/core/train/random.js";
import type { RetrainingPool } from "../../engine/src/core/train/retraining.js";
import { retrain } from "../../engine/src/core/train/retraining.js";
import { RetrainingCancelledError } from "../../engine/src/io/workers/retraining-pool.js";

export const SEED = "0x" + "5a".repeat(32);

/** An untrained model: the mathematics does not need a good one. */
export const UNTRAINED: BaseModel = {
  config: REFERENCE_CONFIG,
  parameters: initialParameters(REFERENCE_CONFIG, SEED),
};

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Text-like bytes of any length, different for every seed. */
export function prose(length: number, purpose: string): Uint8Array {
  const random = randomStream(SEED, purpose);
  return Uint8Array.from({ length }, () => 97 + random.below(1 + random.below(26)));
}

/** Floats in [−1, 1) from a named stream. */
export function noise(length: number, purpose: string): Float32Array {
  const random = randomStream(SEED, purpose);
  return Float32Array.from({ length }, () => random.signed());
}

export function sampleOf(text: Uint8Array): Sample {
  return {
    inputs: text.subarray(0, -1),
    targets: text.subarray(1),
    weights: new Float32Array(text.length - 1).fill(1),
  };
}

/** A plan of a few small cells: two epochs of three steps. */
export function smallPlan(recipe: Partial<Recipe> = {}): TrainingPlan {
  const cells = [prose(150, "a"), prose(130, "b"), prose(90, "c"), prose(200, "d")];
  return {
    cells,
    cellWeights: cells.map(() => 1),
    seed: SEED,
    recipe: { ...DEFAULT_RECIPE, epochs: 2, batch: 4, ...recipe },
  };
}

/** A pool without threads. */
export function inProcess(engine: Engine): RetrainingPool {
  return {
    run: async ({ weightSets, ...task }, { onResult, signal } = {}) =>
      weightSets.map((weights, index) => {
        if (signal?.aborted) throw new RetrainingCancelledError(signal.reason);
        const retraining = retrain(engine, task, weights);
        onResult?.(retraining, index);
        return retraining;
      }),
  };
}

/** The code of the error that `act` throws; fails if it throws none. */
export function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as { code: string }).code;
  }
  throw new Error("expected an error");
}
