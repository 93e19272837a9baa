import { randomBytes } from "node:crypto";

import { encodeTranscriptsJson, type Transcript } from "../../core/bundle/transcripts-json.js";
import { seal } from "../../core/sealed/seal.js";
import { encodeSealedFile, type Recipient, type SealedFor } from "../../core/sealed/sealed-file.js";

/** Seals transcripts to a drawn panel. @returns the file's bytes. */
export function sealTranscripts(
  transcripts: readonly Transcript[],
  sealedFor: SealedFor & { readonly recipients: readonly Recipient[] },
): Uint8Array {
  const secrets = { contentKey: randomBytes(32), ephemeralSecret: randomBytes(32), nonce: randomBytes(24) };
  return encodeSealedFile(seal(encodeTranscriptsJson(transcripts), sealedFor, secrets));
}
