// A build in a process of its own, so that its peak of memory is nobody else's: `build.ts DIRECTORY BYTES`. Prints JSON.
import { keccakText } from "../../engine/src/core/hash/keccak.js";
import type { SuffixSorter } from "../../engine/src/core/spans/shard.js";
import { loadSuffixSorter } from "../../engine/src/io/kernels/load-suffix-sorter.js";
import { buildSpanIndex } from "../../engine/src/io/spans/build-span-index.js";
import { addSpent, type Spent, stopwatch } from "../page/stopwatch.js";
import { splicedContributions } from "./texts.js";

export type BuildFigures = {
  readonly bytes: number;
  readonly build: Spent;
  readonly sorting: Spent;
  readonly peakMemoryBytes: number;
};

const [directory, bytes] = [process.argv[2]!, Number(process.argv[3])];
const versionRoot = keccakText(`${String(bytes)} spliced bytes`);
const sorter = await loadSuffixSorter();
let sorting: Spent = { seconds: 0, cpuSeconds: 0 };
const sortSuffixes: SuffixSorter = (text) => {
  const read = stopwatch();
  const suffixes = sorter(text);
  sorting = addSpent(sorting, read());
  return suffixes;
};

const read = stopwatch();
await buildSpanIndex(directory, { versionRoot, contributions: splicedContributions(bytes) }, { sortSuffixes });
const peakMemoryBytes = process.resourceUsage().maxRSS * 1024; // maxRSS is in KiB
const figures: BuildFigures = { bytes, build: read(), sorting, peakMemoryBytes };
console.log(JSON.stringify(figures));
