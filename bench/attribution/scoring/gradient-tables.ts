import { dataInfScores } from "../../../engine/src/core/evaluate/datainf.js";
import {
  cosineTable,
  dotTable,
  type Gradients,
  gradientsAt,
  rescale,
} from "../../../engine/src/core/evaluate/gradients.js";
import { influenceScores } from "../../../engine/src/core/evaluate/influence.js";
import type { ScoreTable } from "../../../engine/src/core/evaluate/lds.js";
import { projectGradients } from "../../../engine/src/core/evaluate/project.js";
import { tracInScores } from "../../../engine/src/core/evaluate/tracin.js";
import { keccakText } from "../../../engine/src/core/hash/keccak.js";
import { withAdapter } from "../../../engine/src/core/model/adapter.js";
import type { Exchange } from "../../../engine/src/core/model/answer-windows.js";
import type { BaseModel } from "../../../engine/src/core/model/base-file.js";
import type { Engine } from "../../../engine/src/core/model/engine.js";
import { laneLayout } from "../../../engine/src/core/model/layout.js";
import type { TrainingPlan } from "../../../engine/src/core/train/plan.js";
import { trainAdapter } from "../../../engine/src/core/train/train-adapter.js";
import { type Damped, DAMPINGS, variant } from "./methods.js";

/** Checkpoints of TracIn, evenly spaced, the last one the finished training. */
const CHECKPOINTS = 5;
/** Directions of TRAK's projection: as many as there are windows in the smaller runs. */
const TRAK_DIMENSIONS = 512;

/** A model to score with: its training plan on all cells, and the queries. */
export type ScoringTask = {
  readonly base: BaseModel;
  readonly plan: TrainingPlan;
  readonly queries: readonly Exchange[];
  /** Only TRAK's tables: what a member of its ensemble contributes. */
  readonly onlyTrak: boolean;
};

type Checkpoint = { readonly lanes: Float32Array; readonly factors: Float32Array };

/** Score tables of everything that is computed from gradients, by name. */
export function gradientTables(engine: Engine, task: ScoringTask): Map<string, ScoreTable> {
  const { base, plan, queries, onlyTrak } = task;
  const checkpoints = trainWithCheckpoints(engine, base, plan);
  const gradientsOf = ({ lanes }: Checkpoint): Gradients =>
    withAdapter(engine, base, { lora: plan.recipe.lora, lanes }, (lora) => gradientsAt(lora, plan.cells, queries));
  const last = checkpoints.at(-1)!;
  const final = gradientsOf(last);
  const trak = damped("trak-1", projectGradients(final, { dimensions: TRAK_DIMENSIONS, seed: keccakText("TRAK") }));
  if (onlyTrak) return new Map(trak);

  const finalAdam = rescale(final, last.factors);
  const plain: Pick<Gradients, "cells" | "queries">[] = [];
  const adam: Pick<Gradients, "cells" | "queries">[] = [];
  for (const checkpoint of checkpoints.slice(0, -1)) {
    const { cells, queries } = gradientsOf(checkpoint);
    plain.push({ cells, queries });
    adam.push(rescale({ windows: [], cells, queries }, checkpoint.factors));
  }
  return new Map([
    ["gradient-dot", dotTable(final.queries, final.cells)],
    ["gradient-cosine", cosineTable(final.queries, final.cells)],
    ["tracin", tracInScores([...plain, final])],
    ["tracin-adam", tracInScores([...adam, finalAdam])],
    ["datainf", dataInfScores(final, laneLayout(base.config, plan.recipe.lora))],
    ...trak,
    ...damped("influence", final),
    ...damped("influence-adam", finalAdam),
  ]);
}

function damped(method: Damped, gradients: Gradients): [string, ScoreTable][] {
  return [...influenceScores(gradients, DAMPINGS)].map(([damping, table]) => [variant(method, damping), table]);
}

/**
 * Trains on all cells and keeps the lanes at each checkpoint, with the factors that turn gradients into AdamW's coordinates:
 * 1 / (√v̂ + ε)^½, so that a dot product of two is one of plain gradients with AdamW's step in between.
 */
function trainWithCheckpoints(engine: Engine, base: BaseModel, plan: TrainingPlan): Checkpoint[] {
  const { beta2, epsilon } = plan.recipe.optimizer;
  const states: Checkpoint[] = [];
  let decayed = 1; // β₂ᵗ
  let step = 0;
  const steps = stepsOf(plan, base.config.context);
  const kept = new Set(Array.from({ length: CHECKPOINTS }, (_, i) => Math.round(((i + 1) * steps) / CHECKPOINTS)));
  trainAdapter(engine, base, plan, undefined, (lanes, variance) => {
    if (kept.has(step)) {
      const factors = variance.map((value) => 1 / Math.sqrt(Math.sqrt(value / (1 - decayed)) + epsilon));
      states.push({ lanes: lanes.slice(), factors });
    }
    step += 1;
    decayed *= beta2;
  });
  return states;
}

function stepsOf({ cells, recipe }: TrainingPlan, context: number): number {
  const windows = cells.reduce((sum, cell) => sum + Math.ceil((cell.length - 1) / context), 0);
  return recipe.epochs * Math.ceil(windows / recipe.batch);
}
