import type { Hex } from "./hex.js";
import { hashWords } from "./words.js";

const LIST_OFFSET = 32;

/** `Manifest.seed`: `keccak256(abi.encode(bytes32[] seeds))`, the seeds of the manifest's versions in their order. */
export function modelSeed(seeds: readonly Hex[]): Hex {
  return hashWords([LIST_OFFSET, seeds.length, ...seeds]);
}
