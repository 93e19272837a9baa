import { floatsToBytes } from "../float-bytes.js";
import type { Hex } from "../hash/hex.js";
import { keccak } from "../hash/keccak.js";

/** The hash of float lanes as a trajectory's state. */
export function laneState(lanes: Float32Array): Hex {
  return keccak(floatsToBytes(lanes));
}
