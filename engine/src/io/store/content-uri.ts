import { BaseError } from "../../core/errors.js";
import { type Hex, isHash } from "../../core/hash/hex.js";

/**
 * What is published: a contribution's raw bytes under its root, a bundle under its dataHash, a service's metadata under its keccak; and
 * what a trainer hands its workers: a cell's bytes under their keccak.
 */
export type ContentKind = "data" | "bundle" | "metadata" | "cell";

export type ContentAddress = { readonly kind: ContentKind; readonly hash: Hex };

/** `urn:openledger:data:<root>`, `bundle:<dataHash>`, `metadata:<keccak>` or `cell:<keccak>`. */
export function contentUri({ kind, hash }: ContentAddress): string {
  return `urn:openledger:${kind}:${hash}`;
}

/** Reads an URI that came from outside. Throws {@link BadContentUriError} for anything but our own kinds. */
export function parseContentUri(uri: string): ContentAddress {
  const [, kind, hash] = /^urn:openledger:(data|bundle|metadata|cell):(0x[0-9a-f]{64})$/.exec(uri) ?? [];
  if (!isHash(hash)) throw new BadContentUriError(uri);
  return { kind: kind as ContentKind, hash }; // one of those that the pattern allows
}

export class BadContentUriError extends BaseError {
  readonly code = "BAD_CONTENT_URI";

  constructor(uri: string) {
    super(
      `Expected urn:openledger:data:<root>, bundle:<dataHash>, metadata:<keccak> or cell:<keccak>, got ${JSON.stringify(uri.slice(0, 120))}. ` +
        `Data that is published elsewhere must be fetched into the directory first.`,
    );
  }
}
