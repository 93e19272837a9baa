import type { Hex } from "../hash/hex.js";
import { checkPlan, type TrainingPlan } from "./plan.js";
import { contextHash, contextOf, type TrainingContext, trainingId, weightsWithout } from "./training-id.js";

/** One training of a response plan. */
export type ResponseJob = {
  /** The training's name: see {@link trainingId}. */
  readonly id: Hex;
  /** The cell that is left out; none is in the first. */
  readonly without: number | null;
};

/**
 * Responses by retraining as a list of independent jobs: a training with all cells, and one without each. Every job is named by what it
 * is a function of, so whoever does it, wherever and however often, ends with the same bytes under the same name.
 */
export type ResponsePlan = TrainingContext & {
  /** Factor of each cell's loss. */
  readonly cellWeights: readonly number[];
  readonly jobs: readonly ResponseJob[];
};

/** Lists the jobs of a training plan. Throws `InvalidInputError` for one that cannot be trained. */
export function responsePlan(
  plan: TrainingPlan,
  { base, engine }: { readonly base: Hex; readonly engine: Hex },
): ResponsePlan {
  checkPlan(plan);
  const { cellWeights } = plan;
  const context = contextOf(plan, { base, engine });
  return { ...context, cellWeights, jobs: responseJobs(context, cellWeights) };
}

/** The jobs of a context and weights, in the order in which `responsesByRetraining` asks for them. */
export function responseJobs(context: TrainingContext, cellWeights: readonly number[]): ResponseJob[] {
  const hash = contextHash(context);
  return [
    { id: trainingId(hash, cellWeights), without: null },
    ...cellWeights.map((_, cell) => ({ id: trainingId(hash, weightsWithout(cellWeights, cell)), without: cell })),
  ];
}

/** The weights of a job. */
export function weightsOf({ cellWeights }: ResponsePlan, { without }: ResponseJob): readonly number[] {
  return without === null ? cellWeights : weightsWithout(cellWeights, without);
}
