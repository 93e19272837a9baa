import type { Address } from "../model/arena.js";
import type { Engine } from "../model/engine.js";
import { NonFiniteError } from "../errors.js";
import type { Slot } from "../model/layout.js";
import type { Optimizer } from "./plan.js";
import { wholePower } from "./whole-power.js";

/** Trained weights and AdamW's moments in the kernels' memory. */
export type OptimizerState = {
  readonly engine: Engine;
  readonly slots: readonly Slot[];
  readonly count: number;
  readonly weights: Address;
  readonly gradient: Address;
  readonly mean: Address;
  readonly variance: Address;
  /** Steps taken so far. */
  steps: number;
};

/** Clips the gradient and takes one AdamW step. Throws {@link NonFiniteError} if the gradient or a new weight is not finite. */
export function optimizerStep(state: OptimizerState, options: Optimizer & { readonly rate: number }): void {
  const { engine, weights, gradient, mean, variance, count } = state;
  const k = engine.kernels;
  const norm = Math.sqrt(k.dot(gradient, gradient, count)); // IEEE 754 requires an exactly rounded square root
  if (!Number.isFinite(norm)) throw nonFinite(state, gradient, `step ${state.steps + 1}, gradient of`);
  if (norm > options.clip) k.scale(gradient, options.clip / norm, count);
  state.steps += 1;
  const { rate, beta1, beta2, epsilon, decay } = options;
  const correction1 = 1 - wholePower(beta1, state.steps);
  const correction2 = 1 - wholePower(beta2, state.steps);
  k.adamW(weights, gradient, mean, variance, count, rate, beta1, beta2, epsilon, decay, correction1, correction2);
  if (k.firstNonFinite(weights, count) >= 0) throw nonFinite(state, weights, `step ${state.steps}, weights of`);
}

/** Names the tensor with the first bad value; a gradient may also be finite lane by lane and overflow in its norm. */
function nonFinite({ engine, slots, count }: OptimizerState, vector: Address, place: string): NonFiniteError {
  const at = engine.kernels.firstNonFinite(vector, count);
  const slot = slots.find(({ offset, length }) => at >= offset && at < offset + length);
  return new NonFiniteError(`${place} ${slot?.name ?? "all tensors together"}`);
}
