import type { Hex } from "../hash/hex.js";
import { hashWords } from "../hash/words.js";

/** A contribution with fewer live chunks gives none of them up for testing. */
const MIN_CHUNKS_TO_HOLD_OUT = 4;

/**
 * The chunk of a contribution that is set apart for testing and never trained on: `keccak(seed ‖ contributionId)` modulo the number
 * of live chunks picks among them, ascending. The seed is drawn after the freeze, so no contributor can aim at it.
 * @param liveChunks indices of the chunks that are neither void nor withdrawn, ascending.
 * @returns the drawn index, undefined with fewer than {@link MIN_CHUNKS_TO_HOLD_OUT} live chunks.
 */
export function drawHeldOut(seed: Hex, contributionId: bigint, liveChunks: readonly number[]): number | undefined {
  if (liveChunks.length < MIN_CHUNKS_TO_HOLD_OUT) return undefined;
  const drawn = BigInt(hashWords([seed, contributionId])) % BigInt(liveChunks.length);
  return liveChunks[Number(drawn)];
}
