import { ChunkStore } from "./chunk-store.js";
import { KeyTable } from "./key-table.js";

/** Distinct chunks, numbered in the order of adding, found again by their bytes. */
export class ExactTable {
  readonly #chunks = new ChunkStore();
  readonly #table = new KeyTable(1);

  get count(): number {
    return this.#chunks.count;
  }

  get byteLength(): number {
    return this.#chunks.byteLength;
  }

  get(number: number): Uint8Array {
    return this.#chunks.get(number);
  }

  /** Number of the equal chunk; `isNew` if the chunk was added for want of one. */
  place(chunk: Uint8Array): { readonly number: number; readonly isNew: boolean } {
    const key = fingerprint(chunk);
    let found = -1;
    this.#table.forEach(0, key, (row) => {
      if (equalBytes(chunk, this.#chunks.get(row))) found = row;
    });
    if (found >= 0) return { number: found, isNew: false };
    this.#table.add(Int32Array.of(key));
    return { number: this.#chunks.add(chunk), isNew: true };
  }
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** FNV-1a (RFC 9923) of 32 bits: only a place to look, the bytes decide. */
function fingerprint(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < bytes.length; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash;
}
