import type { IndexedShard } from "../../core/spans/index-json.js";
import type { Shard, ShardChunk } from "../../core/spans/shard.js";
import { BLOCK_BYTES, ENTRY_BYTES, sectionBytes, shardLayout } from "../../core/spans/shard-sections.js";
import { type BlockCache, BlockFile } from "./block-file.js";

/** A shard that stays in its file. Only its fences are in memory throughout. */
export type FileShard = Shard & { readonly close: () => void };

/** Throws SpanIndexCorruptError; so do the shard's own functions. */
export function openShard(file: string, { size, chunkCount, checksCrc }: IndexedShard, cache: BlockCache): FileShard {
  const layout = shardLayout({ size, chunkCount });
  const blocks = new BlockFile(file, { blocks: layout.end, checksCrc, cache });
  const text = layout.text * BLOCK_BYTES;
  const suffixes = layout.suffixes * BLOCK_BYTES;
  const keys = layout.keys * BLOCK_BYTES;
  const filter = layout.filter * BLOCK_BYTES;
  const chunks = layout.chunks * BLOCK_BYTES;
  const chunk = (place: number): ShardChunk => {
    const at = chunks + place * ENTRY_BYTES.chunk;
    return { start: blocks.entry(at), contribution: blocks.entry(at + 4), index: blocks.entry(at + 8) };
  };
  try {
    return {
      size,
      chunkCount,
      fences: blocks.section(layout.fences, sectionBytes({ size, chunkCount }).fences),
      byte: (at) => blocks.byte(text + at),
      suffix: (rank) => blocks.entry(suffixes + rank * ENTRY_BYTES.suffix),
      keyByte: (at) => blocks.byte(keys + at),
      filterByte: (at) => blocks.byte(filter + at),
      chunk,
      close: () => blocks.close(),
    };
  } catch (cause) {
    blocks.close();
    throw cause;
  }
}
