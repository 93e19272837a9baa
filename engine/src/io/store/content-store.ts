import { readFile } from "node:fs/promises";
import path from "node:path";

import { PieceHasher } from "../../core/bundle/piece-hasher.js";
import { dataHash } from "../../core/bundle/pieces.js";
import { BaseError } from "../../core/errors.js";
import type { Hex } from "../../core/hash/hex.js";
import { keccak } from "../../core/hash/keccak.js";
import { chunkContribution } from "../../core/text/chunk-contribution.js";
import { type ContentAddress, contentUri, parseContentUri } from "./content-uri.js";
import { writeAtomically, writePartsAtomically } from "./write-atomically.js";

/** Where something was stored. */
export type StoredContent = ContentAddress & { readonly uri: string; readonly file: string };

/**
 * Published files in a directory, named by what they hash to: `<dataHash>.bundle`, `<root>.data`, `<keccak>.metadata`, `<keccak>.cell`. What is read, but by `readUnchecked`, is what was asked for,
 * or an error: {@link MissingContentError}, {@link CorruptContentError}.
 */
export class ContentStore {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Stores a bundle's bytes. */
  async writeBundle(bytes: Uint8Array): Promise<StoredContent> {
    return this.#write({ kind: "bundle", hash: dataHash(bytes) }, bytes);
  }

  /** Stores a bundle that comes in parts, without holding it. */
  async writeBundleParts(parts: AsyncIterable<Uint8Array>): Promise<StoredContent> {
    const hasher = new PieceHasher();
    let address: ContentAddress | undefined;
    const file = await writePartsAtomically(this.directory, hashed(parts, hasher), () => {
      address = { kind: "bundle", hash: hasher.root() };
      return this.fileOf(address);
    });
    return { ...address!, uri: contentUri(address!), file }; // named once everything was written
  }

  /** Stores a contribution's raw bytes. Throws what {@link chunkContribution} throws for bytes that are no contribution. */
  async writeData(bytes: Uint8Array): Promise<StoredContent> {
    return this.#write({ kind: "data", hash: contributionRoot(bytes) }, bytes);
  }

  /** Stores a document that describes a service. */
  async writeMetadata(bytes: Uint8Array): Promise<StoredContent> {
    return this.#write({ kind: "metadata", hash: keccak(bytes) }, bytes);
  }

  /** Stores the bytes of a training unit. */
  async writeCell(bytes: Uint8Array): Promise<StoredContent> {
    return this.#write({ kind: "cell", hash: keccak(bytes) }, bytes);
  }

  async readBundle(hash: Hex): Promise<Uint8Array> {
    return this.#read({ kind: "bundle", hash });
  }

  async readData(hash: Hex): Promise<Uint8Array> {
    return this.#read({ kind: "data", hash });
  }

  async readMetadata(hash: Hex): Promise<Uint8Array> {
    return this.#read({ kind: "metadata", hash });
  }

  async readCell(hash: Hex): Promise<Uint8Array> {
    return this.#read({ kind: "cell", hash });
  }

  /** Reads what an URI names. Throws BadContentUriError besides. */
  async resolve(uri: string): Promise<Uint8Array> {
    return this.#read(parseContentUri(uri));
  }

  /** Where the file of an address is or would be. */
  fileOf({ kind, hash }: ContentAddress): string {
    return path.join(this.directory, `${hash}.${kind}`);
  }

  async #write(address: ContentAddress, bytes: Uint8Array): Promise<StoredContent> {
    const file = this.fileOf(address);
    await writeAtomically(file, bytes);
    return { ...address, uri: contentUri(address), file };
  }

  /** The bytes that stand there, whatever they are: for whoever hashes them anyway. Throws {@link MissingContentError}. */
  async readUnchecked(address: ContentAddress): Promise<Uint8Array> {
    return readOrMissing(this.fileOf(address), address);
  }

  async #read(address: ContentAddress): Promise<Uint8Array> {
    return checkedContent(address, await this.readUnchecked(address));
  }
}

/** The bytes, if they are what is stored under that address. Throws {@link CorruptContentError}. */
export function checkedContent(address: ContentAddress, bytes: Uint8Array): Uint8Array {
  const hash = hashOf(address, bytes);
  if (hash !== address.hash) throw new CorruptContentError(address, hash);
  return bytes;
}

async function* hashed(parts: AsyncIterable<Uint8Array>, hasher: PieceHasher): AsyncGenerator<Uint8Array> {
  for await (const part of parts) {
    hasher.update(part);
    yield part;
  }
}

async function readOrMissing(file: string, address: ContentAddress): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") throw new MissingContentError(address, cause);
    throw cause; // no permission, no disk: not ours to explain
  }
}

function hashOf(address: ContentAddress, bytes: Uint8Array): Hex {
  try {
    return HASHES[address.kind](bytes);
  } catch (cause) {
    throw new CorruptContentError(address, "no hash at all", cause);
  }
}

const HASHES = { bundle: dataHash, data: contributionRoot, metadata: keccak, cell: keccak };

/** What is stored was let in, or is refused, by size elsewhere. */
function contributionRoot(bytes: Uint8Array): Hex {
  return chunkContribution(bytes, { maxBytes: bytes.length }).root;
}

export class MissingContentError extends BaseError {
  readonly code = "CONTENT_MISSING";
  readonly address: ContentAddress;

  constructor(address: ContentAddress, cause: unknown) {
    super(
      `Expected a file for ${contentUri(address)}, found none. Fetch it from whoever signed, contributed or described it.`,
      {
        cause,
      },
    );
    this.address = address;
  }
}

export class CorruptContentError extends BaseError {
  readonly code = "CONTENT_CORRUPT";
  readonly address: ContentAddress;

  constructor(address: ContentAddress, found: string, cause?: unknown) {
    super(`Expected a file that hashes to ${contentUri(address)}, got ${found}. Delete it and fetch it again.`, {
      cause,
    });
    this.address = address;
  }
}
