import { keccak_256 } from "@noble/hashes/sha3.js";

import { type Hex, toHex } from "./hex.js";

/** keccak-256 of raw bytes. */
export function keccak(bytes: Uint8Array): Hex {
  return toHex(keccak_256(bytes));
}

/** keccak-256 of a text's UTF-8 bytes: type strings and names. */
export function keccakText(text: string): Hex {
  return keccak(new TextEncoder().encode(text));
}
