import { keccakText } from "../../core/hash/keccak.js";

const KEYS = "asdfghjklqwertyuiopzxcvbnm  ";

/** Keyboard noise of exactly `length` bytes, always the same: what a lazy contributor hopes to be paid for. */
export function keyboardNoise(length: number): Uint8Array {
  let text = "";
  for (let i = 0; text.length < length; i++) {
    const digest = keccakText(`keyboard noise ${i}`).slice(2);
    for (let at = 0; at < digest.length; at += 2) text += KEYS[Number(`0x${digest.slice(at, at + 2)}`) % KEYS.length];
  }
  return new TextEncoder().encode(text.slice(0, length));
}
