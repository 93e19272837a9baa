import type { Adapter } from "../model/adapter.js";
import type { Exchange } from "../model/answer-windows.js";
import type { BaseModel } from "../model/base-file.js";
import type { TrainingPlan } from "./plan.js";
import type { RetrainingOptions, RetrainingPool } from "./retraining.js";
import { weightsWithout } from "./training-id.js";

/** A trained adapter and how its lanes answer to each cell. */
export type Responses = {
  readonly adapter: Adapter;
  /** One vector a cell: θ without the cell − θ with it, so that query gradient · response > 0 where the cell helped. */
  readonly responses: readonly Float32Array<ArrayBuffer>[];
  /** Losses of the probes: under the whole training, and with each cell left out (exact leave-one-out). */
  readonly losses: { readonly all: readonly number[]; readonly without: readonly (readonly number[])[] };
};

/**
 * Responses by retraining (R1): the plan is trained once as it is and once per cell with that cell's weight at 0. Initialisation,
 * order and normalisation stay, so each difference is exactly what the cell did.
 */
export async function responsesByRetraining(
  pool: RetrainingPool,
  base: BaseModel,
  plan: TrainingPlan,
  options: RetrainingOptions & { readonly probes?: readonly Exchange[] } = {},
): Promise<Responses> {
  const { probes = [], ...rest } = options;
  const without = plan.cells.map((_, cell) => weightsWithout(plan.cellWeights, cell));
  const runs = await pool.run({ base, plan, weightSets: [plan.cellWeights, ...without], probes }, rest);
  const [all, ...left] = runs;
  const theta = all!.adapter.lanes;
  return {
    adapter: all!.adapter,
    responses: left.map(
      ({ adapter }) => adapter.lanes.map((value, lane) => value - theta[lane]!) as Float32Array<ArrayBuffer>,
    ),
    losses: { all: all!.losses, without: left.map(({ losses }) => losses) },
  };
}
