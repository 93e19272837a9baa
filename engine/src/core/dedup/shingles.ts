const SPACE = 32;
const CASE_BIT = 32;

/** Bytes of a shingle, after folding. */
export const SHINGLE_BYTES = 5;

/**
 * Hashes of all overlapping 5-byte shingles of the folded text, in order and with repetitions; text that is shorter is one shingle.
 * Folding makes ASCII letters small and every run of white space one space, so that neither case nor line breaks tell a copy apart.
 */
export function shingleHashes(bytes: Uint8Array): Int32Array {
  const text = new Uint8Array(Math.max(bytes.length, SHINGLE_BYTES)); // short text is filled up with zeros, which no text holds
  const length = Math.max(fold(bytes, text), SHINGLE_BYTES);
  const hashes = new Int32Array(length - SHINGLE_BYTES + 1);
  for (let at = 0; at < hashes.length; at++) {
    const first = text[at]! | (text[at + 1]! << 8) | (text[at + 2]! << 16) | (text[at + 3]! << 24);
    hashes[at] = mix(first ^ Math.imul(text[at + 4]! + 1, 0x9e3779b1)); // 2³² / golden ratio
  }
  return hashes;
}

/** The set of a text's shingles: distinct hashes, ascending. */
export function shingleSet(bytes: Uint8Array): Int32Array {
  const hashes = shingleHashes(bytes).sort();
  let count = 0;
  for (let at = 0; at < hashes.length; at++) {
    if (at === 0 || hashes[at] !== hashes[at - 1]) hashes[count++] = hashes[at]!;
  }
  return hashes.subarray(0, count);
}

function fold(bytes: Uint8Array, folded: Uint8Array): number {
  let length = 0;
  let wasSpace = false;
  for (const byte of bytes) {
    const isSpace = byte === SPACE || (byte >= 9 && byte <= 13);
    if (!isSpace) folded[length++] = byte >= 65 && byte <= 90 ? byte | CASE_BIT : byte;
    else if (!wasSpace) folded[length++] = SPACE;
    wasSpace = isSpace;
  }
  return length;
}

/** MurmurHash3's finaliser (Appleby, public domain): a bijection of 32 bits in which every input bit moves every output bit. */
function mix(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
