// A bucket in a process of its own, so that its peak of memory is nobody else's: `compute-bucket.ts RECEIPTS CELLS`. Prints JSON.
import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { batchOf, computeBatch } from "../../engine/src/core/ledger/compute-batch.js";
import { withScoreKernel } from "../../engine/src/core/ledger/kernel-score.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { type Spent, stopwatch } from "../page/stopwatch.js";
import { benchBucket, benchModel } from "./bucket.js";

export type BucketFigures = {
  readonly receipts: number;
  readonly cells: number;
  /** Scores, rows, statements, earnings and both roots; the query vectors are there before. */
  readonly spent: Spent;
  readonly peakMemoryBytes: number;
  /** Of these, the query vectors. */
  readonly queryBytes: number;
};

const [receipts, cells] = [Number(process.argv[2]), Number(process.argv[3])];
const engine = await loadEngine();
const input = benchBucket(benchModel(cells), receipts);
const read = stopwatch();
withScoreKernel(engine, input.model.responses, (score) => {
  batchOf(computeBatch({ ...input, score }).content, ZERO_HASH, ZERO_HASH);
});
const figures: BucketFigures = {
  receipts,
  cells,
  spent: read(),
  peakMemoryBytes: process.resourceUsage().maxRSS * 1024, // maxRSS is in KiB
  queryBytes: receipts * input.model.responses.lanes,
};
console.log(JSON.stringify(figures));
