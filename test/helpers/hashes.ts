import { id } from "ethers";

import type { Hex } from "../../engine/src/core/hash/hex.js";

/** A hash that stands for something, told by its name. */
export function hashOf(name: string): Hex {
  return id(name) as Hex;
}
