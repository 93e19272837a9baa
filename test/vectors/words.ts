import type { Seeded } from "./seeded.js";

const WORDS =
  "the of and data model answer payment ledger proof tree root leaf share weight vector query cell row batch".split(
    " ",
  );

/** A text of about `length` bytes that reads like nothing, but is cut like prose. */
export function randomText(random: Seeded, length: number): Uint8Array {
  let text = "";
  while (text.length < length) text += `${WORDS[Number(random.below(BigInt(WORDS.length)))]} `;
  return new TextEncoder().encode(text);
}
