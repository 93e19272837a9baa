import { InvalidInputError } from "../../core/errors.js";
import type { Hex } from "../../core/hash/hex.js";
import { contextHash, contextOf, trainingId } from "../../core/train/training-id.js";
import type { Retraining, RetrainingPool } from "../../core/train/retraining.js";
import type { TrainingStore } from "../store/training-store.js";

/**
 * A pool that trains nothing: every training was done before, by whatever workers, and is read from a store by its name. What the
 * engine makes of its results is what it makes of any other pool's, to the byte.
 * @throws MissingTrainingError, CorruptTrainingError; `InvalidInputError` for probes, whose losses are not kept.
 */
export function keptTrainings(
  store: TrainingStore,
  { base, engine }: { readonly base: Hex; readonly engine: Hex },
): RetrainingPool {
  return {
    run: async ({ plan, weightSets, probes = [] }, { onProgress, onResult, signal } = {}) => {
      if (probes.length > 0) throw new InvalidInputError("kept trainings have no losses of probes; train without them");
      const { lora } = plan.recipe;
      const context = contextHash(contextOf(plan, { base, engine }));
      const results: Retraining[] = [];
      for (const weights of weightSets) {
        signal?.throwIfAborted();
        const lanes = await store.read(trainingId(context, weights));
        const retraining = { adapter: { lora, lanes }, losses: [] };
        onResult?.(retraining, results.length);
        results.push(retraining);
        onProgress?.({ done: results.length, total: weightSets.length });
      }
      return results;
    },
  };
}
