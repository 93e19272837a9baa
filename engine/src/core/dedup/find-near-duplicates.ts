import { byCommitment, type ChunkPlace, type Committed, type Duplicate } from "../text/find-duplicates.js";
import { NearIndex, sketch } from "./near-index.js";
import { NEAR_DUPLICATE, type Ratio } from "./similarity.js";

/** A contribution with its chunks' bytes. */
export type CommittedText = Committed & { readonly chunks: readonly Uint8Array[] };

/**
 * All chunks that are near-duplicates of an earlier chunk that is none itself, in the order of {@link byCommitment}: each names the
 * first such chunk. Equal chunks are among them. What a chunk is, only earlier commitments decide: nobody takes an
 * income away by committing, later, to a text that lies between two others (which merging clusters would allow).
 */
export function findNearDuplicates(
  contributions: readonly CommittedText[],
  threshold: Ratio = NEAR_DUPLICATE,
): Duplicate[] {
  const index = new NearIndex(threshold);
  const originals: ChunkPlace[] = [];
  const duplicates: Duplicate[] = [];
  for (const { contributionId, chunks } of [...contributions].sort(byCommitment)) {
    for (const [at, bytes] of chunks.entries()) {
      const place = { contributionId, index: at };
      const sketched = sketch(bytes);
      const original = index.find(sketched);
      if (original !== undefined) duplicates.push({ original: originals[original]!, duplicate: place });
      else {
        index.add(sketched);
        originals.push(place);
      }
    }
  }
  return duplicates;
}
