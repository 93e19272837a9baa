import { concatBytes } from "@noble/hashes/utils.js";

import { floatsToBytes } from "../../../engine/src/core/float-bytes.js";
import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { keccak, keccakText } from "../../../engine/src/core/hash/keccak.js";
import { canonicalJson } from "../../../engine/src/core/json/canonical-json.js";
import type { TrainingPlan } from "../../../engine/src/core/train/plan.js";
import type { Retraining, RetrainingPool } from "../../../engine/src/core/train/retraining.js";
import type { LaneCache } from "../../attribution/lab.js";

/** Where trainings are kept, and what beside their plan they are a function of. */
export type Keeping = {
  readonly lanes: LaneCache;
  /** Hashes of the kernels and of the base model. */
  readonly engine: string;
  readonly base: string;
  /** Called with the cost of each training once it is there, and whether it was there before. */
  readonly onTraining: (cost: number, wasKept: boolean) => void;
};

/** A pool that trains nothing twice: lanes are kept by everything they are a function of. It is not asked for probes. */
export function rememberingPool(pool: RetrainingPool, { lanes, onTraining, ...engine }: Keeping): RetrainingPool {
  return {
    run: async (task, options = {}) => {
      const { plan, weightSets } = task;
      const shared = planId(plan, engine);
      const ids = weightSets.map((weights) => keccakText(`${shared} ${weights.join("")}`));
      const kept = new Map<Hex, Float32Array>();
      const open = new Map<Hex, readonly number[]>();
      for (const [i, id] of ids.entries()) {
        if (kept.has(id) || open.has(id)) continue;
        const found = await lanes.get(id);
        if (found) kept.set(id, found);
        else open.set(id, weightSets[i]!);
        if (found) onTraining(costOf(plan), true);
      }
      const wanted = [...open.keys()];
      const writes: Promise<void>[] = [];
      await pool.run(
        { ...task, weightSets: [...open.values()] },
        {
          ...options,
          onResult: ({ adapter }, index) => {
            kept.set(wanted[index]!, adapter.lanes);
            writes.push(lanes.put(wanted[index]!, adapter.lanes));
            onTraining(costOf(plan), false);
          },
        },
      );
      await Promise.all(writes);
      const { lora } = plan.recipe;
      return ids.map((id): Retraining => ({ adapter: { lora, lanes: kept.get(id)! }, losses: [] }));
    },
  };
}

/** A pool that trains with some cells at weight 0 throughout: the same order and steps, as if they had never been there. */
export function without(pool: RetrainingPool, isLeftOut: readonly boolean[]): RetrainingPool {
  const mask = (weights: readonly number[]): number[] => weights.map((weight, cell) => (isLeftOut[cell] ? 0 : weight));
  return { run: (task, options) => pool.run({ ...task, weightSets: task.weightSets.map(mask) }, options) };
}

/** A pool whose adapters all start from other lanes than the protocol's. */
export function startingFrom(pool: RetrainingPool, start: Float32Array): RetrainingPool {
  return { run: (task, options) => pool.run({ ...task, plan: { ...task.plan, start } }, options) };
}

/** Work of a training, relative to one of the reference model on 64 cells. */
export function costOf({ cells }: Pick<TrainingPlan, "cells">): number {
  return cells.reduce((sum, { length }) => sum + length, 0) / 32_768;
}

function planId({ cells, seed, start, recipe }: TrainingPlan, engine: { engine: string; base: string }): Hex {
  const identity = {
    ...engine,
    recipe,
    seed,
    cells: keccak(concatBytes(...cells)),
    lengths: cells.map(({ length }) => length),
    start: start === undefined ? "protocol" : keccak(floatsToBytes(start)),
  };
  return keccakText(canonicalJson(identity));
}
