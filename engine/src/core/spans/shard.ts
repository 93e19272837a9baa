/** Stands after every chunk of an index's text. Contributions hold no zero byte, so no match crosses it. */
export const SEPARATOR = 0;

/** Bytes of a key: what a suffix begins with. Two texts that do not quote each other rarely share more. */
export const KEY_BYTES = 16;

/** Suffixes from one key to the next. */
export const KEY_STRIDE = 8;

/** Suffixes from one fence, a key that stays in memory, to the next: as many as one block of a file holds. */
export const FENCE_STRIDE = 1024;

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
  /** The keys of every 1,024th suffix: what a search reads first. */
  readonly fences: Uint8Array;
  /** Byte `at` of the keys of every 8th suffix: what it reads next. */
  readonly keyByte: (at: number) => number;
  /** Byte `at` of the filter of all grams: whether it is worth to search at all. */
  readonly filterByte: (at: number) => number;
  readonly chunkCount: number;
  /** By start, ascending. */
  readonly chunk: (place: number) => ShardChunk;
};

/**
 * Sorts all suffixes of a text: their starts in ascending order, one that another begins with before it. They may stand in a memory that
 * the next call overwrites.
 */
export type SuffixSorter = (text: Uint8Array) => Int32Array;

/** The keys of every `stride`-th suffix, from rank 0: its first 16 bytes, zeros behind the text's end. */
export function keysOf(text: Uint8Array, suffixes: Int32Array, stride: number): Uint8Array<ArrayBuffer> {
  const keys = new Uint8Array(Math.ceil(suffixes.length / stride) * KEY_BYTES);
  for (let at = 0, rank = 0; rank < suffixes.length; at += KEY_BYTES, rank += stride) {
    const start = suffixes[rank]!;
    const length = Math.min(KEY_BYTES, text.length - start);
    for (let i = 0; i < length; i++) keys[at + i] = text[start + i]!;
  }
  return keys;
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
