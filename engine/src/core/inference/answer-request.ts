import { saltedHash } from "../hash/heads.js";
import type { Hex } from "../hash/hex.js";
import { answerLoss } from "../model/answer-loss.js";
import { generate } from "../model/generate.js";
import type { Lora } from "../model/lora.js";
import { mixtureRule } from "../retrieval/mixture.js";
import { encodeRequest, exchangeOf, type InferenceRequest } from "./request.js";

const NO_PROMPT = new Uint8Array();

/**
 * The model's answer. Seeded by the request's salted hash, so that anyone who has request and salt gets the same bytes: a completion is
 * drawn byte by byte; a choice is the one that the prompt makes likelier most (least mean loss with the prompt minus without it, the
 * first among equals), so that no choice wins for being easy text (domain-conditional PMI, arXiv:2104.08315).
 * @param chunks retrieved texts that a completion is drawn from together with the model; choices are the model's alone.
 */
export function answerRequest(
  lora: Lora,
  request: InferenceRequest,
  requestSalt: Hex,
  chunks: readonly Uint8Array[] = [],
): Uint8Array {
  if ("choices" in request) {
    const choices = request.choices.map((choice) => new TextEncoder().encode(choice));
    const gains = choices.map(
      (answer) => answerLoss(lora, exchangeOf(request, answer)) - answerLoss(lora, { prompt: NO_PROMPT, answer }),
    );
    return choices[gains.indexOf(Math.min(...gains))]!;
  }
  const { prompt, maxBytes, temperature } = request;
  const [numerator, denominator] = temperature;
  const seed = saltedHash(requestSalt, encodeRequest(request));
  const sampling = { maxBytes, seed, temperature: { numerator, denominator } };
  const rule = mixtureRule(lora.network.engine.kernels, chunks);
  return generate(lora, new TextEncoder().encode(prompt), sampling, rule);
}
