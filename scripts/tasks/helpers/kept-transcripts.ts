import type { Transcript } from "../../../engine/src/core/bundle/transcripts-json.js";
import { encodeRequest } from "../../../engine/src/core/inference/request.js";
import type { HostedAnswer } from "./assign-answers.js";

/** What a host kept, as the texts of a row: at most one of them is what the row was hashed from. */
export function keptTranscripts(answers: readonly HostedAnswer[], row: number): readonly Transcript[] {
  return answers.map(({ request, answer, requestSalt, responseSalt }) => ({
    ...{ row, request: encodeRequest(request), answer, requestSalt, responseSalt },
  }));
}
