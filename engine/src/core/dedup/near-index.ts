import { BANDS, bandKeys } from "./bands.js";
import { ChunkStore } from "./chunk-store.js";
import { equalBytes } from "./exact-table.js";
import { KeyTable } from "./key-table.js";
import { signatureOf } from "./min-hash.js";
import { shingleHashes, shingleSet } from "./shingles.js";
import { isSimilar, type Ratio } from "./similarity.js";

/** A chunk as it is looked up: its bytes and the keys of its bands. */
export type Sketch = { readonly bytes: Uint8Array; readonly keys: Int32Array };

export function sketch(bytes: Uint8Array): Sketch {
  return { bytes, keys: bandKeys(signatureOf(shingleHashes(bytes))) };
}

/** Texts that stand for themselves, numbered in the order of adding, in which near-duplicates are looked up. */
export class NearIndex {
  readonly #threshold: Ratio;
  readonly #chunks = new ChunkStore();
  readonly #table = new KeyTable(BANDS);

  constructor(threshold: Ratio) {
    this.#threshold = threshold;
  }

  get count(): number {
    return this.#chunks.count;
  }

  get byteLength(): number {
    return this.#chunks.byteLength;
  }

  /** What an equal index is made of: sketch i is number i. */
  *sketches(): Generator<Sketch> {
    for (let number = 0; number < this.count; number++) {
      const keys = this.#table.keys.subarray(number * BANDS, (number + 1) * BANDS);
      yield { bytes: this.#chunks.get(number), keys };
    }
  }

  add({ bytes, keys }: Sketch): void {
    this.#chunks.add(bytes);
    this.#table.add(keys);
  }

  /** The lowest number whose text's Jaccard similarity to the sketch reaches the threshold, among those that share a band. */
  find({ bytes, keys }: Sketch): number | undefined {
    const candidates = this.#candidates(keys);
    if (candidates.length === 0) return undefined;
    let shingles: Int32Array | undefined;
    return candidates.find((number) => {
      const other = this.#chunks.get(number);
      if (equalBytes(bytes, other)) return true;
      shingles ??= shingleSet(bytes);
      return isSimilar(shingles, shingleSet(other), this.#threshold);
    });
  }

  #candidates(keys: Int32Array): number[] {
    const found = new Set<number>();
    for (let band = 0; band < BANDS; band++) this.#table.forEach(band, keys[band]!, (row) => found.add(row));
    return [...found].sort((a, b) => a - b);
  }
}
