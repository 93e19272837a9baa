import { BaseError } from "../errors.js";
import { SEPARATOR, type ShardChunk } from "./shard.js";

/** A shard's text while it is gathered, chunk by chunk, in a memory that is used again for the next one. */
export class ShardDraft {
  readonly #text: Uint8Array;
  #chunks: ShardChunk[] = [];
  #size = 0;

  /** @param capacity the most bytes of one shard's text, separators included. */
  constructor(capacity: number) {
    this.#text = new Uint8Array(capacity);
  }

  /** What was gathered; gone with the next {@link ShardDraft.clear}. */
  get text(): Uint8Array {
    return this.#text.subarray(0, this.#size);
  }

  get chunks(): readonly ShardChunk[] {
    return this.#chunks;
  }

  /** Whether a chunk of so many bytes still fits. */
  fits(length: number): boolean {
    return this.#size + length < this.#text.length; // one more for the separator
  }

  /** Appends a chunk. Throws {@link ChunkMisfitError}. */
  add(chunk: Uint8Array, place: Omit<ShardChunk, "start">): void {
    if (!this.fits(chunk.length)) throw new ChunkMisfitError(chunk.length, this.#text.length);
    this.#chunks.push({ start: this.#size, ...place });
    this.#text.set(chunk, this.#size);
    this.#text[this.#size + chunk.length] = SEPARATOR;
    this.#size += chunk.length + 1;
  }

  clear(): void {
    this.#chunks = [];
    this.#size = 0;
  }
}

export class ChunkMisfitError extends BaseError {
  readonly code = "CHUNK_MISFIT";

  constructor(length: number, capacity: number) {
    super(
      `Expected a chunk that fits a shard of ${capacity} bytes, got ${length} bytes. Close the shard first or make it larger.`,
    );
  }
}
