import { BaseError } from "../errors.js";
import type { Hex } from "../hash/hex.js";
import { LOG_ENTRY } from "../hash/schemas.js";
import { structHash } from "../hash/struct-hash.js";
import type { LogEntry } from "../hash/structs.js";
import { compareBigints } from "../order.js";
import { merkleRoot } from "../tree/merkle.js";

/** Kinds of a Datanet's log, as contracts/types/LogKind.sol numbers them. */
export const LOG_KIND = { accepted: 1, withdrawn: 2, chunkVoided: 3 } as const;

/** What a contribution is worth to a Datanet version. */
export type VersionedContribution = {
  readonly contributionId: bigint;
  /** Merkle root of its chunks. */
  readonly root: Hex;
  readonly withdrawn: boolean;
  /** Indices of its void chunks, ascending. */
  readonly voidChunks: readonly number[];
};

/** The content of a Datanet version: what its log says, and the log's root. */
export type VersionContent = { readonly root: Hex; readonly contributions: readonly VersionedContribution[] };

/** Replays a version's log; contributions by id, ascending. Throws {@link BadLogEntryError}. */
export function replayLog(entries: readonly LogEntry[]): VersionContent {
  const accepted = new Map<bigint, Hex>();
  const withdrawn = new Set<bigint>();
  const voids = new Map<bigint, Set<number>>();
  for (const [index, { kind, contributionId, value }] of entries.entries()) {
    if (kind === LOG_KIND.accepted) accepted.set(contributionId, value);
    else if (kind === LOG_KIND.withdrawn) withdrawn.add(contributionId);
    else if (kind === LOG_KIND.chunkVoided) {
      // A chunk may be voided before its contribution is accepted.
      const chunks = voids.get(contributionId) ?? new Set();
      voids.set(contributionId, chunks.add(Number(BigInt(value))));
    } else throw new BadLogEntryError(index, kind);
  }

  const contributions = [...accepted]
    .sort(([a], [b]) => compareBigints(a, b))
    .map(([contributionId, root]) => ({
      contributionId,
      root,
      withdrawn: withdrawn.has(contributionId),
      voidChunks: [...(voids.get(contributionId) ?? [])].sort((a, b) => a - b),
    }));
  return { root: merkleRoot(entries.map((entry) => structHash(LOG_ENTRY, entry))), contributions };
}

export class BadLogEntryError extends BaseError {
  readonly code = "BAD_LOG_ENTRY";

  constructor(index: number, kind: number) {
    super(`Expected log entries of kinds 1 to 3, got kind ${kind} at ${index}. The log is from a newer protocol.`);
  }
}
