import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { decodeRequest } from "../../../engine/src/core/inference/request.js";
import { base64 } from "../../../engine/src/core/json/base64.js";
import {
  hash,
  list,
  literal,
  MalformedDataError,
  type Parser,
  record,
  uintString,
} from "../../../engine/src/core/json/parsers.js";
import type { HostedAnswer } from "./assign-answers.js";
import { BadFileError } from "./read-file.js";
import { readJson } from "./read-json.js";

const ANSWERS_FORMAT = "openledger-answers-v1";

/** Reads what a host kept of its answers (docs/file-formats.md). Throws {@link BadFileError} and what {@link readJson} throws. */
export async function readAnswers(file: string): Promise<readonly HostedAnswer[]> {
  const parsed = await readJson(file);
  try {
    return answersParser(parsed, file).answers;
  } catch (error) {
    if (error instanceof MalformedDataError) throw new BadFileError(file, error.message);
    throw error;
  }
}

const address: Parser<Hex> = (value, path) => {
  if (typeof value === "string" && /^0x[0-9a-fA-F]{40}$/.test(value)) return value as Hex;
  throw new MalformedDataError(path, "an address", value);
};

const request: Parser<HostedAnswer["request"]> = (value, path) => decodeRequest(base64(value, path));

const answersParser = record<{ readonly format: string; readonly answers: readonly HostedAnswer[] }>({
  format: literal(ANSWERS_FORMAT),
  answers: list(
    record<HostedAnswer>({
      payer: address,
      payee: address,
      request,
      answer: base64,
      requestSalt: hash,
      responseSalt: hash,
      fee: uintString(128),
    }),
  ),
});
