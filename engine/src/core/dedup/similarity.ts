/** A fraction of integers, so that no comparison rounds. */
export type Ratio = { readonly numerator: number; readonly denominator: number };

/** From this Jaccard similarity on, the later of two chunks is a copy of the earlier one. Part of the protocol. */
export const NEAR_DUPLICATE: Ratio = { numerator: 4, denominator: 5 };

/** Whether the Jaccard similarity `|a ∩ b| / |a ∪ b|` of two shingle sets is at least `threshold`, exactly. */
export function isSimilar(a: Int32Array, b: Int32Array, { numerator, denominator }: Ratio): boolean {
  const [smaller, larger] = a.length < b.length ? [a.length, b.length] : [b.length, a.length];
  if (denominator * smaller < numerator * larger) return false; // even if one holds the other
  const shared = sharedCount(a, b);
  return denominator * shared >= numerator * (a.length + b.length - shared);
}

/** `|a ∩ b|` of two ascending sets. */
export function sharedCount(a: Int32Array, b: Int32Array): number {
  let [i, j, shared] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const [left, right] = [a[i]!, b[j]!];
    if (left === right) shared++;
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return shared;
}
