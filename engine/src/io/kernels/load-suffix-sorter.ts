import type { Address, LinearMemory } from "../../core/model/arena.js";
import { Arena } from "../../core/model/arena.js";
import type { SuffixSorter } from "../../core/spans/shard.js";
import { instantiate } from "./wasm-file.js";

/** The exports of engine/kernels/suffixes, whose comments define them. */
type SuffixKernels = {
  readonly memory: LinearMemory;
  heapBase(): Address;
  suffixArray(text: Address, suffixes: Address, n: number, heap: Address): void;
};

/** Sorts suffixes in linear time, in a memory of its own that stays as large as the largest text demanded. Throws KernelsMissingError. */
export async function loadSuffixSorter(): Promise<SuffixSorter> {
  const { memory, heapBase, suffixArray } = (await instantiate("suffixes.wasm")) as SuffixKernels;
  const arena = new Arena(memory, heapBase());
  return (text) =>
    arena.scope(() => {
      const n = text.length;
      const source = arena.allocate(n);
      const suffixes = arena.allocate(n * Int32Array.BYTES_PER_ELEMENT);
      const heap = arena.allocate(0);
      arena.bytes(source, n).set(text);
      suffixArray(source, suffixes, n, heap);
      return new Int32Array(memory.buffer, suffixes, n).slice();
    });
}
