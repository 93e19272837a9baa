/** Many chunks in one buffer that grows: a few bytes of overhead a chunk instead of an object. */
export class ChunkStore {
  #bytes = new Uint8Array(1 << 16);
  #ends = new Uint32Array(1 << 10);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Bytes of all chunks together, below 2³². */
  get byteLength(): number {
    return this.#count === 0 ? 0 : this.#ends[this.#count - 1]!;
  }

  /** Number of the chunk that is added: 0, 1, … */
  add(chunk: Uint8Array): number {
    const start = this.byteLength;
    const end = start + chunk.length;
    if (end > this.#bytes.length) this.#bytes = grown(this.#bytes, new Uint8Array(2 * end));
    if (this.#count === this.#ends.length) this.#ends = grown(this.#ends, new Uint32Array(2 * this.#count));
    this.#bytes.set(chunk, start);
    this.#ends[this.#count] = end;
    return this.#count++;
  }

  /** A view, good until the next {@link add}. */
  get(number: number): Uint8Array {
    return this.#bytes.subarray(number === 0 ? 0 : this.#ends[number - 1]!, this.#ends[number]!);
  }
}

function grown<T extends Uint8Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
