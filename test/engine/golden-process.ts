// A process of its own, under whatever Node runs it: `golden-process.ts`. Prints the golden values of every run as JSON.
import { retrainingPool } from "../../engine/src/io/workers/retraining-pool.js";
import { computeGolden, type Golden } from "./golden.js";

/** Threads that retrain, and windows a gradient request. */
export const RUNS = [1, 2].flatMap((threads) => [1, 32].map((request) => ({ threads, request })));

/** What it prints: the Node, and each run's values in the order of {@link RUNS}. */
export type GoldenOutput = { readonly version: string; readonly values: readonly Golden[] };

if (process.argv[1] === import.meta.filename) {
  const values: Golden[] = [];
  for (const { threads, request } of RUNS)
    values.push(await computeGolden({ pool: () => retrainingPool(threads), request }));
  console.log(JSON.stringify({ version: process.version, values } satisfies GoldenOutput));
}
