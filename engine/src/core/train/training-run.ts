import type { Address } from "../model/arena.js";
import type { BaseModel } from "../model/base-file.js";
import type { Engine } from "../model/engine.js";
import { InvalidInputError, NonFiniteError } from "../errors.js";
import { laneLayout, layoutLength, type Slot } from "../model/layout.js";
import { createLora, type Lora, mergeLora } from "../model/lora.js";
import { createNetwork } from "../model/network.js";
import { batchGradient, planBatches, type WeightedSample } from "./batches.js";
import { initialLanes } from "./initial-lanes.js";
import { type OptimizerState, optimizerStep } from "./optimizer.js";
import { checkPlan, type Recipe, type TrainingPlan } from "./plan.js";
import type { Checkpoint } from "./pretrain.js";

/** A training of an adapter in the kernels' memory, at any of its steps. */
export type TrainingRun = {
  readonly lora: Lora;
  readonly recipe: Recipe;
  /** Windows of every step. */
  readonly batches: readonly (readonly WeightedSample[])[];
  /** After a step its `gradient` is the clipped one. */
  readonly state: OptimizerState;
  readonly sampleGradient: Address;
};

/** Puts a training before its first step, in the engine's current scope. Throws {@link InvalidInputError}. */
export function startRun(engine: Engine, base: BaseModel, plan: TrainingPlan): TrainingRun {
  checkPlan(plan);
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
  const state = { engine, slots, count, weights: lora.lanes, gradient, mean, variance, steps: 0 };
  return { lora, recipe, batches: planBatches(plan, base.config.context), state, sampleGradient };
}

function startingLanes({ start }: TrainingPlan, slots: readonly Slot[]): Float32Array {
  if (start === undefined) return initialLanes(slots);
  const expected = layoutLength(slots);
  if (start.length !== expected)
    throw new InvalidInputError(`expected ${expected} lanes to start from, got ${start.length}`);
  return start;
}

/**
 * Takes the next step; returns the batch's mean loss before it, in nats a byte. Throws {@link NonFiniteError}.
 * @param onGradient sees the batch's gradient before it is clipped: a view, good only during the call.
 */
export function takeStep(
  { lora, recipe, batches, state, sampleGradient }: TrainingRun,
  onGradient?: (gradient: Float32Array) => void,
): number {
  mergeLora(lora);
  const loss = batchGradient(lora, batches[state.steps]!, { gradient: state.gradient, sampleGradient });
  if (!Number.isFinite(loss)) throw new NonFiniteError(`step ${state.steps + 1}, loss`);
  onGradient?.(state.engine.arena.view(state.gradient, state.count));
  optimizerStep(state, { ...recipe.optimizer, rate: recipe.rate });
  return loss;
}

/** The state as it is now, copied out of the kernels' memory. */
export function saveRun({ state }: TrainingRun): Checkpoint {
  const { engine, count, steps } = state;
  const copy = (address: Address): Float32Array => engine.arena.view(address, count).slice();
  return { steps, parameters: copy(state.weights), mean: copy(state.mean), variance: copy(state.variance) };
}

/** Goes back, or on, to a state that was saved. Throws {@link InvalidInputError} for another training's. */
export function resumeRun({ state, batches }: TrainingRun, checkpoint: Checkpoint): void {
  const { steps, parameters, mean, variance } = checkpoint;
  const lengths = [parameters, mean, variance].map(({ length }) => length);
  if (lengths.some((length) => length !== state.count) || !(steps >= 0 && steps <= batches.length)) {
    throw new InvalidInputError(
      `expected a checkpoint of ${state.count} lanes at one of ${batches.length} steps, got ${lengths.join("/")} at ${steps}`,
    );
  }
  const { arena } = state.engine;
  arena.view(state.weights, state.count).set(parameters);
  arena.view(state.mean, state.count).set(mean);
  arena.view(state.variance, state.count).set(variance);
  state.steps = steps;
}
