import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { hashWords } from "../../../engine/src/core/hash/words.js";

/** With less of a window left than this many spreads, nobody waits for anybody. */
const HURRY = 4;

/**
 * How long a watcher leaves a refutation to others: different for every watcher and batch, the same however often it is asked. The first
 * to go pays and takes the bounty, whoever comes later finds the batch gone.
 * @param options.spreadMs the longest wait.
 * @param options.remainingMs of the batch's window.
 */
export function staggerMs(
  watcher: Hex,
  batchId: Hex,
  { spreadMs, remainingMs }: { readonly spreadMs: number; readonly remainingMs: number },
): number {
  if (remainingMs < HURRY * spreadMs) return 0;
  return Number(BigInt(hashWords([watcher, batchId])) % BigInt(spreadMs + 1));
}
