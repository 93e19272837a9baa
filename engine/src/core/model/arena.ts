/** Byte offset into the kernels' memory. */
export type Address = number;

/** The part of `WebAssembly.Memory` that the engine uses. */
export type LinearMemory = { readonly buffer: ArrayBuffer; grow(pages: number): number };

const PAGE_BYTES = 65_536;
const ALIGNMENT = 16; // one SIMD vector

/** Bump allocator over the kernels' memory: what was allocated inside {@link Arena.scope} is free after it. */
export class Arena {
  readonly #memory: LinearMemory;
  #top: Address;

  constructor(memory: LinearMemory, start: Address) {
    this.#memory = memory;
    this.#top = align(start);
  }

  /** Room for `bytes` bytes, zeroed. */
  allocate(bytes: number): Address {
    const address = this.#top;
    this.#top = align(address + bytes);
    const missing = this.#top - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
    this.bytes(address, bytes).fill(0);
    return address;
  }

  /** Room for `count` floats, zeroed. */
  floats(count: number): Address {
    return this.allocate(count * 4);
  }

  /** Runs `work` and frees everything it allocated. */
  scope<T>(work: () => T): T {
    const mark = this.#top;
    try {
      return work();
    } finally {
      this.#top = mark;
    }
  }

  /** A view of `count` floats. It dies with the next allocation (memory may move), so never keep it. */
  view(address: Address, count: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#memory.buffer, address, count);
  }

  /** A view of `count` bytes, with the same life as {@link Arena.view}. */
  bytes(address: Address, count: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#memory.buffer, address, count);
  }
}

function align(address: number): Address {
  return Math.ceil(address / ALIGNMENT) * ALIGNMENT;
}
