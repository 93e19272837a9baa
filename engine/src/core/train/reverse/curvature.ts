import type { Address } from "../../model/arena.js";
import { loraGradient, mergeLora } from "../../model/lora.js";
import { batchBytes, type WeightedSample } from "../batches.js";
import type { TrainingRun } from "../training-run.js";

/** A batch's loss along a direction. */
export type Curvature = {
  /** The Hessian of the batch's loss times the direction, one value a lane. */
  readonly product: Float64Array<ArrayBuffer>;
  /** Slope of each window's part of the loss, at weight 1, along the direction. */
  readonly slopes: readonly number[];
};

/** Room that {@link curvatureAlong} needs in the kernels' memory. */
export type CurvatureSpace = { readonly sum: Address; readonly direction: Address };

export function curvatureSpace({ state }: TrainingRun): CurvatureSpace {
  const { arena } = state.engine;
  return { sum: arena.floats(state.count), direction: arena.floats(state.count) };
}

/**
 * Second derivatives from first ones: the gradient of the batch's loss at lanes ± radius along the unit direction; half their
 * difference over the radius is the Hessian's product, and the mean of a window's two gradients along the direction its slope.
 * Both err with the radius squared.
 *
 * @param lanes where; the run's own lanes are overwritten.
 * @param options.radius Euclidean length of the displacement of all lanes together.
 */
export function curvatureAlong(
  run: TrainingRun,
  { sum, direction }: CurvatureSpace,
  options: {
    readonly lanes: Float32Array;
    readonly batch: readonly WeightedSample[];
    readonly along: Float64Array;
    readonly radius: number;
  },
): Curvature {
  const { lora, state, sampleGradient } = run;
  const { arena, kernels } = state.engine;
  const { lanes, batch, along, radius } = options;
  const count = state.count;
  const product = new Float64Array(count);
  const slopes = batch.map(() => 0);
  const length = Math.sqrt(along.reduce((squares, value) => squares + value * value, 0));
  if (length === 0) return { product, slopes };

  arena.view(direction, count).set(along.map((value) => value / length));
  const bytes = batchBytes(batch);
  for (const side of [1, -1]) {
    arena.view(state.weights, count).set(lanes);
    kernels.axpy(state.weights, direction, side * radius, count);
    mergeLora(lora);
    arena.view(sum, count).fill(0);
    batch.forEach(({ sample, weight }, window) => {
      loraGradient(lora, sample, sampleGradient);
      slopes[window]! += (length * kernels.dot(sampleGradient, direction, count)) / (2 * bytes);
      kernels.axpy(sum, sampleGradient, weight / bytes, count);
    });
    const gradient = arena.view(sum, count);
    const factor = (side * length) / (2 * radius);
    for (let i = 0; i < count; i++) product[i]! += factor * gradient[i]!;
  }
  return { product, slopes };
}
