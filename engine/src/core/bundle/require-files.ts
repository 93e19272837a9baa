import { BadBundleError } from "./bundle.js";

/** The files, if they are all of `required` and else only some of `optional`. Throws {@link BadBundleError}. */
export function requireFiles(
  files: ReadonlyMap<string, Uint8Array>,
  required: readonly string[],
  optional: readonly string[],
): ReadonlyMap<string, Uint8Array> {
  const isWhole = required.every((name) => files.has(name));
  const isKnown = [...files.keys()].every((name) => required.includes(name) || optional.includes(name));
  if (isWhole && isKnown) return files;
  throw new BadBundleError(`the files ${required.join(", ")}`, [...files.keys()].join(", "));
}
