import { keccak_256 } from "@noble/hashes/sha3.js";

export const PERMUTATIONS = 128;

/** The smallest image of a text's shingles under each permutation. */
export type Signature = Int32Array;

/**
 * `x ↦ a · x + b mod 2³²` with `a` odd permutes the 32-bit shingle hashes; for i = 0 … 127, `a` and `b` are the first two big-endian
 * words of keccak("openledger-minhash-v1" ‖ i), `a` with its lowest bit set: nobody's choice.
 */
const FAMILY = hashFamily();

/**
 * MinHash (Broder, "On the resemblance and containment of documents", 1997): two signatures agree at a place with the probability
 * that is the Jaccard similarity of the shingle sets. Images are compared as signed integers.
 * @param hashes at least one shingle hash; repetitions change nothing.
 */
export function signatureOf(hashes: Int32Array): Signature {
  const signature = new Int32Array(PERMUTATIONS);
  for (let i = 0; i < PERMUTATIONS; i += 4) signFour(hashes, signature, i);
  return signature;
}

/** Four permutations in one pass: each hash is read once for four independent multiplications. */
function signFour(hashes: Int32Array, signature: Signature, i: number): void {
  const { factors, terms } = FAMILY;
  const [f0, f1, f2, f3] = [factors[i]!, factors[i + 1]!, factors[i + 2]!, factors[i + 3]!];
  const [t0, t1, t2, t3] = [terms[i]!, terms[i + 1]!, terms[i + 2]!, terms[i + 3]!];
  let [m0, m1, m2, m3] = [0x7fffffff, 0x7fffffff, 0x7fffffff, 0x7fffffff];
  for (let at = 0; at < hashes.length; at++) {
    const hash = hashes[at]!;
    const v0 = (Math.imul(f0, hash) + t0) | 0;
    const v1 = (Math.imul(f1, hash) + t1) | 0;
    const v2 = (Math.imul(f2, hash) + t2) | 0;
    const v3 = (Math.imul(f3, hash) + t3) | 0;
    if (v0 < m0) m0 = v0; // a third faster than Math.min
    if (v1 < m1) m1 = v1;
    if (v2 < m2) m2 = v2;
    if (v3 < m3) m3 = v3;
  }
  signature[i] = m0;
  signature[i + 1] = m1;
  signature[i + 2] = m2;
  signature[i + 3] = m3;
}

/** Places at which two signatures agree, 0 … 128: 128 times an estimate of the Jaccard similarity. */
export function agreement(a: Signature, b: Signature): number {
  let count = 0;
  for (let i = 0; i < PERMUTATIONS; i++) if (a[i] === b[i]) count++;
  return count;
}

function hashFamily(): { readonly factors: Int32Array; readonly terms: Int32Array } {
  const name = new TextEncoder().encode("openledger-minhash-v1");
  const factors = new Int32Array(PERMUTATIONS);
  const terms = new Int32Array(PERMUTATIONS);
  for (let i = 0; i < PERMUTATIONS; i++) {
    const digest = keccak_256(Uint8Array.of(...name, i));
    const view = new DataView(digest.buffer, digest.byteOffset);
    factors[i] = view.getInt32(0, false) | 1;
    terms[i] = view.getInt32(4, false);
  }
  return { factors, terms };
}
