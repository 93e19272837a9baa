import { get, set, symbol } from "./memory";

/** How often each of `k` symbols stands in the text. */
export function countSymbols<T>(text: usize, n: i32, counts: usize, k: i32): void {
  memory.fill(counts, 0, (<usize>k) << 2);
  for (let i = 0; i < n; i++) {
    const c = symbol<T>(text, i);
    set(counts, c, get(counts, c) + 1);
  }
}

/** Where the bucket of each symbol begins: the suffixes that begin with it stand together. */
export function bucketStarts(counts: usize, buckets: usize, k: i32): void {
  let sum = 0;
  for (let c = 0; c < k; c++) {
    set(buckets, c, sum);
    sum += get(counts, c);
  }
}

/** One behind the end of each bucket. */
export function bucketEnds(counts: usize, buckets: usize, k: i32): void {
  let sum = 0;
  for (let c = 0; c < k; c++) {
    sum += get(counts, c);
    set(buckets, c, sum);
  }
}

/** Writes at a bucket's growing front. */
export function pushFront(suffixes: usize, buckets: usize, c: i32, value: i32): void {
  const slot = get(buckets, c);
  set(buckets, c, slot + 1);
  set(suffixes, slot, value);
}

/** Writes at a bucket's end, which moves down. */
export function pushBack(suffixes: usize, buckets: usize, c: i32, value: i32): void {
  const slot = get(buckets, c) - 1;
  set(buckets, c, slot);
  set(suffixes, slot, value);
}
