import { randomBytes } from "node:crypto";
import { stat } from "node:fs/promises";

import { fromHex, isHash, toHex } from "../../../engine/src/core/hash/hex.js";
import { BadFileError, readInput } from "./read-file.js";
import { FileExistsError, writePrivate } from "./write-private.js";

/** Tells the person at the terminal something: never the secret. */
type Progress = (text: string) => void;

/** The secret in a file, which is made where there is none. Throws what {@link readSecret} throws. */
export async function ownSecret(file: string, progress: Progress): Promise<Uint8Array> {
  const secret = randomBytes(32);
  try {
    await writePrivate(file, `${toHex(secret)}\n`);
  } catch (error) {
    if (error instanceof FileExistsError) return readSecret(file, progress);
    throw error;
  }
  progress(`Made ${file}: whoever has it reads what is sealed to you`);
  return secret;
}

/** The 32 secret bytes in a file. Throws {@link BadFileError}, which does not show them, and what reading throws. */
export async function readSecret(file: string, progress: Progress): Promise<Uint8Array> {
  const text = new TextDecoder().decode(await readInput(file, { most: 128 })).trim();
  if (!isHash(text)) throw new BadFileError(file, "a secret: 32 bytes as lower-case 0x hex");
  const { mode } = await stat(file);
  // Windows has no such modes.
  if (process.platform !== "win32" && (mode & 0o077) !== 0) progress(`Others may read ${file}: chmod 600 ${file}`);
  return fromHex(text);
}
