// A build in a process of its own, so that its peak of memory is nobody else's: `build.ts DIRECTORY BYTES`. Prints JSON.
import { keccakText } from "../../engine/src/core/hash/keccak.js";
import type { SuffixSorter } from "../../engine/src/core/spans/shard.js";
import type { SpanContribution } from "../../engine/src/core/spans/span-contribution.js";
import { loadSuffixSorter } from "../../engine/src/io/kernels/load-suffix-sorter.js";
import { loadTreeHasher } from "../../engine/src/io/kernels/load-tree-hasher.js";
import { buildSpanIndex } from "../../engine/src/io/spans/build-span-index.js";
import { addSpent, type Spent, stopwatch, subtractSpent } from "../page/stopwatch.js";
import { splicedContributions } from "./texts.js";

export type BuildFigures = {
  readonly bytes: number;
  /** Without the making of the texts. */
  readonly build: Spent;
  readonly sorting: Spent;
  readonly peakMemoryBytes: number;
};

const NOTHING: Spent = { seconds: 0, cpuSeconds: 0 };

const [directory, bytes] = [process.argv[2]!, Number(process.argv[3])];
const versionRoot = keccakText(`${String(bytes)} spliced bytes`);
const [sorter, hashTree] = [await loadSuffixSorter(), await loadTreeHasher()];

let sorting = NOTHING;
const sortSuffixes: SuffixSorter = (text) => {
  const read = stopwatch();
  const suffixes = sorter(text);
  sorting = addSpent(sorting, read());
  return suffixes;
};

let making = NOTHING;
async function* contributions(): AsyncGenerator<SpanContribution> {
  let read = stopwatch();
  for await (const contribution of splicedContributions(bytes, hashTree)) {
    making = addSpent(making, read());
    yield contribution;
    read = stopwatch();
  }
}

const read = stopwatch();
await buildSpanIndex(directory, { versionRoot, contributions: contributions() }, { sortSuffixes, hashTree });
const build = subtractSpent(read(), making);
const peakMemoryBytes = process.resourceUsage().maxRSS * 1024; // maxRSS is in KiB
const figures: BuildFigures = { bytes, build, sorting, peakMemoryBytes };
console.log(JSON.stringify(figures));
