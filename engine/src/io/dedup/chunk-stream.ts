import { concatBytes } from "@noble/hashes/utils.js";

import { chunkBytes } from "../../core/text/chunk-bytes.js";

/** Chunks of a text that arrives in blocks of any size: the same as those of the whole, one block and one chunk in memory. */
export async function* chunkStream(
  blocks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array();
  for await (const block of blocks) {
    const chunks = chunkBytes(concatBytes(rest, block));
    rest = chunks.pop() ?? rest; // where the last one ends is known when the next block is
    yield* chunks;
  }
  if (rest.length > 0) yield rest;
}
