import type { Hex } from "../hash/hex.js";
import type { Chunk } from "../hash/structs.js";
import { compareBigints } from "../order.js";

/** Whose a text is; a lower `committedBlock` is an earlier commitment, as on-chain. */
export type Committed = { readonly contributionId: bigint; readonly committedBlock: bigint };

/** A contribution as far as equal chunks go. */
export type CommittedContribution = Committed & { readonly leaves: readonly Chunk[] };

export type ChunkPlace = { readonly contributionId: bigint; readonly index: number };

/** A chunk that stands somewhere else already: the earlier place keeps it, the later one is void. */
export type Duplicate = { readonly original: ChunkPlace; readonly duplicate: ChunkPlace };

/**
 * All exact duplicates, each against the first place its bytes stand: the earliest commitment (ties: the lower id), and within
 * one contribution the lower index. In that same order, whatever the order of the input.
 */
export function findDuplicates(contributions: readonly CommittedContribution[]): Duplicate[] {
  const first = new Map<Hex, ChunkPlace>();
  const duplicates: Duplicate[] = [];
  for (const { contributionId, leaves } of [...contributions].sort(byCommitment)) {
    for (const [index, { contentHash }] of leaves.entries()) {
      const place = { contributionId, index };
      const original = first.get(contentHash);
      if (original) duplicates.push({ original, duplicate: place });
      else first.set(contentHash, place);
    }
  }
  return duplicates;
}

/** The earliest commitment first; in one block, the lower id. */
export function byCommitment(a: Committed, b: Committed): number {
  return compareBigints(a.committedBlock, b.committedBlock) || compareBigints(a.contributionId, b.contributionId);
}
