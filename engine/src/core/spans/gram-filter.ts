/** Bytes of a gram: what an answer and a text that it does not quote rarely share. */
export const GRAM_BYTES = 16;

/** Bytes of one line of a filter, as a processor's cache has them, and the bits that choose one of its bits. */
const LINE_BYTES = 64;
const LINE_BITS = 9;
const BIT_MASK = 2 ** LINE_BITS - 1;

/** Groups by a hash's first bits while a filter is made, and the most hashes of one. */
const GROUPS = 64;
const GROUP_SHIFT = 26;
const GROUP_HASHES = 2 ** 16;

/** Base of the rolling hash, odd, and what a byte has been multiplied with when it leaves. */
const BASE = 0x01000193;
const LEAVING = power(BASE, GRAM_BYTES);

/**
 * A Bloom filter of all grams of a text (Bloom, CACM 1970), blocked (Putze, Sanders, Singler 2007): two bits of one line for every
 * gram. It never denies what the text holds; of what it does not hold it affirms a twentieth. As many bytes as the text, in whole lines.
 */
export function gramFilter(text: Uint8Array): Uint8Array<ArrayBuffer> {
  const filter = new Uint8Array(filterBytes(text.length));
  // Hashes wait until many fall near each other: each bit in its turn would be a miss of the cache, and take four times as long.
  const room = Math.min(GROUP_HASHES, text.length);
  const waiting = new Int32Array(GROUPS * room);
  const counts = new Int32Array(GROUPS);
  let hash = 0;
  for (let at = 0; at < text.length; at++) {
    const left = at < GRAM_BYTES ? 0 : Math.imul(text[at - GRAM_BYTES]!, LEAVING);
    hash = (Math.imul(hash, BASE) + text[at]! - left) | 0;
    if (at < GRAM_BYTES - 1) continue;
    const mixed = mix(hash);
    const group = mixed >>> GROUP_SHIFT;
    const count = counts[group]!;
    waiting[group * room + count] = mixed;
    counts[group] = count + 1;
    if (count + 1 < room) continue;
    setBits(filter, waiting.subarray(group * room, (group + 1) * room));
    counts[group] = 0;
  }
  for (const [group, count] of counts.entries()) {
    setBits(filter, waiting.subarray(group * room, group * room + count));
  }
  return filter;
}

function setBits(filter: Uint8Array, hashes: Int32Array): void {
  const lines = filter.length / LINE_BYTES;
  for (let i = 0; i < hashes.length; i++) {
    const line = lineOf(hashes[i]!, lines);
    const bits = mix(hashes[i]!);
    filter[line + ((bits & BIT_MASK) >>> 3)]! |= 1 << (bits & 7);
    filter[line + (((bits >>> LINE_BITS) & BIT_MASK) >>> 3)]! |= 1 << ((bits >>> LINE_BITS) & 7);
  }
}

/** Bytes of the filter of a text of `size` bytes. */
export function filterBytes(size: number): number {
  return Math.ceil(size / LINE_BYTES) * LINE_BYTES;
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
  const line = lineOf(mixed, filterBytes(size) / LINE_BYTES);
  const bits = mix(mixed);
  return holdsBit(filterByte, line, bits) && holdsBit(filterByte, line, bits >>> LINE_BITS);
}

function holdsBit(filterByte: (at: number) => number, line: number, bit: number): boolean {
  return ((filterByte(line + ((bit & BIT_MASK) >>> 3)) >>> (bit & 7)) & 1) === 1;
}

/** The first byte of the line that a hash chooses. */
function lineOf(hash: number, lines: number): number {
  return Math.floor(((hash >>> 0) * lines) / 2 ** 32) * LINE_BYTES;
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
