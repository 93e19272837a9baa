import type { Kernels } from "../model/engine.js";
import { countGrams } from "./count-grams.js";

/** How fast a term's count saturates, and how far a long text is discounted: the customary values. */
const K1 = 1.2;
const B = 0.75;

/** Every text that holds a term, ascending, and how often. */
type Postings = { readonly texts: number[]; readonly counts: number[] };

/** Texts that can be asked which of them hold a query's terms. */
export type Bm25Index = {
  /** The score of every text, in their order; 0 where it shares no term with the query. */
  readonly scores: (query: Uint8Array) => Float64Array;
};

/**
 * Okapi BM25 over byte n-grams (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009), with
 * idf = ln(1 + (N − n + ½) / (n + ½)) so that no term counts against a text. A text's score is summed over the query's terms by their first
 * occurrence: the same bits on every machine, given a logarithm that is.
 * @param options.gram bytes of a term.
 */
export function bm25Index(
  { log }: Pick<Kernels, "log">,
  texts: readonly Uint8Array[],
  { gram }: { readonly gram: number },
): Bm25Index {
  const lengths = texts.map((text) => Math.max(0, text.length - gram + 1));
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const discounts = lengths.map((length) => K1 * (1 - B + (B * length) / mean));
  const postings = postingsOf(texts, gram);

  const scores = (query: Uint8Array): Float64Array => {
    const sums = new Float64Array(texts.length);
    for (const [term, times] of countGrams(query, gram)) {
      const found = postings.get(term);
      if (found === undefined) continue;
      const n = found.texts.length;
      const weight = times * log(1 + (texts.length - n + 0.5) / (n + 0.5));
      for (const [place, text] of found.texts.entries()) {
        const count = found.counts[place]!;
        sums[text] = sums[text]! + (weight * count * (K1 + 1)) / (count + discounts[text]!);
      }
    }
    return sums;
  };
  return { scores };
}

function postingsOf(texts: readonly Uint8Array[], gram: number): Map<string, Postings> {
  const postings = new Map<string, Postings>();
  for (const [place, text] of texts.entries()) {
    for (const [term, count] of countGrams(text, gram)) {
      const found = postings.get(term) ?? { texts: [], counts: [] };
      found.texts.push(place);
      found.counts.push(count);
      postings.set(term, found);
    }
  }
  return postings;
}
