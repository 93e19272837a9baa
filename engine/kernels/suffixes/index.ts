/**
 * Suffix arrays. A file of its own beside the numeric kernels: it decides nothing that is paid, so it is no part of the engine hash.
 */
import { sortSuffixes } from "./sort-suffixes";

/**
 * Writes the starts of all suffixes of `n` bytes at `text`, in ascending order, as i32 at `suffixes`. A suffix that another one
 * begins with comes first. The memory from `heap` on is scratch, and grows as far as the text demands (at most 8n bytes).
 */
export function suffixArray(text: usize, suffixes: usize, n: i32, heap: usize): void {
  sortSuffixes<u8>(text, suffixes, n, n, 256, heap);
}

/** First free byte of the memory. */
export function heapBase(): usize {
  return __heap_base;
}
