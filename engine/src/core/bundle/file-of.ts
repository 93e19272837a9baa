import { BadBundleError } from "./bundle.js";

/** A file that a bundle must have. Throws {@link BadBundleError}. */
export function fileOf(files: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const file = files.get(name);
  if (file === undefined) throw new BadBundleError(`a file ${name}`, [...files.keys()].join(", "));
  return file;
}
