import type { Checkpoint } from "../pretrain.js";
import type { Optimizer } from "../plan.js";
import { wholePower } from "../whole-power.js";

/** How much a scalar moves with each lane of a training's state: derivatives in double precision, one a lane. */
export type Adjoint = {
  readonly weights: Float64Array<ArrayBuffer>;
  readonly mean: Float64Array<ArrayBuffer>;
  readonly variance: Float64Array<ArrayBuffer>;
};

/** What a step started from: the state, and the batch's gradient there before it is clipped. */
export type StepRecord = { readonly before: Checkpoint; readonly gradient: Float32Array };

/**
 * Goes back through one step of `optimizerStep`: takes `adjoint` from after the step to before it, in place, as far as it does not
 * pass through the gradient.
 *
 * Clipping is differentiated where it acts: `g′ = c·g/‖g‖`. A lane that no gradient has moved yet (variance 0) passes nothing on:
 * AdamW's slope there is 1/ε, of a gradient that is exactly zero whatever the weights (LoRA's A while B is still zero).
 *
 * @returns derivative by each lane of the gradient: what must still go back through the batch's loss.
 */
export function adamWAdjoint(
  adjoint: Adjoint,
  { before, gradient }: StepRecord,
  options: Optimizer & { readonly rate: number },
): Float64Array<ArrayBuffer> {
  const { beta1, beta2, epsilon, decay, rate, clip } = options;
  const count = gradient.length;
  const correction1 = 1 - wholePower(beta1, before.steps + 1);
  const correction2 = 1 - wholePower(beta2, before.steps + 1);
  const norm = Math.sqrt(product(gradient, gradient));
  const shrink = norm > clip ? clip / norm : 1;
  const result = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const g = gradient[i]! * shrink;
    const m = beta1 * before.mean[i]! + (1 - beta1) * g;
    const v = beta2 * before.variance[i]! + (1 - beta2) * g * g;
    const out = adjoint.weights[i]!;
    let [byMean, byVariance] = [adjoint.mean[i]!, adjoint.variance[i]!];
    if (v > 0) {
      const root = Math.sqrt(v / correction2);
      const divisor = root + epsilon;
      byMean -= (rate * out) / (correction1 * divisor);
      byVariance += (rate * out * m) / (correction1 * divisor * divisor * 2 * root * correction2);
      result[i] = (1 - beta1) * byMean + 2 * (1 - beta2) * g * byVariance;
    }
    adjoint.weights[i] = out * (1 - rate * decay);
    adjoint.mean[i] = beta1 * byMean;
    adjoint.variance[i] = beta2 * byVariance;
  }
  return shrink === 1 ? result : throughClip(result, gradient, { norm, shrink });
}

/** Back through `g ↦ shrink·g`, `shrink = clip/‖g‖`: what lies along g is lost. */
function throughClip(
  byClipped: Float64Array<ArrayBuffer>,
  gradient: Float32Array,
  { norm, shrink }: { readonly norm: number; readonly shrink: number },
): Float64Array<ArrayBuffer> {
  const along = product(byClipped, gradient) / (norm * norm);
  return byClipped.map((value, i) => shrink * (value - along * gradient[i]!));
}

function product(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}
