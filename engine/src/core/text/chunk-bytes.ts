import { keccak_256 } from "@noble/hashes/sha3.js";

import { BaseError } from "../errors.js";

/** Sizes of chunks, in bytes. `averageBytes − minBytes` is a power of two: how rare a cut is beyond the minimum. */
export type ChunkRecipe = { readonly minBytes: number; readonly averageBytes: number; readonly maxBytes: number };

/** How contributions are cut. Part of the protocol: another recipe gives other roots. */
const CHUNK_RECIPE: ChunkRecipe = { minBytes: 128, averageBytes: 192, maxBytes: 320 };

/** Bits that decide a cut: the hash forgets a byte after 32 more. */
const HASH_BITS = 32;

/** `GEAR[byte]`: the first four bytes of keccak("openledger-gear-v1" ‖ byte), so that the table is nobody's choice. */
const GEAR = gearTable();

/**
 * Cuts bytes by their content (gear hash of FastCDC: Xia et al., USENIX ATC 2016), so that an edit moves only the cuts near it. A chunk ends after the first byte
 * where the top bits of the hash are zero, not before `minBytes` and not after `maxBytes`; the last one may be shorter.
 * Throws {@link ChunkRecipeError}.
 */
export function chunkBytes(bytes: Uint8Array, recipe: ChunkRecipe = CHUNK_RECIPE): Uint8Array[] {
  const shift = HASH_BITS - cutBits(recipe);
  const chunks: Uint8Array[] = [];
  for (let start = 0, end; start < bytes.length; start = end) {
    end = chunkEnd(bytes, start, { ...recipe, shift });
    chunks.push(bytes.subarray(start, end));
  }
  return chunks;
}

/** Begins 32 bytes before the first possible cut: what stands before them the hash has forgotten there (FastCDC's skipping, cut for cut the same). */
function chunkEnd(bytes: Uint8Array, start: number, recipe: ChunkRecipe & { readonly shift: number }): number {
  const first = start + recipe.minBytes;
  const last = Math.min(start + recipe.maxBytes, bytes.length);
  let hash = 0;
  for (let at = first - HASH_BITS; at < last; at++) {
    hash = (hash << 1) + GEAR[bytes[at]!]!;
    if (at >= first - 1 && hash >>> recipe.shift === 0) return at + 1;
  }
  return last;
}

function cutBits({ minBytes, averageBytes, maxBytes }: ChunkRecipe): number {
  const beyond = averageBytes - minBytes;
  const bits = HASH_BITS - 1 - Math.clz32(beyond);
  const areSizes = [minBytes, averageBytes, maxBytes].every((size) => Number.isInteger(size) && size >= HASH_BITS);
  const isOrdered = beyond >= 2 && averageBytes <= maxBytes;
  if (!areSizes || !isOrdered || 2 ** bits !== beyond) throw new ChunkRecipeError({ minBytes, averageBytes, maxBytes });
  return bits;
}

function gearTable(): Uint32Array {
  const name = new TextEncoder().encode("openledger-gear-v1");
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    const digest = keccak_256(Uint8Array.of(...name, byte));
    return new DataView(digest.buffer, digest.byteOffset).getUint32(0, false);
  });
}

export class ChunkRecipeError extends BaseError {
  readonly code = "CHUNK_RECIPE";

  constructor({ minBytes, averageBytes, maxBytes }: ChunkRecipe) {
    super(
      `Expected 32 ≤ minBytes < averageBytes ≤ maxBytes with a power of two between minimum and average, ` +
        `got ${minBytes}, ${averageBytes}, ${maxBytes}.`,
    );
  }
}
