import { fromJsonBytes, toJsonBytes } from "../json/json-bytes.js";
import { isPlainObject, list, literal, MalformedDataError, pair, record, text, uintNumber } from "../json/parsers.js";
import type { Exchange } from "../model/answer-windows.js";

const COMPLETE = "openledger-complete-v1";
const READ = "openledger-read-v1";
const CHOOSE = "openledger-choose-v1";

type Completion = {
  readonly prompt: string;
  readonly maxBytes: number;
  /** A ratio of whole numbers; 0/1 takes the likeliest byte. */
  readonly temperature: readonly [numerator: number, denominator: number];
};

/**
 * What a payer asks: to go on from a text, from the model alone or reading what it retrieves from the data it was trained on, or which
 * of several texts goes on from it best.
 */
export type InferenceRequest =
  | ({ readonly format: typeof COMPLETE | typeof READ } & Completion)
  | { readonly format: typeof CHOOSE; readonly prompt: string; readonly choices: readonly string[] };

export function completeRequest({ prompt, maxBytes, temperature }: Completion): InferenceRequest {
  return { format: COMPLETE, prompt, maxBytes, temperature };
}

export function readRequest({ prompt, maxBytes, temperature }: Completion): InferenceRequest {
  return { format: READ, prompt, maxBytes, temperature };
}

export function chooseRequest(prompt: string, choices: readonly string[]): InferenceRequest {
  return { format: CHOOSE, prompt, choices };
}

/** A request's bytes: what its salted hash commits to, so that nothing that shaped the answer can be exchanged later. */
export function encodeRequest(request: InferenceRequest): Uint8Array {
  return toJsonBytes(request);
}

/** Reads a request. Throws {@link MalformedDataError}. */
export function decodeRequest(bytes: Uint8Array): InferenceRequest {
  const value = fromJsonBytes(bytes, "request");
  const format = isPlainObject(value) ? value["format"] : undefined;
  if (format === COMPLETE || format === READ) return completionParser(format)(value, "request");
  if (format === CHOOSE) return chooseParser(value, "request");
  throw new MalformedDataError("request.format", `${COMPLETE}, ${READ} or ${CHOOSE}`, format);
}

/** What attribution looks at: the prompt's text, and the answer. */
export function exchangeOf({ prompt }: InferenceRequest, answer: Uint8Array): Exchange {
  return { prompt: new TextEncoder().encode(prompt), answer };
}

/** Whether it is answered with what is retrieved. */
export function isRead({ format }: InferenceRequest): boolean {
  return format === READ;
}

/** Whether an answer has the bytes that were asked for: no honest completion is shorter, and one that is tells without being drawn. */
export function isWhole(request: InferenceRequest, answer: Uint8Array): boolean {
  return !("maxBytes" in request) || request.maxBytes === answer.length;
}

const completionParser = <F extends typeof COMPLETE | typeof READ>(format: F) =>
  record<{ readonly format: F } & Completion>({
    format: literal(format),
    prompt: text,
    maxBytes: uintNumber(32),
    temperature: pair(uintNumber(32), uintNumber(32)),
  });

const chooseParser = record<Extract<InferenceRequest, { format: typeof CHOOSE }>>({
  format: literal(CHOOSE),
  prompt: text,
  choices: list(text, 2),
});
