import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";

import { ImportError } from "../../core/import/import-error.js";
import {
  dataStart,
  decodeDirectory,
  LENGTH_BYTES,
  type TensorDirectory,
  type TensorEntry,
} from "../../core/safetensors-header.js";

/** Whole rows of a tensor. `bytes` are overwritten by the next block. */
export type RowBlock = { readonly firstRow: number; readonly bytes: Uint8Array };

/** Read at once; a longer row is read whole. */
const BLOCK_BYTES = 2 ** 20;

/** A safetensors file of any size, read block by block. */
export class TensorReader {
  readonly file: string;
  readonly directory: TensorDirectory;
  readonly #handle: FileHandle;
  readonly #opened: string;

  private constructor(file: string, handle: FileHandle, from: { directory: TensorDirectory; opened: string }) {
    this.file = file;
    this.directory = from.directory;
    this.#handle = handle;
    this.#opened = from.opened;
  }

  /** Throws SafetensorsError, and {@link ImportError} FILE for a file that cannot be opened. */
  static async open(file: string): Promise<TensorReader> {
    const handle = await open(file, "r").catch((cause: unknown) => {
      const given = cause instanceof Error ? cause.message : String(cause);
      throw new ImportError("FILE", { expected: `to read ${file}`, given, todo: "Check its path and permissions." });
    });
    try {
      const { size } = await handle.stat();
      const start = await readAt(handle, 0, Math.min(size, LENGTH_BYTES));
      const head = await readAt(handle, 0, dataStart(start, size));
      const directory = decodeDirectory(head, size);
      return new TensorReader(file, handle, { directory, opened: await stateOf(handle) });
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** The whole tensor: for small ones. */
  async read({ begin, end }: TensorEntry): Promise<Uint8Array> {
    return readAt(this.#handle, begin, end - begin);
  }

  /** The tensor's rows, in order, in memory of one block. */
  async *blocks({ begin, end }: Pick<TensorEntry, "begin" | "end">, rows: number): AsyncGenerator<RowBlock> {
    const rowBytes = (end - begin) / rows;
    const rowsAtOnce = Math.max(1, Math.floor(BLOCK_BYTES / rowBytes));
    const buffer = new Uint8Array(Math.min(rowsAtOnce, rows) * rowBytes);
    for (let firstRow = 0; firstRow < rows; firstRow += rowsAtOnce) {
      const bytes = buffer.subarray(0, Math.min(rowsAtOnce, rows - firstRow) * rowBytes);
      await readInto(this.#handle, bytes, begin + firstRow * rowBytes);
      yield { firstRow, bytes };
    }
  }

  /** SHA-256 of the file, as `sha256sum` prints it. */
  async sha256(): Promise<string> {
    const hash = createHash("sha256");
    const { size } = await this.#handle.stat();
    for await (const { bytes } of this.blocks({ begin: 0, end: size }, size)) hash.update(bytes);
    return hash.digest("hex");
  }

  /** Throws {@link ImportError} CHANGED where the file was written to since it was opened: then its parts do not fit each other. */
  async requireUnchanged(): Promise<void> {
    if ((await stateOf(this.#handle)) === this.#opened) return;
    throw new ImportError("CHANGED", {
      expected: `${this.file} to stay as it was while it is read`,
      given: "another size or time of its last change",
      todo: "Wait until it is written, and import it again.",
    });
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

async function stateOf(handle: FileHandle): Promise<string> {
  const { size, mtimeNs } = await handle.stat({ bigint: true });
  return `${String(size)}/${String(mtimeNs)}`;
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  await readInto(handle, bytes, position);
  return bytes;
}

async function readInto(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, position + done);
    if (bytesRead === 0) throw new Error("The file ended while it was read.");
    done += bytesRead;
  }
}
