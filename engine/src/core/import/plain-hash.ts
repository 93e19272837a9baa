import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** SHA-256 as `sha256sum` prints it: what tools elsewhere have at hand. */
export function plainHash(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

export function isPlainHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}
