import type { Hex } from "../hash/hex.js";
import { keccak } from "../hash/keccak.js";
import type { BaseModel } from "../model/base-file.js";
import type { Engine } from "../model/engine.js";
import { laneBytes } from "../tree/vector-root.js";
import type { TrainingPlan } from "../train/plan.js";
import { trainAdapter } from "../train/train-adapter.js";
import { laneState } from "./lane-state.js";
import { type Trajectory, trajectoryOf } from "./trajectory.js";

/** The states of a training: as initialised, and after each step. Costs what the training does. */
export function trainingStates(engine: Engine, base: BaseModel, plan: TrainingPlan): Hex[] {
  const states: Hex[] = [];
  trainAdapter(engine, base, plan, undefined, (lanes) => states.push(laneState(lanes)));
  return states;
}

/** A model made again, committed step by step: the training, then the responses, then the held-out vectors. */
export function manifestTrajectory(rerun: {
  readonly training: readonly Hex[];
  /** Of each cell, before they are quantised. */
  readonly responses: readonly Float32Array[];
  /** Of each version, in the manifest's order. */
  readonly heldOut: readonly Int8Array[];
  /** `manifestResult` of what the re-run gives. */
  readonly result: Hex;
}): Trajectory {
  const { training, responses, heldOut, result } = rerun;
  const states = [...training, ...responses.map(laneState), ...heldOut.map((lanes) => keccak(laneBytes(lanes)))];
  return trajectoryOf(states, result);
}
