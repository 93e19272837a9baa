import { literal, MalformedDataError, record, text, uintString } from "../../../engine/src/core/json/parsers.js";
import { writeAtomically } from "../../../engine/src/io/store/write-atomically.js";
import type { SignedDeposit } from "../../../sdk/src/actions/sign-deposit.js";
import { toJson } from "./output.js";
import { BadFileError } from "./read-file.js";
import { readJson } from "./read-json.js";

const FORMAT = "openledger-deposit-v1";

/** Writes a signed deposit for whoever sends it. */
export async function writeDeposit(file: string, deposit: SignedDeposit): Promise<void> {
  await writeAtomically(file, new TextEncoder().encode(`${toJson({ format: FORMAT, ...deposit })}\n`));
}

/** Throws what {@link readJson} throws, and {@link BadFileError}. */
export async function readDeposit(file: string): Promise<SignedDeposit> {
  const parsed = await readJson(file);
  try {
    const { payer, payee, amount, validAfter, validBefore, salt, signature } = parser(parsed, file);
    return { payer, payee, amount, validAfter, validBefore, salt, signature };
  } catch (error) {
    if (error instanceof MalformedDataError) throw new BadFileError(file, error.message);
    throw error;
  }
}

const parser = record<SignedDeposit & { readonly format: string }>({
  format: literal(FORMAT),
  payer: text,
  payee: text,
  amount: uintString(128),
  validAfter: uintString(256),
  validBefore: uintString(256),
  salt: text,
  signature: text,
});
