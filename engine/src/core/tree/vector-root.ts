import { BaseError } from "../errors.js";
import type { Hex } from "../hash/hex.js";
import { keccak } from "../hash/keccak.js";
import { merkleRoot } from "./merkle.js";

/** Lanes of one block: as many bytes as a contract hashes at once. */
const BLOCK_LANES = 4096;

/** The commitment to an int8 vector: Merkle root over the hashes of its blocks. Throws {@link LaneCountError}. */
export function vectorRoot(lanes: Int8Array): Hex {
  return merkleRoot(vectorBlocks(lanes).map(keccak));
}

/** How many blocks a vector of so many lanes has. */
export function blockCount(lanes: number): number {
  return Math.ceil(lanes / BLOCK_LANES);
}

/** The vector's blocks as bytes (two's complement, lane i = byte i); the last one may be shorter. */
export function vectorBlocks(lanes: Int8Array): Uint8Array[] {
  if (lanes.length === 0 || lanes.length % 32 !== 0) throw new LaneCountError(lanes.length);
  const bytes = laneBytes(lanes);
  const blocks: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; from += BLOCK_LANES) blocks.push(bytes.subarray(from, from + BLOCK_LANES));
  return blocks;
}

/** The lanes' own memory seen as bytes. */
export function laneBytes(lanes: Int8Array): Uint8Array {
  return new Uint8Array(lanes.buffer, lanes.byteOffset, lanes.byteLength);
}

export class LaneCountError extends BaseError {
  readonly code = "LANE_COUNT";

  constructor(lanes: number) {
    super(`Expected a positive multiple of 32 lanes, got ${lanes}. Pad the vector with zero lanes.`);
  }
}
