import { BaseError } from "../../core/errors.js";
import { type Hex, isHash } from "../../core/hash/hex.js";

/** What is published: a contribution's raw bytes under its root, or a bundle under its dataHash. */
export type ContentKind = "data" | "bundle";

export type ContentAddress = { readonly kind: ContentKind; readonly hash: Hex };

/** `urn:openledger:data:<root>` or `urn:openledger:bundle:<dataHash>`. */
export function contentUri({ kind, hash }: ContentAddress): string {
  return `urn:openledger:${kind}:${hash}`;
}

/** Reads an URI that came from outside. Throws {@link BadContentUriError} for anything but our own two kinds. */
export function parseContentUri(uri: string): ContentAddress {
  const [, kind, hash] = /^urn:openledger:(data|bundle):(0x[0-9a-f]{64})$/.exec(uri) ?? [];
  if ((kind !== "data" && kind !== "bundle") || !isHash(hash)) throw new BadContentUriError(uri);
  return { kind, hash };
}

export class BadContentUriError extends BaseError {
  readonly code = "BAD_CONTENT_URI";

  constructor(uri: string) {
    super(
      `Expected urn:openledger:data:<root> or urn:openledger:bundle:<dataHash>, got ${JSON.stringify(uri.slice(0, 120))}. ` +
        `Data that is published elsewhere must be fetched into the directory first.`,
    );
  }
}
