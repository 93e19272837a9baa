import type { Kernels } from "../model/engine.js";
import type { ScoreTable } from "./lds.js";

/** How fast a term's count saturates, and how far a long text is discounted: the customary values. */
const K1 = 1.2;
const B = 0.75;

/**
 * Baseline: Okapi BM25 of each query against each cell, over byte n-grams (Robertson and Zaragoza, "The Probabilistic Relevance
 * Framework: BM25 and Beyond", 2009), with idf = ln(1 + (N − n + ½) / (n + ½)) so that no term counts against a cell.
 */
export function bm25Scores(
  { log }: Pick<Kernels, "log">,
  cells: readonly Uint8Array[],
  { queries, gram }: { readonly queries: readonly Uint8Array[]; readonly gram: number },
): ScoreTable {
  const counts = cells.map((cell) => countGrams(cell, gram));
  const lengths = cells.map((cell) => Math.max(0, cell.length - gram + 1));
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const documents = new Map<string, number>();
  for (const count of counts) for (const term of count.keys()) documents.set(term, (documents.get(term) ?? 0) + 1);
  const idf = (term: string): number => {
    const n = documents.get(term) ?? 0;
    return n === 0 ? 0 : log(1 + (cells.length - n + 0.5) / (n + 0.5));
  };
  return queries.map((query) => {
    const terms = [...countGrams(query, gram)].map(([term, times]) => ({ term, weight: times * idf(term) }));
    return counts.map((count, cell) => {
      const discount = K1 * (1 - B + (B * lengths[cell]!) / mean);
      return terms.reduce((sum, { term, weight }) => {
        const times = count.get(term) ?? 0;
        return sum + (weight * times * (K1 + 1)) / (times + discount);
      }, 0);
    });
  });
}

/** How often each n-gram of bytes occurs, overlapping ones too. */
export function countGrams(text: Uint8Array, gram: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let at = 0; at + gram <= text.length; at++) {
    const key = String.fromCharCode(...text.subarray(at, at + gram));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
