import { BaseError } from "../errors.js";
import { saltedHash } from "../hash/heads.js";
import type { Hex } from "../hash/hex.js";
import { answerLoss } from "../model/answer-loss.js";
import { generate } from "../model/generate.js";
import type { Lora } from "../model/lora.js";
import { mixtureRule } from "../retrieval/mixture.js";
import type { Retriever } from "../retrieval/retriever.js";
import { encodeRequest, exchangeOf, type InferenceRequest, isRead } from "./request.js";

const NO_PROMPT = new Uint8Array();

/**
 * The model's answer. Seeded by the request's salted hash, so that anyone who has request and salt gets the same bytes: a completion is
 * drawn byte by byte; a choice is the one that the prompt makes likelier most (least mean loss with the prompt minus without it, the
 * first among equals), so that no choice wins for being easy text (domain-conditional PMI, arXiv:2104.08315).
 * @param retrieve finds what a request to read is answered with; no other needs it. Throws {@link NothingToReadError} without.
 */
export function answerRequest(
  lora: Lora,
  request: InferenceRequest,
  requestSalt: Hex,
  retrieve?: Retriever,
): Uint8Array {
  if ("choices" in request) {
    const choices = request.choices.map((choice) => new TextEncoder().encode(choice));
    const gains = choices.map(
      (answer) => answerLoss(lora, exchangeOf(request, answer)) - answerLoss(lora, { prompt: NO_PROMPT, answer }),
    );
    return choices[gains.indexOf(Math.min(...gains))]!;
  }
  const { maxBytes, temperature } = request;
  const prompt = new TextEncoder().encode(request.prompt);
  const [numerator, denominator] = temperature;
  const seed = saltedHash(requestSalt, encodeRequest(request));
  const sampling = { maxBytes, seed, temperature: { numerator, denominator } };
  if (!isRead(request)) return generate(lora, prompt, sampling);

  if (retrieve === undefined) throw new NothingToReadError();
  const chunks = retrieve(prompt).map(({ bytes }) => bytes);
  return generate(lora, prompt, sampling, mixtureRule(lora.network.engine.kernels, chunks));
}

export class NothingToReadError extends BaseError {
  readonly code = "NOTHING_TO_READ";

  constructor() {
    super("Expected the data of the model's versions for a request to read, got none. Pass what retrieves from it.");
  }
}
