import { byCommitment } from "../text/find-duplicates.js";
import { liveChunksOf, type SourceContribution } from "../text/live-chunks.js";

/** A chunk that can be retrieved: chunk `index` of a contribution. */
export type RetrievableChunk = { readonly contributionId: bigint; readonly index: number; readonly bytes: Uint8Array };

/**
 * The live chunks of frozen versions, each text once, for its earliest commitment, and in the order of commitments. Held-out chunks are
 * among them: they are kept from training, not from being read.
 */
export function retrievalCorpus(sources: readonly SourceContribution[]): RetrievableChunk[] {
  const liveOf = liveChunksOf(sources);
  return [...sources].sort(byCommitment).flatMap((source) => {
    const { contributionId, content } = source;
    return liveOf(source).map((index) => ({ contributionId, index, bytes: content.chunks[index]! }));
  });
}
