/** Bytes of a gram: what an answer and a text that it does not quote rarely share. */
export const GRAM_BYTES = 16;

/** Bytes of one block of a filter: a question reads one. */
const BLOCK_BYTES = 4096;

const BLOCK_BITS = 15;
const BIT_MASK = 2 ** BLOCK_BITS - 1;

/** Base of the rolling hash, odd, and what a byte has been multiplied with when it leaves. */
const BASE = 0x01000193;
const LEAVING = power(BASE, GRAM_BYTES);

/**
 * A Bloom filter of all grams of a text (Bloom, CACM 1970), blocked (Putze, Sanders, Singler 2007): two bits of one block for every
 * gram. It never denies what the text holds; of what it does not hold it affirms a twentieth. As many bytes as the text, in whole blocks.
 */
export function gramFilter(text: Uint8Array): Uint8Array<ArrayBuffer> {
  const filter = new Uint8Array(filterBytes(text.length));
  const blocks = filter.length / BLOCK_BYTES;
  let hash = 0;
  for (let at = 0; at < text.length; at++) {
    const left = at < GRAM_BYTES ? 0 : Math.imul(text[at - GRAM_BYTES]!, LEAVING);
    hash = (Math.imul(hash, BASE) + text[at]! - left) | 0;
    if (at < GRAM_BYTES - 1) continue;
    const mixed = mix(hash);
    const block = blockOf(mixed, blocks);
    const bits = mix(mixed);
    filter[block + ((bits & BIT_MASK) >>> 3)]! |= 1 << (bits & 7);
    filter[block + (((bits >>> BLOCK_BITS) & BIT_MASK) >>> 3)]! |= 1 << ((bits >>> BLOCK_BITS) & 7);
  }
  return filter;
}

/** Bytes of the filter of a text of `size` bytes. */
export function filterBytes(size: number): number {
  return Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
}

/**
 * Whether the first gram of `pattern` may stand in the text; true for a pattern without one.
 * @param filterByte byte `at` of the text's {@link gramFilter}.
 */
export function mayHoldGram(pattern: Uint8Array, size: number, filterByte: (at: number) => number): boolean {
  if (pattern.length < GRAM_BYTES) return true;
  let hash = 0;
  for (let i = 0; i < GRAM_BYTES; i++) hash = (Math.imul(hash, BASE) + pattern[i]!) | 0;
  const mixed = mix(hash);
  const block = blockOf(mixed, filterBytes(size) / BLOCK_BYTES);
  const bits = mix(mixed);
  return holdsBit(filterByte, block, bits) && holdsBit(filterByte, block, bits >>> BLOCK_BITS);
}

function holdsBit(filterByte: (at: number) => number, block: number, bit: number): boolean {
  return ((filterByte(block + ((bit & BIT_MASK) >>> 3)) >>> (bit & 7)) & 1) === 1;
}

/** The first byte of the block that a hash chooses. */
function blockOf(hash: number, blocks: number): number {
  return Math.floor(((hash >>> 0) * blocks) / 2 ** 32) * BLOCK_BYTES;
}

/** Spreads a hash over all bits (the finalizer of MurmurHash3); every constant odd, so no two hashes become one. */
function mix(hash: number): number {
  let h = hash ^ (hash >>> 16) ^ 0x9e3779b9; // or 0 would stay 0
  h = Math.imul(h, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** `base` to the `exponent`, modulo 2³². */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let i = 0; i < exponent; i++) result = Math.imul(result, base);
  return result;
}
