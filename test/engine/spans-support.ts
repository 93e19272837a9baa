import { gramFilter } from "../../engine/src/core/spans/gram-filter.js";
import {
  FENCE_STRIDE,
  KEY_STRIDE,
  keysOf,
  type Shard,
  type ShardChunk,
  type SuffixSorter,
} from "../../engine/src/core/spans/shard.js";
import { ShardDraft } from "../../engine/src/core/spans/shard-draft.js";
import type { Span } from "../../engine/src/core/spans/find-spans.js";

/** Suffixes sorted by comparing them, as slowly as that is. */
export const sortNaively: SuffixSorter = (text) => {
  const buffer = Buffer.from(text);
  return Int32Array.from([...text.keys()].sort((a, b) => Buffer.compare(buffer.subarray(a), buffer.subarray(b))));
};

/** A shard in memory; its chunks are those of contribution 0. */
export function memoryShard(chunks: readonly Uint8Array[], sortSuffixes: SuffixSorter = sortNaively): Shard {
  const draft = new ShardDraft(chunks.reduce((sum, { length }) => sum + length + 1, 1));
  for (const [index, chunk] of chunks.entries()) draft.add(chunk, { contribution: 0, index });
  const { text } = draft;
  const suffixes = sortSuffixes(text).slice();
  const keys = keysOf(text, suffixes, KEY_STRIDE);
  const filter = gramFilter(text);
  const table: readonly ShardChunk[] = draft.chunks;
  return {
    size: text.length,
    byte: (at) => text[at]!,
    suffix: (rank) => suffixes[rank]!,
    fences: keysOf(text, suffixes, FENCE_STRIDE),
    keyByte: (at) => keys[at]!,
    filterByte: (at) => filter[at]!,
    chunkCount: table.length,
    chunk: (place) => table[place]!,
  };
}

/** Maximal spans by their definition: the longest match at every place, without those that the one before reaches beyond. */
export function findNaively(answer: Uint8Array, chunks: readonly Uint8Array[], minBytes: number): Span[] {
  const texts = chunks.map((chunk) => Buffer.from(chunk));
  const longest = [...answer.keys()].map((start) => {
    let length = 0;
    const holds = (bytes: Uint8Array): boolean => texts.some((text) => text.includes(Buffer.from(bytes)));
    while (start + length < answer.length && holds(answer.subarray(start, start + length + 1))) length++;
    return length;
  });
  return [...longest.entries()]
    .filter(([start, length]) => length >= minBytes && (start === 0 || longest[start - 1]! <= length))
    .map(([start, length]) => ({ start, length }));
}

/** Fibonacci words over a, b: every repetition that a text can have. */
export function fibonacciWord(length: number): Uint8Array {
  let [before, word] = ["b", "a"];
  while (word.length < length) [before, word] = [word, word + before];
  return new TextEncoder().encode(word.slice(0, length));
}
