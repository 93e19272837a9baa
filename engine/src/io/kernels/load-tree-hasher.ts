import { fromHex } from "../../core/hash/hex.js";
import { CHUNK } from "../../core/hash/schemas.js";
import { NODE_BYTES, nodeCount, type TreeHasher } from "../../core/spans/chunk-nodes.js";
import { encodeEntries } from "../../core/spans/shard-sections.js";
import { loadSpanKernels } from "./load-span-kernels.js";

/** Hashes the trees of texts in WebAssembly, several times as fast as JavaScript does. Throws KernelsMissingError. */
export async function loadTreeHasher(): Promise<TreeHasher> {
  const { memory, input, chunkTree } = await loadSpanKernels();
  const typeHash = fromHex(CHUNK.typeHash);
  return (chunks) => {
    const ends = endsOf(chunks);
    const textAt = typeHash.length + ends.length * Uint32Array.BYTES_PER_ELEMENT;
    const length = textAt + ends.at(-1)!;
    const source = input(length); // may move the memory, so before it is looked at
    const given = new Uint8Array(memory.buffer, source, length);
    given.set(typeHash);
    given.set(encodeEntries(ends), typeHash.length);
    for (const [i, chunk] of chunks.entries()) given.set(chunk, textAt + ends[i]! - chunk.length);

    const nodes = chunkTree(ends.length);
    return new Uint8Array(memory.buffer, nodes, (nodeCount(ends.length) + 1) * NODE_BYTES);
  };
}

/** Where each chunk ends if they stand one behind the other. */
function endsOf(chunks: readonly Uint8Array[]): number[] {
  let end = 0;
  return chunks.map(({ length }) => (end += length));
}
