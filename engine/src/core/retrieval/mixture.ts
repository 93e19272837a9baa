import type { Kernels } from "../model/engine.js";
import type { LogitRule } from "../model/generate.js";
import { continuationIn, joinContinuations } from "./continuation.js";

type Elementary = Pick<Kernels, "exp" | "log">;

/** Shorter endings are everybody's: they say nothing of how a text goes on. */
const MIN_ENDING_BYTES = 4;

/** What the chunks say weighs so much, where they say something; the model the rest. A power of two: exact as a float. */
const CHUNKS_WEIGHT = 0.25;

/** The model's probability of a byte, and its logarithm. */
export type ByteOdds = { readonly probability: number; readonly log: number };

/** The model's probabilities of all bytes, from its logits. */
export function byteOdds({ exp, log }: Elementary, logits: Float32Array): ByteOdds[] {
  const top = logits.reduce((most, value) => Math.max(most, value));
  const odds = Array.from(logits, (value) => exp(value - top));
  const total = odds.reduce((sum, value) => sum + value, 0);
  const logTotal = log(total);
  return odds.map((value, byte) => ({ probability: value / total, log: logits[byte]! - top - logTotal }));
}

/** Whether the chunks have a say in what comes next. */
export function speaks({ length }: { readonly length: number }): boolean {
  return length >= MIN_ENDING_BYTES;
}

/**
 * ln p of a byte when the model and the chunks speak together: p = (1 − λ) · model + λ · hits / places, the byte's share of the places where the
 * text's longest known ending stands (infini-gram beside a neural model, arXiv:2401.17377; kNN-LM, arXiv:1911.00172).
 */
export function mixedLog(
  { log }: Elementary,
  model: ByteOdds,
  { hits, places }: { readonly hits: number; readonly places: number },
): number {
  // A byte that the chunks do not know keeps the model's logarithm: its probability may be too small to be taken one of.
  if (hits === 0) return model.log + log(1 - CHUNKS_WEIGHT);
  return log((1 - CHUNKS_WEIGHT) * model.probability + (CHUNKS_WEIGHT * hits) / places);
}

/** Draws bytes from the model and the chunks together; from the model alone wherever the chunks know no long ending of the text. */
export function mixtureRule(kernels: Elementary, chunks: readonly Uint8Array[]): LogitRule {
  return (text, logits) => {
    const continuation = joinContinuations(chunks.map((chunk) => continuationIn(chunk, text)));
    if (!speaks(continuation)) return logits;
    const { next } = continuation;
    const hits = new Uint32Array(logits.length);
    for (const byte of next) hits[byte] = hits[byte]! + 1;
    const odds = byteOdds(kernels, logits);
    return Float32Array.from(odds, (model, byte) =>
      mixedLog(kernels, model, { hits: hits[byte]!, places: next.length }),
    );
  };
}
