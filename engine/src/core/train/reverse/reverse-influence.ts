import { InvalidInputError, NonFiniteError } from "../../errors.js";
import type { BaseModel } from "../../model/base-file.js";
import type { Engine } from "../../model/engine.js";
import type { TrainingPlan } from "../plan.js";
import type { Checkpoint } from "../pretrain.js";
import { resumeRun, saveRun, startRun, takeStep, type TrainingRun } from "../training-run.js";
import { type Adjoint, adamWAdjoint, type StepRecord } from "./adamw-adjoint.js";
import { curvatureAlong, type CurvatureSpace, curvatureSpace } from "./curvature.js";

/**
 * Length of the displacement between which gradients are compared; an adapter's lanes have a length of about 4. From 0.003 to 0.05
 * the scores of the reference model agree to three digits: shorter ones drown in float32, longer ones in third derivatives.
 */
export const DEFAULT_RADIUS = 0.02;

export type ReverseOptions = {
  /** Of the same plan's training, the first at step 0; what lies between them is computed again. */
  readonly checkpoints: readonly Checkpoint[];
  /** Each query's gradient at the trained lanes. */
  readonly gradients: readonly Float32Array[];
  readonly radius?: number;
  /** Called after each step back; `left` of them remain. */
  readonly onProgress?: (progress: { readonly left: number; readonly steps: number }) => void;
};

/**
 * Influence by going back through the training (reverse-mode differentiation; MAGIC, arXiv:2504.16430, with segments recomputed from
 * checkpoints as in arXiv:2503.13751): for each query, how its loss falls with each cell's weight in training, −dL/dw, in units of the
 * query's loss. It is positive where the cell helped, and compares with query gradient · response, which takes the whole weight away.
 *
 * Each segment is trained once more for all queries; each query costs two gradients of every batch. A cell of weight 0 has its
 * derivative too. The number of checkpoints changes no byte.
 *
 * @returns one row a query, one score a cell.
 * @throws {@link InvalidInputError}, and {@link NonFiniteError} where the derivative grows beyond all numbers.
 */
export function reverseInfluence(
  engine: Engine,
  base: BaseModel,
  plan: TrainingPlan,
  options: ReverseOptions,
): number[][] {
  const { gradients, checkpoints, radius = DEFAULT_RADIUS, onProgress } = options;
  return engine.arena.scope(() => {
    const run = startRun(engine, base, plan);
    checkOptions(run, { checkpoints, gradients, radius });
    const back = { run, space: curvatureSpace(run), radius };
    const queries = gradients.map((gradient) => ({
      adjoint: adjointOf(gradient),
      scores: plan.cells.map(() => 0),
    }));
    const steps = run.batches.length;
    let end = steps;
    for (const checkpoint of checkpoints.toReversed()) {
      for (const record of recordSegment(run, checkpoint, end).toReversed()) {
        for (const query of queries) goBack(back, record, query);
        onProgress?.({ left: record.before.steps, steps });
      }
      end = checkpoint.steps;
    }
    return queries.map(({ scores }) => scores);
  });
}

type Query = { readonly adjoint: Adjoint; readonly scores: number[] };

/** One step back for one query: its adjoint and the scores of the batch's cells, in place. */
function goBack(
  { run, space, radius }: { readonly run: TrainingRun; readonly space: CurvatureSpace; readonly radius: number },
  record: StepRecord,
  { adjoint, scores }: Query,
): void {
  const { optimizer, rate } = run.recipe;
  const { steps, parameters: lanes } = record.before;
  const batch = run.batches[steps]!;
  const along = adamWAdjoint(adjoint, record, { ...optimizer, rate });
  const { product, slopes } = curvatureAlong(run, space, { lanes, batch, along, radius });
  for (let lane = 0; lane < product.length; lane++) adjoint.weights[lane]! += product[lane]!;
  batch.forEach(({ cell }, window) => (scores[cell]! -= slopes[window]!));
  if (!slopes.every(Number.isFinite)) throw new NonFiniteError(`step ${steps + 1}, derivative of`);
}

/** Takes the steps from a checkpoint up to `end` again, and keeps what each started from. */
function recordSegment(run: TrainingRun, from: Checkpoint, end: number): StepRecord[] {
  resumeRun(run, from);
  const records: StepRecord[] = [];
  while (run.state.steps < end) {
    const before = saveRun(run);
    takeStep(run, (gradient) => records.push({ before, gradient: gradient.slice() }));
  }
  return records;
}

function adjointOf(gradient: Float32Array): Adjoint {
  const zeros = (): Float64Array<ArrayBuffer> => new Float64Array(gradient.length);
  return { weights: Float64Array.from(gradient), mean: zeros(), variance: zeros() };
}

function checkOptions(
  { state }: TrainingRun,
  { checkpoints, gradients, radius }: Pick<ReverseOptions, "checkpoints" | "gradients"> & { readonly radius: number },
): void {
  const steps = checkpoints.map((each) => each.steps);
  if (steps[0] !== 0 || steps.some((step, i) => i > 0 && step <= steps[i - 1]!)) {
    throw new InvalidInputError(
      `expected checkpoints in ascending order from step 0, got ${steps.join(", ") || "none"}`,
    );
  }
  if (!(radius > 0 && radius < Infinity)) throw new InvalidInputError(`expected a positive radius, got ${radius}`);
  const wrong = gradients.find(({ length }) => length !== state.count);
  if (wrong !== undefined) {
    throw new InvalidInputError(`expected gradients of ${state.count} lanes, got one of ${wrong.length}`);
  }
  if (!gradients.every((gradient) => gradient.every(Number.isFinite))) {
    throw new InvalidInputError("expected finite gradients, got NaN or infinity in one");
  }
}
