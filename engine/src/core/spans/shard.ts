/** Stands after every chunk of an index's text. Contributions hold no zero byte, so no match crosses it. */
export const SEPARATOR = 0;

/** Suffixes between two fences: as many as one block of a file holds. */
export const FENCE_STRIDE = 1024;

/** Bytes of a fence. */
export const FENCE_BYTES = 16;

/** Where a chunk stands in a shard, and which chunk of which contribution it is. */
export type ShardChunk = {
  /** Its first byte's place in the shard's text. */
  readonly start: number;
  /** Place in the index's list of contributions. */
  readonly contribution: number;
  /** Its index in the contribution. */
  readonly index: number;
};

/** A part of an index: chunks, each followed by {@link SEPARATOR}, and the order of all suffixes of that text. */
export type Shard = {
  /** Bytes of text, as many as suffixes; never 0. */
  readonly size: number;
  /** Byte `at` of the text, at < size. */
  readonly byte: (at: number) => number;
  /** Where the suffix of that rank begins, rank < size. */
  readonly suffix: (rank: number) => number;
  /** The first 16 bytes of every 1,024th suffix, from rank 0, zeros behind the text's end: what a search reads first. */
  readonly fences: Uint8Array;
  readonly chunkCount: number;
  /** By start, ascending. */
  readonly chunk: (place: number) => ShardChunk;
};

/** Sorts all suffixes of a text: their starts in ascending order, one that another begins with before it. */
export type SuffixSorter = (text: Uint8Array) => Int32Array;

/** The fences of a sorted text. */
export function fencesOf(text: Uint8Array, suffixes: Int32Array): Uint8Array<ArrayBuffer> {
  const fences = new Uint8Array(Math.ceil(suffixes.length / FENCE_STRIDE) * FENCE_BYTES);
  for (let i = 0; i * FENCE_STRIDE < suffixes.length; i++) {
    const start = suffixes[i * FENCE_STRIDE]!;
    fences.set(text.subarray(start, start + FENCE_BYTES), i * FENCE_BYTES);
  }
  return fences;
}

/** The last chunk that begins at or before `at`. */
export function chunkAt(shard: Shard, at: number): ShardChunk {
  let low = 0;
  let high = shard.chunkCount;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (shard.chunk(middle).start <= at) low = middle;
    else high = middle;
  }
  return shard.chunk(low);
}
