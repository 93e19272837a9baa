import path from "node:path";

import type { IndexedShard } from "../../core/spans/index-json.js";
import type { Shard, ShardChunk } from "../../core/spans/shard.js";
import { BLOCK_BYTES, decodeEntry, ENTRY_BYTES, sectionBytes, shardLayout } from "../../core/spans/shard-sections.js";
import { type BlockBudget, BlockFile } from "./block-file.js";

/** A shard that stays in its file. Only its fences are in memory throughout. */
export type FileShard = Shard & { readonly close: () => void };

/** Throws SpanIndexCorruptError; so do the shard's own functions. */
export function openShard(
  file: string,
  { size, chunkCount, checksHash }: IndexedShard,
  budget: BlockBudget,
): FileShard {
  const layout = shardLayout({ size, chunkCount });
  const blocks = new BlockFile(path.resolve(file), { blocks: layout.end, checksHash, budget });
  const entry = (first: number, at: number): number =>
    decodeEntry(blocks.block(first + Math.floor(at / BLOCK_BYTES)), at % BLOCK_BYTES);
  const chunk = (place: number): ShardChunk => {
    const at = place * ENTRY_BYTES.chunk;
    const [start, contribution, index] = [0, 1, 2].map((field) => entry(layout.chunks, at + 4 * field));
    return { start: start!, contribution: contribution!, index: index! };
  };
  return {
    size,
    chunkCount,
    fences: blocks.section(layout.fences, sectionBytes({ size, chunkCount }).fences),
    byte: (at) => blocks.block(layout.text + Math.floor(at / BLOCK_BYTES))[at % BLOCK_BYTES]!,
    suffix: (rank) => entry(layout.suffixes, rank * ENTRY_BYTES.suffix),
    chunk,
    close: () => blocks.close(),
  };
}
