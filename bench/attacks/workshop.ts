import { engineHash } from "../../engine/src/io/kernels/load-engine.js";
import type { Engine } from "../../engine/src/core/model/engine.js";
import type { RetrainingPool } from "../../engine/src/core/train/retraining.js";
import { referenceBase } from "../attribution/bases.js";
import { laneCache } from "../attribution/lab.js";
import type { Progress } from "../attribution/progress.js";
import { rememberingPool } from "./market/remembering-pool.js";
import type { Workshop } from "./market/train-market.js";

/** The reference model, and trainings that are kept in a folder. */
export async function openWorkshop(
  engine: Engine,
  options: {
    readonly pool: RetrainingPool;
    readonly cache: string;
    readonly progress: Progress;
    readonly signal: AbortSignal;
  },
): Promise<Workshop> {
  const { pool, cache, progress, signal } = options;
  const reference = await referenceBase();
  const kept = rememberingPool(pool, {
    lanes: laneCache(cache),
    engine: await engineHash(),
    base: reference.id,
    onTraining: (cost, wasKept) => {
      if (wasKept) progress.plan(-cost);
      else progress.spend(cost, "trainings");
    },
  });
  return { engine, base: await reference.load(), pool: kept, signal };
}
