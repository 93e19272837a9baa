import type { Exchange } from "../model/answer-windows.js";
import type { Lora } from "../model/lora.js";
import { shapleyValues } from "./shapley.js";
import { answerUtilities } from "./utilities.js";

/** What each of n retrieved chunks did for an answer. */
export type WeighedChunks = {
  /** Milli-nats, by bit mask of the chunks: 2^n. */
  readonly utilities: Int32Array;
  /** Shapley value of each chunk, milli-nats / n!: together `n! (v(N) − v(∅))`. */
  readonly values: readonly bigint[];
  /** What chunks are to be weighed by against each other: `max(0, value)`. A chunk that made the answer less likely counts nothing. */
  readonly shares: readonly bigint[];
};

/** Weighs chunks by how much likelier they made the answer. Throws UtilityRangeError. */
export function weighChunks(lora: Lora, exchange: Exchange, chunks: readonly Uint8Array[]): WeighedChunks {
  const utilities = answerUtilities(lora, exchange, chunks);
  const values = shapleyValues(utilities);
  return { utilities, values, shares: values.map((value) => (value > 0n ? value : 0n)) };
}
