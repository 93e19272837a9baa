import type { Adapter } from "../model/adapter.js";
import type { BaseModel } from "../model/base-file.js";
import type { Engine } from "../model/engine.js";
import type { TrainingPlan } from "./plan.js";
import { startRun, takeStep } from "./training-run.js";

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
 * @throws `InvalidInputError` and `NonFiniteError`.
 */
export function trainAdapter(
  engine: Engine,
  base: BaseModel,
  plan: TrainingPlan,
  onProgress?: (progress: TrainingProgress) => void,
  onLanes?: (lanes: Float32Array, variance: Float32Array) => void,
): Adapter {
  return engine.arena.scope(() => {
    const run = startRun(engine, base, plan);
    const { state, batches } = run;
    const view = (address: number): Float32Array<ArrayBuffer> => engine.arena.view(address, state.count);
    const show = (): void => onLanes?.(view(state.weights), view(state.variance));
    show();
    while (state.steps < batches.length) {
      const loss = takeStep(run);
      show();
      onProgress?.({ step: state.steps, steps: batches.length, loss });
    }
    return { lora: plan.recipe.lora, lanes: view(state.weights).slice() };
  });
}
