import { BaseError } from "../errors.js";
import { fromHex, type Hex } from "./hex.js";
import { keccak } from "./keccak.js";

/** What fits a 32-byte word: an unsigned integer (big-endian), or at most 32 bytes of hex (a hash, an address), right-aligned. */
export type Word = bigint | number | Hex;

/** `keccak(word ‖ word ‖ …)`, every part as one 32-byte word. */
export function hashWords(words: readonly Word[]): Hex {
  return keccak(fromHex(encodeWords(words)));
}

/** `word ‖ word ‖ …`, 32 bytes each. */
export function encodeWords(words: readonly Word[]): Hex {
  return `0x${words.map(wordDigits).join("")}`;
}

function wordDigits(word: Word): string {
  const digits = typeof word === "string" ? word.slice(2) : integerDigits(word);
  if (digits.length > 64) throw new WordOverflowError(word);
  return digits.padStart(64, "0");
}

function integerDigits(word: bigint | number): string {
  if (word < 0 || (typeof word === "number" && !Number.isSafeInteger(word))) throw new WordOverflowError(word);
  return word.toString(16);
}

export class WordOverflowError extends BaseError {
  readonly code = "WORD_OVERFLOW";

  constructor(word: Word) {
    super(`Expected an unsigned integer or at most 32 bytes of hex, got ${word}. Only such values fit a 32-byte word.`);
  }
}
