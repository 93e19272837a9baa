import { filterBytes } from "./gram-filter.js";
import { FENCE_STRIDE, KEY_BYTES, KEY_STRIDE, type ShardChunk } from "./shard.js";

/** Bytes of one block of a shard's file: what is read, checked and kept together. */
export const BLOCK_BYTES = 4096;

/** Bytes of one entry: of the suffix array, of the table of chunks, of the blocks' checks. */
export const ENTRY_BYTES = { suffix: 4, chunk: 12, check: 4 } as const;

/** What a shard's file is made of, in this order; each section begins with a block of its own. */
export type SectionName = "text" | "suffixes" | "keys" | "filter" | "chunks" | "fences";

export type ShardSize = { readonly size: number; readonly chunkCount: number };

/** The first block of every section, and, as `end`, how many blocks there are. */
export type ShardLayout = Readonly<Record<SectionName | "end", number>>;

export function sectionBytes({ size, chunkCount }: ShardSize): Readonly<Record<SectionName, number>> {
  return {
    text: size,
    suffixes: size * ENTRY_BYTES.suffix,
    keys: Math.ceil(size / KEY_STRIDE) * KEY_BYTES,
    filter: filterBytes(size),
    chunks: chunkCount * ENTRY_BYTES.chunk,
    fences: Math.ceil(size / FENCE_STRIDE) * KEY_BYTES,
  };
}

export function shardLayout(shard: ShardSize): ShardLayout {
  const bytes = sectionBytes(shard);
  const text = 0;
  const suffixes = text + blocksOf(bytes.text);
  const keys = suffixes + blocksOf(bytes.suffixes);
  const filter = keys + blocksOf(bytes.keys);
  const chunks = filter + blocksOf(bytes.filter);
  const fences = chunks + blocksOf(bytes.chunks);
  return { text, suffixes, keys, filter, chunks, fences, end: fences + blocksOf(bytes.fences) };
}

export function blocksOf(bytes: number): number {
  return Math.ceil(bytes / BLOCK_BYTES);
}

/** Whole numbers below 2³² as little-endian bytes. */
export function encodeEntries(values: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) view.setUint32(4 * i, values[i]!, true);
  return bytes;
}

/** Entry at byte `at` of {@link encodeEntries}. */
export function decodeEntry(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

/** The table of chunks: start, contribution and index of each. */
export function encodeChunks(chunks: readonly ShardChunk[]): Uint8Array<ArrayBuffer> {
  return encodeEntries(chunks.flatMap(({ start, contribution, index }) => [start, contribution, index]));
}
