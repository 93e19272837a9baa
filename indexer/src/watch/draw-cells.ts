import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { hashWords } from "../../../engine/src/core/hash/words.js";
import { randomStream } from "../../../engine/src/core/train/random.js";
import { shuffle } from "../../../engine/src/core/train/shuffle.js";

/** How many blocks after a model's registration its beacon is: the trainer cannot know that block when it publishes. */
export const BEACON_BLOCKS = 1;

/**
 * The cells whose responses are computed again: drawn without repetition by `keccak(hash of the beacon's block ‖ modelId)`, so that anybody
 * can tell that they were, and the trainer could not. Ascending.
 */
export function drawCells(
  { blockHash, modelId }: { readonly blockHash: Hex; readonly modelId: bigint },
  { cells, count }: { readonly cells: number; readonly count: number },
): number[] {
  const random = randomStream(hashWords([blockHash, modelId]), "spot check");
  return shuffle(cells, random)
    .slice(0, count)
    .sort((a, b) => a - b);
}
