/**
 * What builds a span index: suffix arrays and the trees of contributions. A file of its own beside the numeric kernels: it decides nothing
 * that is paid, so it is no part of the engine hash.
 *
 * One call at a time: input and output stand from the heap's base on, and the next call overwrites them.
 */
import { hashTree, treeNodes } from "./chunk-tree";
import { align, reach } from "./memory";
import { sortSuffixes } from "./sort-suffixes";

/** Room for `bytes` bytes of input: where to write them. */
export function input(bytes: i32): usize {
  reach(__heap_base + bytes);
  return __heap_base;
}

/**
 * The starts of all suffixes of the `n` bytes of input, in ascending order, as i32: where they stand. A suffix that another one begins
 * with comes first. Scratch behind them grows as far as the text demands (at most 8n bytes).
 */
export function suffixArray(n: i32): usize {
  const suffixes = align(__heap_base + n);
  const heap = suffixes + ((<usize>n) << 2);
  reach(heap);
  sortSuffixes<u8>(__heap_base, suffixes, n, n, 256, heap);
  return suffixes;
}

/**
 * All nodes of the tree of a text's chunks, 32 bytes each, level after level from the leaves up to the root, padding left out: where they
 * stand. The input: type hash of a chunk (32 bytes); `count` ≥ 1 ends of chunks in the text, ascending (i32); the text.
 */
export function chunkTree(count: i32): usize {
  const typeHash = __heap_base;
  const ends = typeHash + 32;
  const text = ends + ((<usize>count) << 2);
  const nodes = align(text + load<i32>(text - 4));
  reach(nodes + (treeNodes(count) << 5));
  hashTree(typeHash, text, ends, count, nodes);
  return nodes;
}
