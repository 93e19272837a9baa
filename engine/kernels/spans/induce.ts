import { bucketEnds, bucketStarts, pushBack, pushFront } from "./buckets";
import { get, set, symbol } from "./memory";

/**
 * Induced sorting (Nong, Zhang, Chan 2009): a suffix one longer than a sorted one goes to the next free slot of its first symbol's
 * bucket. L-type suffixes, greater than the one after them, are induced from left to right; S-type ones from right to left.
 * Types are never stored (Y. Mori's sais-lite): an entry is written inverted (`~i`) where the suffix before it is of the other type,
 * so that the pass which reads it passes it over. Conditions are arithmetic, since their branches cannot be predicted.
 */

/**
 * Sorts the LMS substrings. Before: their starts in their buckets, one LMS place further right each, 0 elsewhere. After: the starts of
 * the sorted substrings, inverted, in order among zeros.
 */
export function induceSubstrings<T>(text: usize, suffixes: usize, counts: usize, buckets: usize, n: i32, k: i32): void {
  bucketStarts(counts, buckets, k);
  const last = symbol<T>(text, n - 1);
  pushFront(suffixes, buckets, last, (n - 2) ^ -i32(symbol<T>(text, n - 2) < last));
  for (let i = 0; i < n; i++) {
    const start = get(suffixes, i);
    if (start > 0) {
      const c = symbol<T>(text, start);
      const before = start - 1;
      pushFront(suffixes, buckets, c, before ^ -i32(symbol<T>(text, before) < c));
      set(suffixes, i, 0);
    } else if (start < 0) set(suffixes, i, ~start);
  }

  bucketEnds(counts, buckets, k);
  for (let i = n - 1; i >= 0; i--) {
    const start = get(suffixes, i);
    if (start > 0) {
      const c = symbol<T>(text, start);
      const before = start - 1;
      const isLms = i32(symbol<T>(text, before) > c);
      pushBack(suffixes, buckets, c, (before + isLms) ^ -isLms);
      set(suffixes, i, 0);
    }
  }
}

/** Sorts all suffixes. Before: the sorted LMS suffixes at the ends of their buckets, 0 elsewhere. */
export function induceSuffixes<T>(text: usize, suffixes: usize, counts: usize, buckets: usize, n: i32, k: i32): void {
  bucketStarts(counts, buckets, k);
  const last = symbol<T>(text, n - 1);
  pushFront(suffixes, buckets, last, (n - 1) ^ -i32(n > 1 && symbol<T>(text, n - 2) < last));
  for (let i = 0; i < n; i++) {
    const start = get(suffixes, i);
    set(suffixes, i, ~start);
    if (start > 0) {
      const before = start - 1;
      const c = symbol<T>(text, before);
      pushFront(suffixes, buckets, c, before ^ -i32(before > 0 && symbol<T>(text, before - 1) < c));
    }
  }

  bucketEnds(counts, buckets, k);
  for (let i = n - 1; i >= 0; i--) {
    const start = get(suffixes, i);
    if (start > 0) {
      const before = start - 1;
      const c = symbol<T>(text, before);
      pushBack(suffixes, buckets, c, before ^ -i32(before == 0 || symbol<T>(text, before - 1) > c));
    } else set(suffixes, i, ~start);
  }
}
