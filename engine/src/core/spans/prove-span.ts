import { chunkOf } from "../bundle/pieces.js";
import { BaseError } from "../errors.js";
import type { Hex } from "../hash/hex.js";
import { CHUNK } from "../hash/schemas.js";
import { structHash } from "../hash/struct-hash.js";
import type { ChunkProof } from "../text/chunk-contribution.js";
import { verifyMerkle } from "../tree/merkle.js";

/** A chunk in which a span stands, with all that shows it to somebody who knows the contribution's root. */
export type SpanSource = {
  readonly chunk: Uint8Array;
  /** The span's first byte in the chunk. */
  readonly offset: number;
  readonly proof: ChunkProof;
};

/**
 * Holds a span to its source: its bytes stand in the chunk at the offset, and the chunk in the contribution. Nothing of the index is
 * believed.
 * @param contribution what the chain says of the contribution that the proof names.
 * @throws {@link SpanProofError}.
 */
export function verifySpan(
  bytes: Uint8Array,
  { chunk, offset, proof }: SpanSource,
  contribution: { readonly root: Hex; readonly chunkCount: number },
): void {
  const isThere = bytes.every((byte, i) => chunk[offset + i] === byte);
  const { contentHash, length } = chunkOf(chunk);
  const isChunk = contentHash === proof.contentHash && length === proof.length;
  const leaf = structHash(CHUNK, { contentHash, length });
  const { root, chunkCount: count } = contribution;
  const isProved = verifyMerkle({ root, count, leaf, index: proof.index, proof: proof.proof });
  if (!isThere || !isChunk || !isProved) throw new SpanProofError(proof);
}

export class SpanProofError extends BaseError {
  readonly code = "CONTENT_SPAN_UNPROVED";

  constructor({ contributionId, index }: ChunkProof) {
    super(
      `Expected chunk ${index} of contribution ${contributionId} to hold the span and to lead to the contribution's root, ` +
        `it does not. Delete the index and build it again.`,
    );
  }
}
