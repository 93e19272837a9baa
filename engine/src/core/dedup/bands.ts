import type { Signature } from "./min-hash.js";

/**
 * Locality-sensitive hashing (Indyk and Motwani 1998): two texts are compared where one of 25 bands of 5 permutations is equal, which a
 * pair of Jaccard similarity J misses with probability (1 − J⁵)²⁵: 5·10⁻⁵ at .8, 2·10⁻¹⁰ at .9. Unrelated prose (J ≈ .02) meets with 10⁻⁷. The
 * last three of the 128 permutations are in no band.
 */
export const BANDS = 25;
const ROWS = 5;

/** One 32-bit key a band. Equal bands have equal keys; a chance equality costs a comparison and changes no result. */
export function bandKeys(signature: Signature): Int32Array {
  const keys = new Int32Array(BANDS);
  for (let band = 0; band < BANDS; band++) {
    let key = band + 1;
    for (let row = 0; row < ROWS; row++) {
      key = Math.imul(key ^ signature[band * ROWS + row]!, 0x01000193); // FNV-1a's prime
      key ^= key >>> 15;
    }
    keys[band] = key;
  }
  return keys;
}
