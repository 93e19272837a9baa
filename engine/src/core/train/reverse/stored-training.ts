import type { Adapter } from "../../model/adapter.js";
import type { BaseModel } from "../../model/base-file.js";
import type { Engine } from "../../model/engine.js";
import { InvalidInputError } from "../../errors.js";
import type { TrainingPlan } from "../plan.js";
import type { Checkpoint } from "../pretrain.js";
import { saveRun, startRun, takeStep } from "../training-run.js";

/** A training that can be gone through backwards: its states at the beginning of each segment, the first at step 0. */
export type StoredTraining = { readonly adapter: Adapter; readonly checkpoints: readonly Checkpoint[] };

/**
 * Trains as `trainAdapter` does, to the same bytes, and keeps checkpoints.
 * @param options.segments how many; by default √steps, so that checkpoints and the states of one segment take about equal room.
 * @throws {@link InvalidInputError}, and what training throws.
 */
export function trainStored(
  engine: Engine,
  base: BaseModel,
  plan: TrainingPlan,
  options: { readonly segments?: number } = {},
): StoredTraining {
  return engine.arena.scope(() => {
    const run = startRun(engine, base, plan);
    const steps = run.batches.length;
    const { segments = Math.ceil(Math.sqrt(steps)) } = options;
    if (!Number.isSafeInteger(segments) || segments < 1) {
      throw new InvalidInputError(`expected a whole number of segments from 1, got ${segments}`);
    }
    const length = Math.ceil(steps / segments);
    const checkpoints: Checkpoint[] = [];
    while (run.state.steps < steps) {
      if (run.state.steps % length === 0) checkpoints.push(saveRun(run));
      takeStep(run);
    }
    return { adapter: { lora: plan.recipe.lora, lanes: saveRun(run).parameters }, checkpoints };
  });
}
