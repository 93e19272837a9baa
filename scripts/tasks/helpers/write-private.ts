import { open } from "node:fs/promises";

import { BaseError } from "../../../engine/src/core/errors.js";

/** Writes a new file that its owner alone can read. Throws {@link FileExistsError}: an old one might be open to others. */
export async function writePrivate(file: string, bytes: Uint8Array | string): Promise<void> {
  const handle = await open(file, "wx", 0o600).catch((cause: unknown) => {
    throw (cause as NodeJS.ErrnoException).code === "EEXIST" ? new FileExistsError(file, cause) : cause;
  });
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export class FileExistsError extends BaseError {
  readonly code = "FILE_EXISTS";

  constructor(file: string, cause: unknown) {
    super(`Expected ${file} to be a new file, but it exists. Move it away, or name another.`, { cause });
  }
}
