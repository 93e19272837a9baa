import type { Engine } from "../../../engine/src/core/model/engine.js";
import { retrain, type Retraining, type RetrainingPool } from "../../../engine/src/core/train/retraining.js";

/** A pool without threads: for small models they cost more to start than they save. */
export function serialPool(engine: Engine): RetrainingPool {
  return {
    run: async ({ weightSets, ...task }, { onResult, signal } = {}) => {
      const results: Retraining[] = [];
      for (const [index, weights] of weightSets.entries()) {
        await new Promise(setImmediate); // lets a signal come through
        signal?.throwIfAborted();
        const retraining = retrain(engine, task, weights);
        results.push(retraining);
        onResult?.(retraining, index);
      }
      return results;
    },
  };
}
