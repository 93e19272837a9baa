import { compareText } from "../order.js";
import { concatBytes } from "@noble/hashes/utils.js";

import { BaseError } from "../errors.js";
import { fromJsonBytes, toJsonBytes } from "../json/json-bytes.js";
import { list, literal, type Parser, record, text, uintNumber } from "../json/parsers.js";

const BUNDLE_FORMAT = "openledger-bundle-v1";

type FileHeader = { readonly name: string; readonly length: number };

/** A name that is safe on every file system: no folders, no hidden files. */
const FILE_NAME = /^[a-z0-9][a-z0-9_.-]{0,99}$/;

const LINE_FEED = 10;
const MAX_HEADER_BYTES = 65_536;

/** Several files as one: a header line, then the files' bytes, names ascending. Throws {@link BadBundleError}. */
export function encodeBundle(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const { header, names } = encodeBundleHeader(new Map([...files].map(([name, { length }]) => [name, length])));
  return concatBytes(header, ...names.map((name) => files.get(name)!));
}

/** The header line of files of these lengths, and the order in which their bytes follow. Throws {@link BadBundleError}. */
export function encodeBundleHeader(lengths: ReadonlyMap<string, number>): {
  readonly header: Uint8Array;
  readonly names: readonly string[];
} {
  const names = [...lengths.keys()].sort(compareText);
  for (const name of names) checkName(name);
  return { header: headerBytes(names.map((name) => ({ name, length: lengths.get(name)! }))), names };
}

/** The files of a bundle, in its order. There is one spelling: whatever is not it throws {@link BadBundleError}. */
export function decodeBundle(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const end = bytes.subarray(0, MAX_HEADER_BYTES).indexOf(LINE_FEED);
  if (end < 0) throw new BadBundleError(`a header line within ${MAX_HEADER_BYTES} bytes`, "no line end");
  const { files } = headerParser(fromJsonBytes(bytes.subarray(0, end), "bundle header"), "bundle header");

  let offset = end + 1;
  const decoded = new Map<string, Uint8Array>();
  for (const { name, length } of files) {
    checkName(name);
    decoded.set(name, bytes.subarray(offset, offset + length));
    offset += length;
  }
  if (offset !== bytes.length) throw new BadBundleError(`${offset} bytes`, `${bytes.length}`);

  const canonical = headerBytes([...files].sort((a, b) => compareText(a.name, b.name)));
  const isCanonical = decoded.size === files.length && equalBytes(canonical, bytes.subarray(0, end + 1));
  if (!isCanonical)
    throw new BadBundleError("names ascending, once each, in a header without spaces", "another header");
  return decoded;
}

const headerParser: Parser<{ readonly format: string; readonly files: readonly FileHeader[] }> = record({
  format: literal(BUNDLE_FORMAT),
  files: list(
    record<FileHeader>({
      name: text,
      length: uintNumber(32),
    }),
    1,
  ),
});

function headerBytes(files: readonly FileHeader[]): Uint8Array {
  const header = toJsonBytes({ format: BUNDLE_FORMAT, files: files.map(({ name, length }) => ({ name, length })) });
  return concatBytes(header, Uint8Array.of(LINE_FEED));
}

function checkName(name: string): void {
  if (!FILE_NAME.test(name)) throw new BadBundleError("lower-case file names without folders", JSON.stringify(name));
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export class BadBundleError extends BaseError {
  readonly code = "BAD_BUNDLE";

  constructor(expected: string, given: string) {
    super(`Expected a bundle with ${expected}, got ${given}. Fetch it again, or ask its signers for the right one.`);
  }
}
