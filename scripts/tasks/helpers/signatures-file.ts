import path from "node:path";

import type { Hex } from "../../../engine/src/core/hash/hex.js";
import type { Batch } from "../../../engine/src/core/hash/structs.js";
import { hash, list, literal, record, text, uintNumber, uintString } from "../../../engine/src/core/json/parsers.js";
import { writeAtomically } from "../../../engine/src/io/store/write-atomically.js";
import type { BatchSignature } from "../../../sdk/src/actions/sign-batch.js";
import { toJson } from "./output.js";
import { UnreadableFileError } from "./read-file.js";
import { readJson } from "./read-json.js";

const FORMAT = "openledger-signatures-v1";

/** Who has signed a batch so far. Stands beside its bundle as `<dataHash>.signatures.json`. */
type SignedBatch = { readonly batch: Batch; readonly signatures: readonly BatchSignature[] };

/** Adds a signature, in place of the same signer's earlier one or of signatures to another batch. Returns the file's path. */
export async function addSignature(directory: string, batch: Batch, signature: BatchSignature): Promise<string> {
  const file = signaturesFile(directory, batch.dataHash);
  const before = await readSignatures(directory, batch.dataHash).catch((error: unknown) => {
    if (error instanceof UnreadableFileError) return undefined; // nobody signed yet
    throw error;
  });
  const kept = (before?.signatures ?? []).filter(
    ({ signer, digest }) => signer !== signature.signer && digest === signature.digest,
  );
  const signed = { format: FORMAT, batch, signatures: [...kept, signature] };
  await writeAtomically(file, new TextEncoder().encode(`${toJson(signed)}\n`));
  return file;
}

/** Reads the signatures of a bundle's batch. Throws what reading and parsing throw. */
export async function readSignatures(directory: string, dataHash: Hex): Promise<SignedBatch> {
  const file = signaturesFile(directory, dataHash);
  const { batch, signatures } = parser(await readJson(file), path.basename(file));
  return { batch, signatures };
}

function signaturesFile(directory: string, dataHash: Hex): string {
  return path.join(directory, `${dataHash}.signatures.json`);
}

const parser = record<SignedBatch & { readonly format: string }>({
  format: literal(FORMAT),
  batch: record<Batch>({
    modelId: uintString(256),
    bucket: uintString(64),
    parent: hash,
    rowRoot: hash,
    rowCount: uintNumber(32),
    earningsRoot: hash,
    dataHash: hash,
  }),
  signatures: list(record<BatchSignature>({ signer: text, digest: hash, signature: text }), 1),
});
