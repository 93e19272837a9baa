import { concatBytes } from "@noble/hashes/utils.js";

import { BaseError } from "../errors.js";
import { type Exchange, leadOf } from "../model/answer-windows.js";
import type { Kernels } from "../model/engine.js";
import type { Lora } from "../model/lora.js";
import { nextLogits } from "../model/next-logits.js";
import { continuationIn } from "./continuation.js";
import { type ByteOdds, byteOdds, mixedLog, speaks } from "./mixture.js";
import { has } from "./shapley.js";

const MILLI = 1000;
const INT32 = { min: -(2 ** 31), max: 2 ** 31 - 1 };

/**
 * How likely an answer is with every set of the chunks: its log-likelihood under the mixture that answers are drawn from, at temperature 1.
 * Bytes are added in order.
 * @param chunks n of them; chunk i is bit i of a set's mask.
 * @returns 2^n integers in thousandths of a nat, rounded half away from zero; at mask 0 what the model alone gives.
 * @throws {@link UtilityRangeError}.
 */
export function answerUtilities(
  { network }: Lora,
  { prompt, answer }: Exchange,
  chunks: readonly Uint8Array[],
): Int32Array<ArrayBuffer> {
  const { kernels } = network.engine;
  const lead = leadOf(prompt);
  const text = concatBytes(lead, answer);
  const logs = new Float64Array(2 ** chunks.length);
  for (let at = lead.length; at < text.length; at++) {
    const before = text.subarray(0, at);
    const byte = text[at]!;
    const model = byteOdds(kernels, nextLogits(network, before))[byte]!;
    const votes = chunks.map((chunk) => voteOf(chunk, before, byte));
    for (let set = 0; set < logs.length; set++) logs[set] = logs[set]! + logOf(kernels, model, { votes, set });
  }
  return Int32Array.from(logs, toMilliNats);
}

/** What one chunk has to say of one byte: the text's ending that it knows, in how many places, and how often the byte follows there. */
type Vote = { readonly length: number; readonly hits: number; readonly places: number };

function voteOf(chunk: Uint8Array, text: Uint8Array, byte: number): Vote {
  const { length, next } = continuationIn(chunk, text);
  return { length, hits: next.filter((each) => each === byte).length, places: next.length };
}

/** ln p of a byte under the model and a set of the chunks. */
function logOf(
  kernels: Pick<Kernels, "exp" | "log">,
  model: ByteOdds,
  { votes, set }: { readonly votes: readonly Vote[]; readonly set: number },
): number {
  let joint: Vote = { length: 0, hits: 0, places: 0 };
  for (const [chunk, vote] of votes.entries()) {
    if (!has(set, chunk) || vote.length < joint.length) continue;
    const { length, hits, places } = vote;
    joint = length > joint.length ? vote : { length, hits: joint.hits + hits, places: joint.places + places };
  }
  return speaks(joint) ? mixedLog(kernels, model, joint) : model.log;
}

/** Nats to thousandths, rounded half away from zero. The one place where a likelihood becomes an integer. */
function toMilliNats(nats: number): number {
  const milliNats = Math.sign(nats) * Math.round(Math.abs(nats) * MILLI);
  if (!(milliNats >= INT32.min && milliNats <= INT32.max)) throw new UtilityRangeError(milliNats);
  return milliNats;
}

export class UtilityRangeError extends BaseError {
  readonly code = "UTILITY_RANGE";

  constructor(milliNats: number) {
    super(`Expected a log-likelihood of 32 bits in thousandths of a nat, got ${milliNats}. Ask for a shorter answer.`);
  }
}
