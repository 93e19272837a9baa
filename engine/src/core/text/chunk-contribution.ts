import { chunkOf } from "../bundle/pieces.js";
import { BaseError } from "../errors.js";
import type { Hex } from "../hash/hex.js";
import { CHUNK } from "../hash/schemas.js";
import { structHash } from "../hash/struct-hash.js";
import type { Chunk } from "../hash/structs.js";
import { merkleProof, type MerkleTree, merkleTree } from "../tree/merkle.js";
import { chunkBytes, type ChunkRecipe } from "./chunk-bytes.js";

/** A contribution's text, cut. `chunks[i]` are the bytes whose leaf is `leaves[i]`; the leaves' hashes are those of `tree`. */
export type ChunkedContribution = {
  readonly root: Hex;
  readonly tree: MerkleTree;
  readonly chunks: readonly Uint8Array[];
  readonly leaves: readonly Chunk[];
};

/**
 * Cuts a contribution's bytes and commits to them.
 * @param options.maxBytes the most that one contribution may hold.
 * @throws {@link EmptyContributionError}, {@link ContributionTooLargeError}, {@link BinaryContributionError}.
 */
export function chunkContribution(
  bytes: Uint8Array,
  options: { readonly maxBytes: number; readonly recipe?: ChunkRecipe },
): ChunkedContribution {
  if (bytes.length > options.maxBytes) throw new ContributionTooLargeError(bytes.length, options.maxBytes);
  const chunks = cutContribution(bytes, options.recipe);
  const leaves = chunks.map(chunkOf);
  const tree = chunkTree(leaves);
  return { root: tree.root, tree, chunks, leaves };
}

/** The chunks of a contribution's bytes, at least one. Throws {@link EmptyContributionError}, {@link BinaryContributionError}. */
export function cutContribution(bytes: Uint8Array, recipe?: ChunkRecipe): Uint8Array[] {
  requireText(bytes);
  return chunkBytes(bytes, recipe);
}

function chunkTree(leaves: readonly Chunk[]): MerkleTree {
  return merkleTree(leaves.map((leaf) => structHash(CHUNK, leaf)));
}

/** The contract's `ChunkProof`: a chunk and where it stands in its contribution. */
export type ChunkProof = {
  readonly contributionId: bigint;
  readonly contentHash: Hex;
  readonly length: number;
  readonly index: number;
  readonly proof: readonly Hex[];
};

/** Proof that chunk `index` belongs to the contribution. Throws LeafIndexError. */
export function chunkProof(contributionId: bigint, leaves: readonly Chunk[], index: number): ChunkProof {
  const proof = merkleProof(chunkTree(leaves), index);
  const { contentHash, length } = leaves[index]!;
  return { contributionId, contentHash, length, index, proof };
}

function requireText(bytes: Uint8Array): void {
  if (bytes.includes(0)) throw new BinaryContributionError(`a zero byte at ${bytes.indexOf(0)}`);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new BinaryContributionError("bytes that are not UTF-8", cause);
  }
  if (text.trim() === "") throw new EmptyContributionError(bytes.length);
}

export class EmptyContributionError extends BaseError {
  readonly code = "CONTRIBUTION_EMPTY";

  constructor(bytes: number) {
    super(`Expected a contribution with text, got ${bytes} bytes of nothing but white space. Contribute some text.`);
  }
}

export class ContributionTooLargeError extends BaseError {
  readonly code = "CONTRIBUTION_TOO_LARGE";

  constructor(bytes: number, maxBytes: number) {
    super(`Expected at most ${maxBytes} bytes in one contribution, got ${bytes}. Split it into several.`);
  }
}

export class BinaryContributionError extends BaseError {
  readonly code = "CONTRIBUTION_BINARY";

  constructor(found: string, cause?: unknown) {
    super(`Expected UTF-8 text, got ${found}. Convert the file to plain text before contributing it.`, { cause });
  }
}
