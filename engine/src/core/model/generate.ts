import type { Random } from "../train/random.js";
import { randomStream } from "../train/random.js";
import { leadOf } from "./answer-windows.js";
import { InvalidInputError, NonFiniteError } from "../errors.js";
import type { Lora } from "./lora.js";
import type { Network } from "./network.js";
import { nextLogits } from "./next-logits.js";

/** How an answer is drawn. Temperature is a ratio of whole numbers, so that it has one spelling; 0/1 takes the likeliest byte. */
export type Sampling = {
  readonly maxBytes: number;
  /** 32 bytes in hexadecimal. */
  readonly seed: string;
  readonly temperature: { readonly numerator: number; readonly denominator: number };
};

/** What the logits of a text's next byte become before a byte is drawn. */
export type LogitRule = (text: Uint8Array, logits: Float32Array) => Float32Array;

/**
 * Continues a prompt byte by byte under the merged adapter. Same model, prompt, sampling and rule: same answer.
 * @param rule changes what the model says; without it a byte is drawn from the model alone.
 */
export function generate(
  { network }: Lora,
  prompt: Uint8Array,
  sampling: Sampling,
  rule: LogitRule = (_, logits) => logits,
): Uint8Array<ArrayBuffer> {
  const { maxBytes, seed, temperature } = sampling;
  const { numerator, denominator } = temperature;
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1)
    throw new InvalidInputError("maxBytes must be whole and positive");
  if (!Number.isSafeInteger(numerator) || numerator < 0 || !Number.isSafeInteger(denominator) || denominator < 1) {
    throw new InvalidInputError("temperature must be a ratio of whole numbers, not negative");
  }
  const random = randomStream(seed, "answer");
  const lead = leadOf(prompt);
  const text = new Uint8Array(lead.length + maxBytes);
  text.set(lead);
  for (let at = lead.length; at < text.length; at++) {
    const before = text.subarray(0, at);
    const logits = rule(before, nextLogits(network, before));
    if (!logits.every(Number.isFinite)) throw new NonFiniteError(`logits of byte ${at - lead.length}`);
    text[at] =
      numerator === 0 ? likeliest(logits) : draw(network, logits, { random, inverse: denominator / numerator });
  }
  return text.slice(lead.length);
}

/** The largest logit; the lowest byte among equals. */
function likeliest(logits: Float32Array): number {
  return logits.reduce((best, value, i) => (value > logits[best]! ? i : best), 0);
}

function draw(
  { engine }: Network,
  logits: Float32Array,
  { random, inverse }: { readonly random: Random; readonly inverse: number },
): number {
  const top = logits[likeliest(logits)]!;
  const odds = Array.from(logits, (value) => engine.kernels.exp((value - top) * inverse));
  const total = odds.reduce((sum, p) => sum + p, 0);
  let rest = (random.next() / 2 ** 32) * total;
  for (let i = 0; i < odds.length; i++) {
    rest -= odds[i]!;
    if (rest < 0) return i;
  }
  return likeliest(logits); // only if rounding left a crumb
}
