import { constants } from "node:fs";
import { open } from "node:fs/promises";

import { BaseError } from "../../../engine/src/core/errors.js";

export const MEGABYTE = 2 ** 20;

/** Without waiting for a pipe's writer, so that a pipe is refused and not waited for. Windows has no such flag. */
const READ = constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0);

/**
 * Reads a file that a person named. Throws {@link UnreadableFileError}, {@link EmptyFileError}, {@link FileTooLargeError}.
 * @param most bytes.
 */
export async function readInput(file: string, { most }: { readonly most: number }): Promise<Uint8Array> {
  const handle = await open(file, READ).catch((cause: unknown) => {
    throw new UnreadableFileError(file, cause);
  });
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new UnreadableFileError(file, "it is no regular file");
    // The size is looked at first: a huge file is refused, not loaded.
    if (stats.size > most) throw new FileTooLargeError(file, stats.size, most);
    if (stats.size === 0) throw new EmptyFileError(file);
    return new Uint8Array(await handle.readFile());
  } finally {
    await handle.close();
  }
}

export class UnreadableFileError extends BaseError {
  readonly code = "FILE_UNREADABLE";

  constructor(file: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`Expected to read ${file}, but cannot: ${why}. Check its path and permissions.`, { cause });
  }
}

export class EmptyFileError extends BaseError {
  readonly code = "FILE_EMPTY";

  constructor(file: string) {
    super(`Expected ${file} to hold something, but it is empty.`);
  }
}

export class FileTooLargeError extends BaseError {
  readonly code = "FILE_TOO_LARGE";

  constructor(file: string, size: number, most: number) {
    super(`Expected ${file} to have at most ${String(most)} bytes, got ${String(size)}. Split it.`);
  }
}

export class BadFileError extends BaseError {
  readonly code = "FILE_BAD";

  constructor(file: string, expected: string) {
    super(`Expected ${file} to be ${expected}, but it is not.`);
  }
}
