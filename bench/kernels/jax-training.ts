import { jit, numpy as np, tree, valueAndGrad } from "@jax-js/jax";

import type { Recipe } from "../../engine/src/core/train/plan.js";
import { type Shapes, type Tensors, type Windows, windowsLoss } from "./jax-model.js";

/** Compiles loss (Σ weight · nats) and gradient at the adapter; the returned function uses up its arguments. */
export function jaxGradient(
  shapes: Shapes,
): (lanes: Tensors, frozen: Tensors, windows: Windows) => [np.Array, Tensors] {
  return jit((lanes: Tensors, frozen: Tensors, windows: Windows): [np.Array, Tensors] =>
    valueAndGrad((at: Tensors) => windowsLoss(shapes, { lanes: at, frozen, windows }))(lanes),
  );
}

/** An adapter in training, with AdamW's moments. */
export type JaxState = { lanes: Tensors; mean: Tensors; variance: Tensors };

/** Before the first step. Uses up the lanes. */
export function jaxState(lanes: Tensors): JaxState {
  const zeros = (): Tensors => tree.map((each: np.Array) => np.zeros(each.shape), lanes) as Tensors;
  return { mean: zeros(), variance: zeros(), lanes };
}

/**
 * Compiles a whole step of the engine's training: gradient of the windows' mean loss, clipping, AdamW (arXiv:1711.05101).
 * @returns a function that takes step number `step` = 1, 2, … and returns the mean loss before it; it uses up state and windows.
 */
export function jaxStep(
  shapes: Shapes,
  { rate, optimizer }: Recipe,
): (input: {
  readonly state: JaxState;
  readonly frozen: Tensors;
  readonly windows: Windows;
  readonly step: number;
}) => [np.Array, JaxState] {
  const { beta1, beta2, epsilon, decay, clip } = optimizer;
  const compiled = jit(
    (state: JaxState, frozen: Tensors, windows: Windows, corrections: np.Array): [np.Array, JaxState] => {
      const bytes = windows.inputs.size;
      const [loss, gradient] = valueAndGrad((lanes: Tensors) =>
        windowsLoss(shapes, { lanes, frozen, windows }).div(bytes),
      )(tree.ref(state.lanes)) as [np.Array, Tensors];
      const names = Object.keys(gradient);
      const squares = names.map((name) => np.square(gradient[name]!.ref).sum()).reduce((a, b) => a.add(b));
      const shrink = np.minimum(np.reciprocal(np.sqrt(squares)).mul(clip), 1);
      const next: JaxState = { lanes: {}, mean: {}, variance: {} };
      for (const name of names) {
        const g = gradient[name]!.mul(shrink.ref);
        const mean = state.mean[name]!.mul(beta1).add(g.ref.mul(1 - beta1));
        const variance = state.variance[name]!.mul(beta2).add(np.square(g).mul(1 - beta2));
        const spread = np.sqrt(variance.ref.div(corrections.ref.slice(1))).add(epsilon);
        const direction = mean.ref.div(corrections.ref.slice(0)).div(spread);
        const lanes = state.lanes[name]!;
        next.lanes[name] = lanes.ref.sub(direction.mul(rate)).sub(lanes.mul(rate * decay));
        next.mean[name] = mean;
        next.variance[name] = variance;
      }
      shrink.dispose();
      corrections.dispose();
      return [loss, next];
    },
  );
  return ({ state, frozen, windows, step }) => {
    const corrections = np.array([1 - beta1 ** step, 1 - beta2 ** step]);
    return compiled(state, tree.ref(frozen), windows, corrections) as [np.Array, JaxState];
  };
}
