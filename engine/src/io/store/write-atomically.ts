import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";

/** Writes a file whole or not at all: beside it first, then renamed, so that a kill at any moment leaves no half of it. */
export async function writeAtomically(file: string, bytes: Uint8Array): Promise<void> {
  await writeBeside(path.dirname(file), path.basename(file), {
    write: (handle) => handle.writeFile(bytes),
    nameOf: () => file,
  });
}

/**
 * The same of bytes that come in parts, for a file whose name is known only at their end.
 * @param nameOf asked when all parts are written. @returns the file.
 */
export async function writePartsAtomically(
  directory: string,
  parts: AsyncIterable<Uint8Array>,
  nameOf: () => string,
): Promise<string> {
  return writeBeside(directory, "parts", { write: (handle) => handle.writeFile(parts), nameOf });
}

async function writeBeside(
  directory: string,
  label: string,
  { write, nameOf }: { readonly write: (handle: FileHandle) => Promise<void>; readonly nameOf: () => string },
): Promise<string> {
  await mkdir(directory, { recursive: true });
  const temporary = path.join(directory, `.${label}.${randomUUID()}.tmp`);
  try {
    const handle = await open(temporary, "wx");
    try {
      await write(handle);
      await handle.sync(); // the name must never appear before the bytes are on disk
    } finally {
      await handle.close();
    }
    const file = nameOf();
    await rename(temporary, file);
    return file;
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cause;
  }
}
