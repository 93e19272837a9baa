import { BaseError } from "../../core/errors.js";
import type { Hex } from "../../core/hash/hex.js";
import { laneLayout, layoutLength } from "../../core/model/layout.js";
import type { TrainingPlan } from "../../core/train/plan.js";
import { responsePlan, type ResponsePlan } from "../../core/train/response-plan.js";
import type { RetrainingTask } from "../../core/train/retraining.js";
import { baseHash, loadBase } from "../checkpoint/load-base.js";
import { engineHash } from "../kernels/load-engine.js";
import type { ContentStore } from "../store/content-store.js";
import { TrainingStore } from "../store/training-store.js";

/** The plan of this checkout's base and engine. */
export async function planResponses(plan: TrainingPlan): Promise<ResponsePlan> {
  return responsePlan(plan, { base: await baseHash(), engine: (await engineHash()) as Hex });
}

/** Stores a training plan's cells for the workers that will need them. */
export async function writeCells(content: ContentStore, { cells }: Pick<TrainingPlan, "cells">): Promise<void> {
  for (const cell of cells) await content.writeCell(cell);
}

/** What a plan's trainings run on: the base of this checkout and the cells that the plan names. Throws what reading cells throws. */
export async function loadPlan(plan: ResponsePlan, content: ContentStore): Promise<Omit<RetrainingTask, "weightSets">> {
  const cells: Uint8Array[] = [];
  for (const cell of plan.cells) cells.push(await content.readCell(cell));
  const { cellWeights, seed, recipe } = plan;
  return { base: await loadBase(), plan: { cells, cellWeights, seed, recipe } };
}

/** The store of a plan's trainings. Throws {@link PlanMismatchError} unless this checkout can do and read them. */
export async function openTrainings(plan: ResponsePlan, directory: string): Promise<TrainingStore> {
  checkHash("base", plan.base, await baseHash());
  checkHash("engine", plan.engine, (await engineHash()) as Hex);
  const { config } = await loadBase();
  return new TrainingStore(directory, { laneCount: layoutLength(laneLayout(config, plan.recipe.lora)) });
}

function checkHash(what: "base" | "engine", expected: Hex, found: Hex): void {
  if (expected !== found) throw new PlanMismatchError(what, expected, found);
}

/** The plan was made with another base model or other kernels: its trainings would have other bytes here. */
export class PlanMismatchError extends BaseError {
  readonly code = "PLAN_MISMATCH";

  constructor(what: "base" | "engine", expected: Hex, found: Hex) {
    super(`Expected ${what} ${expected}, of which the plan is, got ${found}. Use the release that made the plan.`);
  }
}
