import { mayHoldGram } from "./gram-filter.js";
import { FENCE_STRIDE, KEY_BYTES, KEY_STRIDE, type Shard } from "./shard.js";

/**
 * How many suffixes are less than `pattern`; with `orBeginning` also those that begin with it. Binary search that never compares again
 * what both ends share with the pattern (Manber, Myers 1993), between the two keys that enclose it.
 * @param pattern bytes without separator: the text ends with one, so no comparison runs over its end.
 */
function rankOf(shard: Shard, pattern: Uint8Array, { orBeginning }: { readonly orBeginning: boolean }): number {
  let [below, above] = enclosingRanks(shard, pattern); // below is less than the pattern, above is not
  let [belowShares, aboveShares] = [0, 0];
  while (above - below > 1) {
    const middle = (below + above) >>> 1;
    const start = shard.suffix(middle);
    const shares = sharedBytes(shard, start, pattern, Math.min(belowShares, aboveShares));
    const isBelow = shares === pattern.length ? orBeginning : shard.byte(start + shares) < pattern[shares]!;
    if (isBelow) [below, belowShares] = [middle, shares];
    else [above, aboveShares] = [middle, shares];
  }
  return above;
}

/** The ranks that begin with `pattern`: from `from` up to, not including, `to`. */
export type RankRange = { readonly from: number; readonly to: number };

export function occurrences(shard: Shard, pattern: Uint8Array): RankRange {
  if (!mayHold(shard, pattern)) return { from: 0, to: 0 };
  return { from: rankOf(shard, pattern, { orBeginning: false }), to: rankOf(shard, pattern, { orBeginning: true }) };
}

/** How many bytes of `pattern`, from its first on, stand together somewhere in the shard. */
export function longestMatch(shard: Shard, pattern: Uint8Array): number {
  // Of all suffixes, the two between which the pattern belongs share most with it.
  const rank = rankOf(shard, pattern, { orBeginning: false });
  const before = rank > 0 ? sharedBytes(shard, shard.suffix(rank - 1), pattern, 0) : 0;
  const after = rank < shard.size ? sharedBytes(shard, shard.suffix(rank), pattern, 0) : 0;
  return Math.max(before, after);
}

/** Whether `pattern` stands in the shard. */
export function occurs(shard: Shard, pattern: Uint8Array): boolean {
  if (!mayHold(shard, pattern)) return false;
  const rank = rankOf(shard, pattern, { orBeginning: false });
  return rank < shard.size && sharedBytes(shard, shard.suffix(rank), pattern, 0) === pattern.length;
}

/** False only if `pattern` stands nowhere in the shard. */
export function mayHold({ size, filterByte }: Shard, pattern: Uint8Array): boolean {
  return mayHoldGram(pattern, size, filterByte);
}

function sharedBytes(shard: Shard, start: number, pattern: Uint8Array, known: number): number {
  let shared = known;
  while (shared < pattern.length && shard.byte(start + shared) === pattern[shared]) shared++;
  return shared;
}

type Ranks = readonly [below: number, above: number];

/** Keys of every `stride`-th suffix, and the byte at any place of them. */
type Keys = { readonly stride: number; readonly keyByte: (at: number) => number };

/** Ranks that are surely below and surely above the pattern, as near as keys tell; −1 and `size` where there are none. */
function enclosingRanks({ fences, size, keyByte }: Shard, pattern: Uint8Array): Ranks {
  const fromFences = narrow([-1, size], pattern, { stride: FENCE_STRIDE, keyByte: (at) => fences[at]! });
  return narrow(fromFences, pattern, { stride: KEY_STRIDE, keyByte });
}

/** The same, nearer, from the keys of the suffixes between `below` and `above`. */
function narrow([below, above]: Ranks, pattern: Uint8Array, keys: Keys): Ranks {
  const first = Math.floor(below / keys.stride) + 1;
  const end = Math.ceil(above / keys.stride);
  const notBelow = firstKey(keys, pattern, { from: first, end, leastOrder: 0 });
  const beyond = firstKey(keys, pattern, { from: notBelow, end, leastOrder: 1 });
  return [notBelow === first ? below : (notBelow - 1) * keys.stride, beyond === end ? above : beyond * keys.stride];
}

/** The first key in `from` … `end` whose order to the pattern is at least that, `end` if there is none. */
function firstKey(
  { keyByte }: Keys,
  pattern: Uint8Array,
  { from, end, leastOrder }: { readonly from: number; readonly end: number; readonly leastOrder: number },
): number {
  let [low, high] = [from, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKey(keyByte, middle * KEY_BYTES, pattern) >= leastOrder) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Negative or positive, whole, where the key at `at` is surely below or above the pattern, 0 where its bytes do not tell. */
function compareKey(keyByte: (at: number) => number, at: number, pattern: Uint8Array): number {
  const length = Math.min(KEY_BYTES, pattern.length);
  for (let i = 0; i < length; i++) {
    const difference = keyByte(at + i) - pattern[i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
