import { findNearDuplicates } from "../dedup/find-near-duplicates.js";
import type { ChunkedContribution } from "./chunk-contribution.js";

/** An accepted contribution of a frozen version, with its bytes. */
export type SourceContribution = {
  readonly contributionId: bigint;
  readonly datanetId: bigint;
  readonly committedBlock: bigint;
  readonly withdrawn: boolean;
  /** Indices that the chain declared void. */
  readonly voidChunks: readonly number[];
  readonly content: ChunkedContribution;
};

/**
 * Tells which of a contribution's chunks live, as ascending indices: none of a withdrawn contribution, else all but those that are void
 * or near-duplicates of an earlier commitment's. A copy of a withdrawn contribution's chunk does not live either: consent belongs to
 * the text, whoever copied it.
 * @param sources all contributions that can be each other's originals.
 */
export function liveChunksOf(sources: readonly SourceContribution[]): (source: SourceContribution) => number[] {
  const texts = sources.map(({ content, ...source }) => ({ ...source, chunks: content.chunks }));
  const places = findNearDuplicates(texts).map(({ duplicate }) => `${duplicate.contributionId}/${duplicate.index}`);
  const duplicates = new Set(places);
  return ({ contributionId, withdrawn, voidChunks, content }) => {
    if (withdrawn) return [];
    const voided = new Set(voidChunks);
    return [...content.chunks.keys()].filter(
      (index) => !voided.has(index) && !duplicates.has(`${contributionId}/${index}`),
    );
  };
}
