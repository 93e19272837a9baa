import { longestMatch, mayHold, occurrences, occurs } from "./search-shard.js";
import { SEPARATOR, type Shard } from "./shard.js";

/** Bytes of an answer: the first one's place, and how many. */
export type Span = { readonly start: number; readonly length: number };

/** Shorter matches are everybody's phrases. */
export const MIN_SPAN_BYTES = 32;

/**
 * The maximal spans of `answer` that stand in a chunk of the shards (OLMoTrace, arXiv:2504.07096): at least `minBytes`
 * long, and neither their left nor their right neighbour can be taken in. In order; they may overlap, none holds another.
 *
 * Instead of a longest match at every place, it leaps: whoever knows that the bytes from `start` to `end` must be in the next
 * span asks for the smallest start from which they still occur.
 */
export function findSpans(
  answer: Uint8Array,
  shards: readonly Shard[],
  { minBytes = MIN_SPAN_BYTES }: { readonly minBytes?: number } = {},
): Span[] {
  const spans: Span[] = [];
  for (const { start, length } of runsWithoutSeparator(answer)) {
    const run = answer.subarray(start, start + length);
    for (const span of spansOfRun(run, shards, minBytes)) spans.push({ ...span, start: start + span.start });
  }
  return spans;
}

/** In how many places a span's bytes stand. */
export function countOccurrences(bytes: Uint8Array, shards: readonly Shard[]): number {
  return shards.reduce((sum, shard) => {
    const { from, to } = occurrences(shard, bytes);
    return sum + to - from;
  }, 0);
}

/** A byte of an index: its shard's place in the list of shards, and its own in the shard's text. */
export type TextPlace = { readonly shard: number; readonly at: number };

/** The first of the places where a span's bytes stand, undefined if there is none. */
export function firstOccurrence(bytes: Uint8Array, shards: readonly Shard[]): TextPlace | undefined {
  for (const [place, shard] of shards.entries()) {
    const { from, to } = occurrences(shard, bytes);
    let at = shard.size;
    for (let rank = from; rank < to; rank++) at = Math.min(at, shard.suffix(rank));
    if (from < to) return { shard: place, at };
  }
  return undefined;
}

function spansOfRun(run: Uint8Array, shards: readonly Shard[], minBytes: number): Span[] {
  const spans: Span[] = [];
  let start = 0;
  let end = minBytes;
  // Every span not found yet that begins at `start` or later holds all bytes from its own start to `end`.
  while (end <= run.length) {
    start = firstStart(run, shards, { start, end, minBytes });
    if (end - start < minBytes) {
      end = start + minBytes;
      continue;
    }
    const [least, rest] = [run.subarray(start, end), run.subarray(start)];
    const holders = shards.filter((shard) => mayHold(shard, least)); // in the others no match is as long
    const length = Math.max(...holders.map((shard) => longestMatch(shard, rest)), 0);
    spans.push({ start, length });
    end = start + length + 1;
    start += 1;
  }
  return spans;
}

/**
 * The smallest start in `start` … `end` from which the bytes up to `end` occur: if they do from one place, then from every later one.
 * Where that leaves less than `minBytes`, any start that is not beyond it will do.
 */
function firstStart(
  run: Uint8Array,
  shards: readonly Shard[],
  { start, end, minBytes }: { readonly start: number; readonly end: number; readonly minBytes: number },
): number {
  let low = start;
  let high = end;
  while (low < high && end - low >= minBytes) {
    const middle = (low + high) >>> 1;
    const bytes = run.subarray(middle, end);
    if (shards.some((shard) => occurs(shard, bytes))) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What stands between the answer's separators: in no chunk is there one. */
function runsWithoutSeparator(answer: Uint8Array): Span[] {
  const runs: Span[] = [];
  let start = 0;
  while (start < answer.length) {
    const found = answer.indexOf(SEPARATOR, start);
    const end = found === -1 ? answer.length : found;
    if (end > start) runs.push({ start, length: end - start });
    start = end + 1;
  }
  return runs;
}
