import type { Adapter } from "../model/adapter.js";
import { withAdapter } from "../model/adapter.js";
import { answerLoss } from "../model/answer-loss.js";
import type { Exchange } from "../model/answer-windows.js";
import type { BaseModel } from "../model/base-file.js";
import type { Engine } from "../model/engine.js";
import type { TrainingPlan } from "./plan.js";
import { trainAdapter } from "./train-adapter.js";

/** Trainings of one plan that differ in nothing but the cells' weights. */
export type RetrainingTask = {
  readonly base: BaseModel;
  readonly plan: TrainingPlan;
  readonly weightSets: readonly (readonly number[])[];
  /** Exchanges whose loss each retrained adapter is asked for. */
  readonly probes?: readonly Exchange[];
};

/** One training's adapter and the losses of the probes under it, in nats a byte. */
export type Retraining = { readonly adapter: Adapter; readonly losses: readonly number[] };

export type RetrainingOptions = {
  /** Called once a training is done; trainings finish in any order. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  /** Called with each training's result as it comes, so that a run that is cut short has lost nothing. */
  readonly onResult?: (retraining: Retraining, index: number) => void;
  readonly signal?: AbortSignal;
};

/** Runs the trainings of a task on any number of threads; results stand in the order of the weight sets. */
export type RetrainingPool = {
  run(task: RetrainingTask, options?: RetrainingOptions): Promise<Retraining[]>;
};

/** One training of a task: what every thread of every pool runs. */
export function retrain(
  engine: Engine,
  { base, plan, probes = [] }: Omit<RetrainingTask, "weightSets">,
  cellWeights: readonly number[],
): Retraining {
  const adapter = trainAdapter(engine, base, { ...plan, cellWeights });
  if (probes.length === 0) return { adapter, losses: [] };
  const losses = withAdapter(engine, base, adapter, (lora) => probes.map((probe) => answerLoss(lora, probe)));
  return { adapter, losses };
}
