import { bucketEnds, countSymbols } from "./buckets";
import { induceSubstrings, induceSuffixes } from "./induce";
import { gatherSorted, lmsBefore, nameSubstrings } from "./lms";
import { get, reach, set, symbol } from "./memory";

/**
 * SA-IS: suffix sorting in linear time by induced sorting (G. Nong, S. Zhang, W. H. Chan, "Linear Suffix Array Construction by Almost
 * Pure Induced-Sorting", DCC 2009), within the array itself as in Y. Mori's sais-lite: the reduced text stands in its far end.
 *
 * @param room entries of `suffixes`, at least n; those beyond n are free.
 * @param k symbols are below it.
 * @param heap first free byte, for the buckets.
 */
export function sortSuffixes<T>(text: usize, suffixes: usize, room: i32, n: i32, k: i32, heap: usize): void {
  if (n < 2) {
    if (n == 1) set(suffixes, 0, 0);
    return;
  }
  const counts = heap;
  const buckets = counts + ((<usize>k) << 2);
  const free = buckets + ((<usize>k) << 2);
  reach(free);

  countSymbols<T>(text, n, counts, k);
  bucketEnds(counts, buckets, k);
  memory.fill(suffixes, 0, (<usize>n) << 2);
  const m = seedSubstrings<T>(text, suffixes, buckets, n);
  if (m > 1) {
    induceSubstrings<T>(text, suffixes, counts, buckets, n, k);
    gatherSorted(suffixes, m);
    const names = nameSubstrings<T>(text, suffixes, n, m);
    if (names < m) sortReduced<T>(text, suffixes, room, n, m, names, free);
    bucketEnds(counts, buckets, k);
    seedSuffixes<T>(text, suffixes, buckets, n, m);
  }
  induceSuffixes<T>(text, suffixes, counts, buckets, n, k);
}

/**
 * Puts the LMS places into the ends of their buckets, in any order. In a place's slot stands the place before it, which is the one it
 * induces; the first LMS place induces no other, so its slot stays empty, unless it is the only one and needs no sorting.
 */
function seedSubstrings<T>(text: usize, suffixes: usize, buckets: usize, n: i32): i32 {
  let m = 0;
  let slot = -1;
  let place = n;
  for (let at = lmsBefore<T>(text, n - 1); at >= 0; at = lmsBefore<T>(text, at - 1)) {
    if (slot >= 0) set(suffixes, slot, place - 1);
    const c = symbol<T>(text, at);
    slot = get(buckets, c) - 1;
    set(buckets, c, slot);
    place = at;
    m++;
  }
  if (m == 1) set(suffixes, slot, place);
  return m;
}

/** Some LMS substrings are equal: sorts the text of their names, and so the LMS suffixes, into the first m entries. */
function sortReduced<T>(text: usize, suffixes: usize, room: i32, n: i32, m: i32, names: i32, heap: usize): void {
  const reduced = suffixes + ((<usize>(room - m)) << 2);
  let place = m - 1;
  for (let i = m + (n >> 1) - 1; i >= m; i--) {
    const name = get(suffixes, i);
    if (name != 0) set(reduced, place--, name - 1);
  }
  sortSuffixes<i32>(reduced, suffixes, room - m, m, names, heap);

  place = m - 1;
  for (let at = lmsBefore<T>(text, n - 1); at >= 0; at = lmsBefore<T>(text, at - 1)) set(reduced, place--, at);
  for (let i = 0; i < m; i++) set(suffixes, i, get(reduced, get(suffixes, i)));
}

/** Moves the m sorted LMS suffixes from the front to the ends of their buckets, and clears everything between. */
function seedSuffixes<T>(text: usize, suffixes: usize, buckets: usize, n: i32, m: i32): void {
  let slot = n;
  for (let i = m - 1; i >= 0; i--) {
    const start = get(suffixes, i);
    const c = symbol<T>(text, start);
    const end = get(buckets, c) - 1;
    set(buckets, c, end);
    while (slot > end + 1) set(suffixes, --slot, 0);
    set(suffixes, end, start);
    slot = end;
  }
  while (slot > 0) set(suffixes, --slot, 0);
}
