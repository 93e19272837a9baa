import { type FileHandle, open } from "node:fs/promises";
import { crc32 } from "node:zlib";

import { gramFilter } from "../../core/spans/gram-filter.js";
import type { IndexedShard } from "../../core/spans/index-json.js";
import { FENCE_STRIDE, KEY_STRIDE, keysOf, type ShardChunk, type SuffixSorter } from "../../core/spans/shard.js";
import { BLOCK_BYTES, encodeChunks, encodeEntries } from "../../core/spans/shard-sections.js";

/** Sorts a shard and writes its file: the sections, then the CRC-32 of every block. */
export async function writeShard(
  file: string,
  { text, chunks }: { readonly text: Uint8Array; readonly chunks: readonly ShardChunk[] },
  sortSuffixes: SuffixSorter,
): Promise<IndexedShard> {
  const suffixes = sortSuffixes(text);
  const checks: number[] = [];
  const handle = await open(file, "wx");
  try {
    const [keys, fences] = [keysOf(text, suffixes, KEY_STRIDE), keysOf(text, suffixes, FENCE_STRIDE)];
    const sections = [text, entryBytes(suffixes), keys, gramFilter(text), encodeChunks(chunks), fences];
    for (const section of sections) await writeBlocks(handle, section, checks);
    const checkBytes = encodeEntries(checks);
    await handle.writeFile(checkBytes);
    await handle.sync();
    return { size: text.length, chunkCount: chunks.length, checksCrc: crc32(checkBytes) };
  } finally {
    await handle.close();
  }
}

/** The suffixes as they stand in the sorter's memory: little-endian, like all that WebAssembly stores. */
function entryBytes({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Appends a section and zeros up to the end of its last block. */
async function writeBlocks(handle: FileHandle, section: Uint8Array, checks: number[]): Promise<void> {
  const whole = section.length - (section.length % BLOCK_BYTES);
  const last = new Uint8Array(whole === section.length ? 0 : BLOCK_BYTES);
  last.set(section.subarray(whole));
  for (const part of [section.subarray(0, whole), last]) {
    for (let at = 0; at < part.length; at += BLOCK_BYTES) checks.push(crc32(part.subarray(at, at + BLOCK_BYTES)));
    if (part.length > 0) await handle.writeFile(part);
  }
}
