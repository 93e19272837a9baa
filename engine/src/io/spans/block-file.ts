import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";

import { BaseError } from "../../core/errors.js";
import { BLOCK_BYTES, decodeEntry, ENTRY_BYTES } from "../../core/spans/shard-sections.js";

/** Says in a file's table that a block is not in memory. */
const ABSENT = -1;

/** The memory of fixed size that all files of an index read into. Of its blocks the one that was read first makes room. */
export class BlockCache {
  readonly bytes: Uint8Array;
  readonly #owners: (readonly [table: Int32Array, place: number])[] = [];
  readonly #slots: number;
  #next = 0;

  /** @param bytes at least one block. */
  constructor(bytes: number) {
    this.#slots = Math.max(1, Math.floor(bytes / BLOCK_BYTES));
    this.bytes = Buffer.allocUnsafeSlow(this.#slots * BLOCK_BYTES); // not cleared: a slot is read into before it is used
  }

  /** The slot for block `place` of the file whose table it is. The block that had it is absent from now on. */
  take(table: Int32Array, place: number): number {
    const slot = this.#next;
    this.#next = (slot + 1) % this.#slots;
    const owner = this.#owners[slot];
    if (owner !== undefined) owner[0][owner[1]] = ABSENT;
    this.#owners[slot] = [table, place];
    return slot;
  }
}

/** A file of blocks followed by the CRC-32 of each. A block is read when somebody asks for a byte of it, checked, and kept for a while. */
export class BlockFile {
  readonly #file: string;
  readonly #descriptor: number;
  readonly #cache: BlockCache;
  readonly #checks: Uint8Array;
  /** The cache's slot of every block, or {@link ABSENT}. */
  readonly #slots: Int32Array;

  /** Throws {@link SpanIndexCorruptError} unless the file has exactly these blocks, with checks of that CRC-32. */
  constructor(
    file: string,
    { blocks, checksCrc, cache }: { readonly blocks: number; readonly checksCrc: number; readonly cache: BlockCache },
  ) {
    this.#file = file;
    this.#cache = cache;
    this.#slots = new Int32Array(blocks).fill(ABSENT);
    this.#checks = new Uint8Array(blocks * ENTRY_BYTES.check);
    this.#descriptor = openPart(file);
    try {
      const checksAt = blocks * BLOCK_BYTES;
      const size = checksAt + this.#checks.length;
      if (fstatSync(this.#descriptor).size !== size) throw new SpanIndexCorruptError(file, `${size} bytes`);
      this.#read(this.#checks, checksAt);
      if (crc32(this.#checks) !== checksCrc) throw new SpanIndexCorruptError(file, `checks of CRC-32 ${checksCrc}`);
    } catch (cause) {
      closeSync(this.#descriptor);
      throw cause;
    }
  }

  /** The byte at `at`. Throws {@link SpanIndexCorruptError} where its block is not as it was written. */
  byte(at: number): number {
    const place = Math.floor(at / BLOCK_BYTES);
    let slot = this.#slots[place]!;
    if (slot === ABSENT) slot = this.#load(place);
    return this.#cache.bytes[slot * BLOCK_BYTES + (at % BLOCK_BYTES)]!;
  }

  /** The entry at `at`, a multiple of its 4 bytes. Throws as {@link BlockFile.byte} does. */
  entry(at: number): number {
    const place = Math.floor(at / BLOCK_BYTES);
    let slot = this.#slots[place]!;
    if (slot === ABSENT) slot = this.#load(place);
    return decodeEntry(this.#cache.bytes, slot * BLOCK_BYTES + (at % BLOCK_BYTES));
  }

  /** `length` bytes from the beginning of block `first` on, read once and not kept. Throws as {@link BlockFile.byte} does. */
  section(first: number, length: number): Uint8Array {
    const bytes = new Uint8Array(Math.ceil(length / BLOCK_BYTES) * BLOCK_BYTES);
    this.#read(bytes, first * BLOCK_BYTES);
    for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
      this.#check(first + at / BLOCK_BYTES, bytes.subarray(at, at + BLOCK_BYTES));
    }
    return bytes.subarray(0, length);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #load(place: number): number {
    const slot = this.#cache.take(this.#slots, place);
    const block = this.#cache.bytes.subarray(slot * BLOCK_BYTES, (slot + 1) * BLOCK_BYTES);
    this.#read(block, place * BLOCK_BYTES);
    this.#check(place, block);
    this.#slots[place] = slot; // only now: what failed its check is read again, never used
    return slot;
  }

  #check(place: number, block: Uint8Array): void {
    if (crc32(block) !== decodeEntry(this.#checks, place * ENTRY_BYTES.check)) {
      throw new SpanIndexCorruptError(this.#file, `block ${place} as it was written`);
    }
  }

  #read(into: Uint8Array, at: number): void {
    const read = readSync(this.#descriptor, into, 0, into.length, at);
    if (read !== into.length) throw new SpanIndexCorruptError(this.#file, `${into.length} bytes at ${at}`);
  }
}

/** Opens a file that an index must have. Throws {@link SpanIndexCorruptError}. */
export function openPart(file: string): number {
  try {
    return openSync(file, "r");
  } catch (cause) {
    throw partError(file, cause);
  }
}

/** What to throw where a file that an index must have could not be read. */
export function partError(file: string, cause: unknown): unknown {
  if ((cause as NodeJS.ErrnoException).code !== "ENOENT") return cause; // no permission, no disk: not ours to explain
  return new SpanIndexCorruptError(file, "what index.json says of it", cause);
}

export class SpanIndexCorruptError extends BaseError {
  readonly code = "CONTENT_SPANS_CORRUPT";

  constructor(file: string, expected: string, cause?: unknown) {
    super(`Expected ${file} with ${expected}, found none. Delete the index's directory and build it again.`, {
      cause,
    });
  }
}
