// A child of `npm run bench:dedup`: dedups the files it is given as one stream and prints what it took as JSON, so that memory and
// processor time are those of the stream alone.
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";

import { signatureOf } from "../../engine/src/core/dedup/min-hash.js";
import { shingleHashes } from "../../engine/src/core/dedup/shingles.js";
import { chunkBytes } from "../../engine/src/core/text/chunk-bytes.js";
import { chunkStream } from "../../engine/src/io/dedup/chunk-stream.js";
import { dedupStream } from "../../engine/src/io/dedup/dedup-stream.js";

const MB = 1e6;
const paths = process.argv.slice(2);

async function* chunksOfFiles(): AsyncGenerator<Uint8Array> {
  for (const path of paths) yield* chunkStream(createReadStream(path, { highWaterMark: 2 ** 20 }));
}

/** Megabytes that `work` does in a second of processor time, after a first round that warms it up. */
function rate(bytes: number, work: () => void): number {
  work();
  const before = cpuSeconds();
  work();
  return bytes / MB / (cpuSeconds() - before);
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const sample = (await readFile(paths[0]!)).subarray(0, 32 * MB);
const someChunks = chunkBytes(sample.subarray(0, 4 * MB));
const chunkingMbPerCpuSecond = rate(sample.length, () => chunkBytes(sample));
const signingMbPerCpuSecond = rate(4 * MB, () => {
  for (const chunk of someChunks) signatureOf(shingleHashes(chunk));
});

const [wall, cpu] = [performance.now(), cpuSeconds()];
const tally = await dedupStream(chunksOfFiles(), {
  onSegment: ({ bytes, segments, originals }) =>
    console.error(
      `${segments} segments, ${(bytes / MB).toFixed(0)} MB, ${originals} originals, ${(cpuSeconds() - cpu).toFixed(0)} s of processor time`,
    ),
});
console.log(
  JSON.stringify({
    ...tally,
    chunkingMbPerCpuSecond,
    signingMbPerCpuSecond,
    cpuSeconds: cpuSeconds() - cpu,
    wallSeconds: (performance.now() - wall) / 1000,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
  }),
);
