import { concatBytes } from "@noble/hashes/utils.js";

import { fromHex, type Hex, ZERO_HASH } from "./hex.js";
import { keccak, keccakText } from "./keccak.js";
import { hashWords } from "./words.js";

/** What a direct payment's chain begins with. No channel's first settlement begins there, whatever heads payers sign. */
export const DIRECT_HEAD: Hex = keccakText("openledger-direct-v1");

/** One link of a channel's chain. `fee` in token base units; `previousResponseHash` is 0 for a channel's first answer. */
export type HeadLink = {
  readonly requestHash: Hex;
  readonly fee: bigint;
  readonly previousResponseHash: Hex;
};

/** `head' = keccak(head ‖ requestHash ‖ fee ‖ previousResponseHash)`: paying for a question acknowledges the answer before it. */
export function nextHead(head: Hex, link: HeadLink): Hex {
  return hashWords([head, link.requestHash, link.fee, link.previousResponseHash]);
}

/** The head of a direct payment: a chain of its own with one link. */
export function directHead(requestHash: Hex, fee: bigint): Hex {
  return nextHead(DIRECT_HEAD, { requestHash, fee, previousResponseHash: ZERO_HASH });
}

/** `keccak(salt ‖ text bytes)`: what a receipt shows of a prompt or an answer. */
export function saltedHash(salt: Hex, text: Uint8Array): Hex {
  return keccak(concatBytes(fromHex(salt), text));
}
