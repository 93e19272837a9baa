import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { BANDS } from "../../core/dedup/bands.js";
import { ExactTable } from "../../core/dedup/exact-table.js";
import { NearIndex, type Sketch, sketch } from "../../core/dedup/near-index.js";
import { NEAR_DUPLICATE, type Ratio } from "../../core/dedup/similarity.js";
import { readSegment, type Segment, writeSegment } from "./segment-file.js";

/** What became of a chunk, by its number in the stream: an original, or a copy of one. */
export type ChunkFate = { readonly chunk: number; readonly original: number };

export type DedupOptions = {
  readonly threshold?: Ratio;
  /** Bytes of distinct text that are held in memory at a time; with 48 MiB the process peaks at about 0.8 GB. */
  readonly segmentBytes?: number;
  readonly onFate?: (fate: ChunkFate) => void;
  readonly onSegment?: (done: DedupTally) => void;
};

export type DedupTally = {
  readonly chunks: number;
  readonly bytes: number;
  readonly originals: number;
  /** Chunks whose bytes stood in the same segment already. */
  readonly repeated: number;
  /** Other chunks that an earlier original resembles or equals. */
  readonly similar: number;
  readonly segments: number;
};

const SEGMENT_BYTES = 48 * 2 ** 20;

/**
 * `findNearDuplicates` for texts that do not fit into memory: chunks in the order of their commitments give the same originals, in memory
 * that does not grow with the stream. Originals lie on disk in segments; a segment of new text is held against one earlier segment
 * after the other, the earliest first, then against itself. Time grows with the square of the number of segments, in look-ups alone.
 */
export async function dedupStream(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: DedupOptions = {},
): Promise<DedupTally> {
  const directory = await mkdtemp(join(tmpdir(), "openledger-dedup-"));
  try {
    return await dedupInto(directory, chunks, options);
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function dedupInto(
  directory: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: DedupOptions,
): Promise<DedupTally> {
  const { threshold = NEAR_DUPLICATE, segmentBytes = SEGMENT_BYTES, onFate, onSegment } = options;
  const files: string[] = [];
  let tally: DedupTally = { chunks: 0, bytes: 0, originals: 0, repeated: 0, similar: 0, segments: 0 };
  let pending = new PendingSegment();

  const flush = async (): Promise<void> => {
    const { segment, originals } = await resolve(pending, files, threshold);
    const path = join(directory, `${files.length}.segment`);
    await writeSegment(path, segment);
    files.push(path);
    for (const [place, row] of pending.rows.entries())
      onFate?.({ chunk: tally.chunks + place, original: originals[row]! });
    tally = {
      chunks: tally.chunks + pending.rows.length,
      bytes: tally.bytes + pending.bytes,
      originals: tally.originals + segment.index.count,
      repeated: tally.repeated + pending.rows.length - pending.distinct.count,
      similar: tally.similar + pending.distinct.count - segment.index.count,
      segments: files.length,
    };
    onSegment?.(tally);
    pending = new PendingSegment(tally.chunks);
  };

  for await (const chunk of chunks) {
    pending.add(chunk);
    if (pending.distinct.byteLength >= segmentBytes) await flush();
  }
  if (pending.rows.length > 0) await flush();
  return tally;
}

/** Chunks that were read and not yet looked up. */
class PendingSegment {
  readonly distinct = new ExactTable();
  /** For every chunk its number among the distinct ones. */
  readonly rows: number[] = [];
  /** For every distinct chunk where it stands first in the stream. */
  readonly firsts: number[] = [];
  bytes = 0;
  readonly #start: number;

  constructor(start = 0) {
    this.#start = start;
  }

  add(chunk: Uint8Array): void {
    const { number, isNew } = this.distinct.place(chunk);
    if (isNew) this.firsts.push(this.#start + this.rows.length);
    this.rows.push(number);
    this.bytes += chunk.length;
  }
}

/** For every distinct chunk its original's place in the stream, and the segment of those that are originals themselves. */
async function resolve(
  { distinct, firsts }: PendingSegment,
  files: readonly string[],
  threshold: Ratio,
): Promise<{ readonly segment: Segment; readonly originals: readonly number[] }> {
  const keys = new Int32Array(distinct.count * BANDS);
  for (let row = 0; row < distinct.count; row++) keys.set(sketch(distinct.get(row)).keys, row * BANDS);
  const sketchOf = (row: number): Sketch => ({
    bytes: distinct.get(row),
    keys: keys.subarray(row * BANDS, (row + 1) * BANDS),
  });
  const originals: number[] = [];
  for (const file of files) {
    const { index, chunkNumbers } = await readSegment(file, threshold);
    for (let row = 0; row < distinct.count; row++) {
      if (originals[row] !== undefined) continue;
      const found = index.find(sketchOf(row));
      if (found !== undefined) originals[row] = chunkNumbers[found]!;
    }
  }

  const index = new NearIndex(threshold);
  const chunkNumbers: number[] = [];
  for (let row = 0; row < distinct.count; row++) {
    if (originals[row] !== undefined) continue;
    const found = index.find(sketchOf(row));
    originals[row] = found === undefined ? firsts[row]! : chunkNumbers[found]!;
    if (found !== undefined) continue;
    index.add(sketchOf(row));
    chunkNumbers.push(firsts[row]!);
  }
  return { segment: { index, chunkNumbers }, originals };
}
