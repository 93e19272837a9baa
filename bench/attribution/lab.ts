import path from "node:path";

import { bytesToFloats, floatsToBytes } from "../../engine/src/core/float-bytes.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import type { Engine } from "../../engine/src/core/model/engine.js";
import type { RetrainingPool } from "../../engine/src/core/train/retraining.js";
import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import type { Progress } from "./progress.js";
import { readIfThere, VectorStore } from "./vector-store.js";

/** Where results are kept and work is done. */
export type Lab = {
  readonly engine: Engine;
  readonly pool: RetrainingPool;
  readonly threads: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Committed: the queries' losses under each training, and the columns' values. */
  readonly losses: VectorStore;
  readonly measures: VectorStore;
  /** Not committed: score tables by content address, and lanes of retrained adapters, a file each. */
  readonly tables: VectorStore;
  readonly lanes: LaneCache;
};

export type LaneCache = {
  get(id: Hex): Promise<Float32Array | undefined>;
  put(id: Hex, lanes: Float32Array): Promise<void>;
};

/** @param places.results a folder to commit; `cache` one that need not outlive the machine. */
export async function openLab(
  places: { readonly results: string; readonly cache: string },
  options: Pick<Lab, "pool" | "threads" | "progress" | "signal">,
): Promise<Lab> {
  const { results, cache } = places;
  const open = (name: string, folder: string): Promise<VectorStore> =>
    VectorStore.open({ file: path.join(folder, `${name}.bin`), journal: path.join(cache, `${name}.journal`) });
  return {
    ...options,
    engine: await loadEngine(),
    losses: await open("losses", results),
    measures: await open("measures", results),
    tables: await open("tables", cache),
    lanes: laneCache(path.join(cache, "lanes")),
  };
}

/** Folds the journals into the stores' files. */
export async function saveLab({ losses, measures, tables }: Lab): Promise<void> {
  await Promise.all([losses.save(), measures.save(), tables.save()]);
}

/** Lanes in a folder, a file each. */
export function laneCache(folder: string): LaneCache {
  const fileOf = (id: Hex): string => path.join(folder, `${id.slice(2)}.f32`);
  return {
    get: async (id) => {
      const bytes = await readIfThere(fileOf(id));
      return bytes.length === 0 ? undefined : bytesToFloats(bytes);
    },
    put: (id, lanes) => writeAtomically(fileOf(id), floatsToBytes(lanes)),
  };
}
