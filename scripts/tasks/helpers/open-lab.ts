import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { baseHash, loadBase } from "../../../engine/src/io/checkpoint/load-base.js";
import { engineHash, loadEngine } from "../../../engine/src/io/kernels/load-engine.js";
import { retrainingPool } from "../../../engine/src/io/workers/retraining-pool.js";
import type { Lab } from "../../../indexer/src/watch/lab.js";

export async function openLab(): Promise<Lab> {
  return {
    engine: await loadEngine(),
    base: await loadBase(),
    pool: retrainingPool(),
    engineHash: (await engineHash()) as Hex,
    baseHash: await baseHash(),
  };
}
