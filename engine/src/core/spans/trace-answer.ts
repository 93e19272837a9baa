import { compareBigints } from "../order.js";
import { countOccurrences, findSpans, firstOccurrence, type Span, type TextPlace } from "./find-spans.js";
import { byteInformation, spanWeight } from "./information.js";
import type { Shard } from "./shard.js";

/** Goes wherever spans are shown: whoever paid for quotation would pay for bait. */
export const SPANS_NOTICE = "Provenance, not cause: shown, never paid.";

/** Of an answer of L bytes, ⌈L / 20⌉ spans are kept. */
const BYTES_PER_KEPT_SPAN = 20;

/** A span, how much it says, and the first place where it stands. */
export type TracedSpan = Span & {
  /** In how many places of the indexes its bytes stand. */
  readonly count: number;
  /** Thousandths of a bit. */
  readonly weight: bigint;
  readonly first: TextPlace;
};

/**
 * The spans of an answer that say most, by weight falling, then as they stand.
 * What the prompt held is left out: it did not come from the data.
 * @param index.byteCounts how often each of 256 bytes stands in the chunks of all shards.
 */
export function traceAnswer(
  { answer, prompt }: { readonly answer: Uint8Array; readonly prompt: Uint8Array },
  { shards, byteCounts }: { readonly shards: readonly Shard[]; readonly byteCounts: readonly bigint[] },
): TracedSpan[] {
  const information = byteInformation(byteCounts);
  const promptText = byteText(prompt);
  const bytesOf = ({ start, length }: Span): Uint8Array => answer.subarray(start, start + length);

  const weighed = findSpans(answer, shards)
    .filter((span) => !promptText.includes(byteText(bytesOf(span))))
    .map((span) => {
      const count = countOccurrences(bytesOf(span), shards);
      const sum = bytesOf(span).reduce((total, byte) => total + information[byte]!, 0);
      return { ...span, count, weight: spanWeight({ information: sum, count }) };
    });
  return weighed
    .sort((a, b) => compareBigints(b.weight, a.weight) || a.start - b.start)
    .slice(0, Math.ceil(answer.length / BYTES_PER_KEPT_SPAN))
    .map((span) => ({ ...span, first: firstOccurrence(bytesOf(span), shards)! })); // it was found, so it stands somewhere
}

/** One character a byte: what finds bytes within bytes with the platform's own search. */
function byteText(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes); // maps 256 bytes to 256 different characters
}
