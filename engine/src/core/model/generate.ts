import type { Random } from "../train/random.js";
import { randomStream } from "../train/random.js";
import { VOCABULARY } from "./config.js";
import { InvalidInputError, NonFiniteError } from "../errors.js";
import { forward } from "./forward.js";
import type { Lora } from "./lora.js";
import type { Network } from "./network.js";
import { loadSample } from "./sample.js";

/** How an answer is drawn. Temperature is a ratio of whole numbers, so that it has one spelling; 0/1 takes the likeliest byte. */
export type Sampling = {
  readonly maxBytes: number;
  /** 32 bytes in hexadecimal. */
  readonly seed: string;
  readonly temperature: { readonly numerator: number; readonly denominator: number };
};

/** Continues a prompt byte by byte under the merged adapter. Same model, prompt and sampling: same answer. */
export function generate({ network }: Lora, prompt: Uint8Array, sampling: Sampling): Uint8Array<ArrayBuffer> {
  const { maxBytes, seed, temperature } = sampling;
  const { numerator, denominator } = temperature;
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1)
    throw new InvalidInputError("maxBytes must be whole and positive");
  if (!Number.isSafeInteger(numerator) || numerator < 0 || !Number.isSafeInteger(denominator) || denominator < 1) {
    throw new InvalidInputError("temperature must be a ratio of whole numbers, not negative");
  }
  const random = randomStream(seed, "answer");
  const text = [...(prompt.length === 0 ? [10] : prompt)];
  const start = text.length;
  while (text.length < start + maxBytes) {
    const logits = nextLogits(network, Uint8Array.from(text.slice(-network.config.context)));
    if (!logits.every(Number.isFinite)) throw new NonFiniteError(`logits of byte ${text.length - start}`);
    text.push(
      numerator === 0 ? likeliest(logits) : draw(network, logits, { random, inverse: denominator / numerator }),
    );
  }
  return Uint8Array.from(text.slice(start));
}

function nextLogits(network: Network, inputs: Uint8Array): Float32Array {
  const { arena } = network.engine;
  forward(network, loadSample(network, { inputs, targets: inputs, weights: new Float32Array(inputs.length) }));
  const last = network.tape.logits + (inputs.length - 1) * VOCABULARY * 4;
  return arena.view(last, VOCABULARY).slice();
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
