import { get, set, symbol } from "./memory";

/**
 * The nearest LMS place at or before `from`, −1 if there is none. `from` is L-type: greater than the suffix after it, like the last one.
 * An LMS place is S-type with an L-type before it.
 */
export function lmsBefore<T>(text: usize, from: i32): i32 {
  let i = from;
  let after = symbol<T>(text, i);
  while (true) {
    if (--i < 0) return -1;
    const c = symbol<T>(text, i);
    const isS = c < after;
    after = c;
    if (isS) break;
  }
  while (--i >= 0) {
    const c = symbol<T>(text, i);
    if (c > after) return i + 1;
    after = c;
  }
  return -1; // place 0 has nothing before it
}

/** Moves the m sorted LMS starts, inverted among zeros, to the front, and clears what they left. */
export function gatherSorted(suffixes: usize, m: i32): void {
  let written = 0;
  for (let i = 0; written < m; i++) {
    const start = get(suffixes, i);
    if (start >= 0) continue;
    if (i != written) set(suffixes, i, 0);
    set(suffixes, written++, ~start);
  }
}

/**
 * Names the m sorted LMS substrings at the front: equal ones equally, from 1. The name of the one that starts at p goes to
 * slot m + p/2, which is its own since LMS places are never neighbours. Returns how many names there are.
 */
export function nameSubstrings<T>(text: usize, suffixes: usize, n: i32, m: i32): i32 {
  let end = n - 1;
  for (let at = lmsBefore<T>(text, n - 1); at >= 0; at = lmsBefore<T>(text, at - 1)) {
    set(suffixes, m + (at >> 1), end - at + 1); // its length with the next one's first symbol, until it has a name
    end = at;
  }

  let names = 0;
  let previous = n;
  let previousLength = 0;
  for (let i = 0; i < m; i++) {
    const start = get(suffixes, i);
    const length = get(suffixes, m + (start >> 1));
    if (length != previousLength || !areEqual<T>(text, previous, start, length, n)) {
      names++;
      previous = start;
      previousLength = length;
    }
    set(suffixes, m + (start >> 1), names);
  }
  return names;
}

/** Whether the substrings have the same symbols. One that reaches the text's end equals no other. */
function areEqual<T>(text: usize, a: i32, b: i32, length: i32, n: i32): bool {
  if (a + length >= n) return false;
  for (let i = 0; i < length; i++) if (symbol<T>(text, a + i) != symbol<T>(text, b + i)) return false;
  return true;
}
