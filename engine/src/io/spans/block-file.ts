import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";

import { BaseError } from "../../core/errors.js";
import type { Hex } from "../../core/hash/hex.js";
import { keccak } from "../../core/hash/keccak.js";
import { BLOCK_BYTES, decodeEntry, ENTRY_BYTES } from "../../core/spans/shard-sections.js";

/** How many blocks all open files may hold together. */
export class BlockBudget {
  readonly #most: number;
  readonly #held: (() => void)[] = [];
  #oldest = 0;

  /** @param bytes at least one block. */
  constructor(bytes: number) {
    this.#most = Math.max(1, Math.floor(bytes / BLOCK_BYTES));
  }

  /** Counts a block that was read; beyond the budget, lets go of the one that was read first. */
  take(release: () => void): void {
    if (this.#held.length < this.#most) {
      this.#held.push(release);
      return;
    }
    this.#held[this.#oldest]!();
    this.#held[this.#oldest] = release;
    this.#oldest = (this.#oldest + 1) % this.#most;
  }
}

/** A file of blocks followed by the CRC-32 of each. A block is read when somebody asks for it, checked, and kept for a while. */
export class BlockFile {
  readonly #file: string;
  readonly #descriptor: number;
  readonly #blocks: (Uint8Array | undefined)[];
  readonly #checks: Uint8Array;
  readonly #budget: BlockBudget;

  /** Throws {@link SpanIndexCorruptError} unless the file has exactly these blocks, with checks that hash to `checksHash`. */
  constructor(
    file: string,
    { blocks, checksHash, budget }: { readonly blocks: number; readonly checksHash: Hex; readonly budget: BlockBudget },
  ) {
    this.#file = file;
    this.#budget = budget;
    this.#blocks = new Array<Uint8Array | undefined>(blocks).fill(undefined);
    this.#descriptor = openPart(file);
    try {
      const checksAt = blocks * BLOCK_BYTES;
      const size = checksAt + blocks * ENTRY_BYTES.check;
      if (fstatSync(this.#descriptor).size !== size) throw new SpanIndexCorruptError(file, `${size} bytes`);
      this.#checks = this.#read(checksAt, blocks * ENTRY_BYTES.check);
      if (keccak(this.#checks) !== checksHash) throw new SpanIndexCorruptError(file, `checks with hash ${checksHash}`);
    } catch (cause) {
      closeSync(this.#descriptor);
      throw cause;
    }
  }

  /** Throws {@link SpanIndexCorruptError} where its bytes are not those that were written. */
  block(place: number): Uint8Array {
    return this.#blocks[place] ?? this.#load(place);
  }

  /** `length` bytes from the beginning of block `first` on, read once and not kept. */
  section(first: number, length: number): Uint8Array {
    const bytes = this.#read(first * BLOCK_BYTES, Math.ceil(length / BLOCK_BYTES) * BLOCK_BYTES);
    for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
      this.#check(first + at / BLOCK_BYTES, bytes.subarray(at, at + BLOCK_BYTES));
    }
    return bytes.subarray(0, length);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #load(place: number): Uint8Array {
    const block = this.#read(place * BLOCK_BYTES, BLOCK_BYTES);
    this.#check(place, block);
    this.#blocks[place] = block;
    this.#budget.take(() => (this.#blocks[place] = undefined));
    return block;
  }

  #check(place: number, block: Uint8Array): void {
    if (crc32(block) !== decodeEntry(this.#checks, place * ENTRY_BYTES.check)) {
      throw new SpanIndexCorruptError(this.#file, `block ${place} as it was written`);
    }
  }

  #read(at: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    const read = readSync(this.#descriptor, bytes, 0, length, at);
    if (read !== length) throw new SpanIndexCorruptError(this.#file, `${length} bytes at ${at}`);
    return bytes;
  }
}

/** Opens a file that an index must have. Throws {@link SpanIndexCorruptError}. */
export function openPart(file: string): number {
  try {
    return openSync(file, "r");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT")
      throw new SpanIndexCorruptError(file, "a place here", cause);
    throw cause; // no permission, no disk: not ours to explain
  }
}

export class SpanIndexCorruptError extends BaseError {
  readonly code = "CONTENT_SPANS_CORRUPT";

  constructor(file: string, expected: string, cause?: unknown) {
    super(`Expected ${file} to have ${expected}, it has not. Delete the index's directory and build it again.`, {
      cause,
    });
  }
}
