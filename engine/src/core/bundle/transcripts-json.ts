import { saltedHash } from "../hash/heads.js";
import type { Hex } from "../hash/hex.js";
import type { Row } from "../hash/structs.js";
import { base64, toBase64 } from "../json/base64.js";
import { fromJsonBytes, toJsonBytes } from "../json/json-bytes.js";
import { hash, list, literal, record, uintNumber } from "../json/parsers.js";

const TRANSCRIPTS_FORMAT = "openledger-transcripts-v1";

/** The texts of a row whose request is public; salts of 32 bytes. */
export type Transcript = {
  readonly row: number;
  /** Of an InferenceRequest. */
  readonly request: Uint8Array;
  readonly answer: Uint8Array;
  readonly requestSalt: Hex;
  readonly responseSalt: Hex;
};

const transcriptsParser = record<{ readonly format: string; readonly transcripts: readonly Transcript[] }>({
  format: literal(TRANSCRIPTS_FORMAT),
  transcripts: list(
    record<Transcript>({ row: uintNumber(32), request: base64, answer: base64, requestSalt: hash, responseSalt: hash }),
  ),
});

export function encodeTranscriptsJson(transcripts: readonly Transcript[]): Uint8Array {
  return toJsonBytes({
    format: TRANSCRIPTS_FORMAT,
    transcripts: transcripts.map(({ row, request, answer, requestSalt, responseSalt }) => ({
      row,
      request: toBase64(request),
      answer: toBase64(answer),
      requestSalt,
      responseSalt,
    })),
  });
}

/** Reads `transcripts.json`. Throws MalformedDataError. */
export function decodeTranscriptsJson(bytes: Uint8Array): readonly Transcript[] {
  return transcriptsParser(fromJsonBytes(bytes, "transcripts.json"), "transcripts.json").transcripts;
}

/** Whether a transcript is what its row was hashed from. */
export function matchesRow(transcript: Transcript, row: Row | undefined): boolean {
  return (
    row !== undefined &&
    saltedHash(transcript.requestSalt, transcript.request) === row.requestHash &&
    saltedHash(transcript.responseSalt, transcript.answer) === row.responseHash
  );
}
