import { saltedHash } from "../hash/heads.js";
import type { Hex } from "../hash/hex.js";
import { answerLoss } from "../model/answer-loss.js";
import { generate } from "../model/generate.js";
import type { Lora } from "../model/lora.js";
import { encodeRequest, exchangeOf, type InferenceRequest } from "./request.js";

/**
 * The model's answer. Seeded by the request's salted hash, so that anyone who has request and salt gets the same bytes: a completion is
 * drawn byte by byte, a choice is the one of least loss a byte (the first among equals).
 */
export function answerRequest(lora: Lora, request: InferenceRequest, requestSalt: Hex): Uint8Array {
  if ("choices" in request) {
    const choices = request.choices.map((choice) => new TextEncoder().encode(choice));
    const losses = choices.map((choice) => answerLoss(lora, exchangeOf(request, choice)));
    return choices[losses.indexOf(Math.min(...losses))]!;
  }
  const [numerator, denominator] = request.temperature;
  const seed = saltedHash(requestSalt, encodeRequest(request));
  const { maxBytes } = request;
  return generate(lora, new TextEncoder().encode(request.prompt), {
    maxBytes,
    seed,
    temperature: { numerator, denominator },
  });
}
