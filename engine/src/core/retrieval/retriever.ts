import type { Kernels } from "../model/engine.js";
import { bm25Index } from "./bm25.js";
import type { RetrievableChunk } from "./retrieval-corpus.js";

/** Most chunks that an answer is given: all 2^8 subsets of them can be weighed. */
export const MAX_RETRIEVED = 8;

/** Bytes of a term. */
const TERM_BYTES = 4;

/** Finds the chunks that a prompt is answered with, the best first. */
export type Retriever = (prompt: Uint8Array) => readonly RetrievableChunk[];

/**
 * The at most {@link MAX_RETRIEVED} chunks of highest BM25 score for a prompt; the earlier of equals in `corpus`. What shares no run of
 * {@link TERM_BYTES} bytes with the prompt is not retrieved.
 * @param corpus in the order of commitments, so that a tie is the earlier commitment's.
 */
export function retrieverOf(kernels: Pick<Kernels, "log">, corpus: readonly RetrievableChunk[]): Retriever {
  const index = bm25Index(
    kernels,
    corpus.map(({ bytes }) => bytes),
    { gram: TERM_BYTES },
  );
  return (prompt) => {
    const scores = index.scores(prompt);
    return [...corpus.keys()]
      .filter((place) => scores[place]! > 0)
      .sort((a, b) => scores[b]! - scores[a]! || a - b)
      .slice(0, MAX_RETRIEVED)
      .map((place) => corpus[place]!);
  };
}
