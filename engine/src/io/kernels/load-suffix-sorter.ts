import type { SuffixSorter } from "../../core/spans/shard.js";
import { loadSpanKernels } from "./load-span-kernels.js";

/** Sorts suffixes in linear time, in a memory of its own that stays as large as the largest text demanded. Throws KernelsMissingError. */
export async function loadSuffixSorter(): Promise<SuffixSorter> {
  const { memory, input, suffixArray } = await loadSpanKernels();
  return (text) => {
    const source = input(text.length); // may move the memory, so before it is looked at
    new Uint8Array(memory.buffer, source, text.length).set(text);
    const suffixes = suffixArray(text.length);
    return new Int32Array(memory.buffer, suffixes, text.length);
  };
}
