import { BadFileError, MEGABYTE, readInput } from "./read-file.js";

/** Reads a JSON document. Throws what {@link readInput} throws, and {@link BadFileError}. */
export async function readJson(file: string): Promise<unknown> {
  const bytes = await readInput(file, { most: 64 * MEGABYTE });
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new BadFileError(file, "JSON in UTF-8");
  }
}
