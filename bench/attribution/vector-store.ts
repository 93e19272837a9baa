import { appendFile, mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";

import { bytesToFloats, floatsToBytes } from "../../engine/src/core/float-bytes.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { fromHex, toHex } from "../../engine/src/core/hash/hex.js";
import { compareText } from "../../engine/src/core/order.js";
import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";

const ID_BYTES = 16;
const HEAD_BYTES = ID_BYTES + 4;

/**
 * Vectors of floats by content address. A record is 16 bytes of id, the count, and the floats, all little-endian. New ones are
 * appended to a journal at once and folded into the main file, sorted, by {@link save}: a killed process loses what it was
 * computing and nothing else.
 */
export class VectorStore {
  readonly #vectors: Map<string, Float32Array>;
  readonly #file: string;
  readonly #journal: string;
  #pending: Promise<void> = Promise.resolve();

  private constructor(vectors: Map<string, Float32Array>, file: string, journal: string) {
    this.#vectors = vectors;
    this.#file = file;
    this.#journal = journal;
  }

  /** Reads a store, empty if there is none. A record that was cut off is forgotten. */
  static async open({ file, journal }: { readonly file: string; readonly journal: string }): Promise<VectorStore> {
    const vectors = new Map<string, Float32Array>();
    for (const each of [file, journal]) readRecords(await readIfThere(each), vectors);
    await mkdir(path.dirname(journal), { recursive: true });
    const store = new VectorStore(vectors, file, journal);
    await store.save();
    return store;
  }

  get(id: Hex): Float32Array | undefined {
    return this.#vectors.get(shorten(id));
  }

  has(id: Hex): boolean {
    return this.#vectors.has(shorten(id));
  }

  /** Keeps a vector; it is in the journal once {@link flush} resolves. */
  put(id: Hex, vector: ArrayLike<number>): void {
    const key = shorten(id);
    if (this.#vectors.has(key)) return;
    const floats = Float32Array.from(vector);
    this.#vectors.set(key, floats);
    this.#pending = this.#pending.then(() => appendFile(this.#journal, record(key, floats)));
  }

  async flush(): Promise<void> {
    await this.#pending;
  }

  /** Writes everything to the main file, in the ids' order, and empties the journal. */
  async save(): Promise<void> {
    await this.flush();
    if ((await readIfThere(this.#journal)).length === 0) return;
    const sorted = [...this.#vectors].sort(([a], [b]) => compareText(a, b));
    await writeAtomically(this.#file, Buffer.concat(sorted.map(([key, floats]) => record(key, floats))));
    await rm(this.#journal, { force: true });
  }
}

function shorten(id: Hex): string {
  return id.slice(0, 2 + 2 * ID_BYTES);
}

function record(key: string, floats: Float32Array): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES + floats.length * 4);
  bytes.set(fromHex(key as Hex));
  new DataView(bytes.buffer).setUint32(ID_BYTES, floats.length, true);
  bytes.set(floatsToBytes(floats), HEAD_BYTES);
  return bytes;
}

function readRecords(bytes: Uint8Array, into: Map<string, Float32Array>): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + HEAD_BYTES <= bytes.length;) {
    const end = at + HEAD_BYTES + 4 * view.getUint32(at + ID_BYTES, true);
    if (end > bytes.length) return;
    into.set(toHex(bytes.subarray(at, at + ID_BYTES)), bytesToFloats(bytes.subarray(at + HEAD_BYTES, end)));
    at = end;
  }
}

/** A file's bytes; none if there is no file. */
export async function readIfThere(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return new Uint8Array();
    throw error;
  }
}
