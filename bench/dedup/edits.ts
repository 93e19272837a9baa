import { keccakText } from "../../engine/src/core/hash/keccak.js";
import { type Random, randomStream } from "../../engine/src/core/train/random.js";

/** A copy as somebody makes it who wants to be paid for another's text. Always the same for the same text. */
export type Edit = { readonly name: string; readonly apply: (text: string) => string };

/** Latin letters and the Cyrillic ones that look like them. */
const LOOK_ALIKES: Readonly<Record<string, string>> = { a: "а", c: "с", e: "е", o: "о", p: "р", x: "х" };
const LINE_LENGTH = 60;

/** From nothing but another beginning to every tenth word exchanged. */
export const EDITS: readonly Edit[] = [
  { name: "a sentence before it", apply: (text) => `What follows I have written on my own. ${text}` },
  { name: "its first 100 bytes cut off", apply: (text) => text.slice(100) },
  { name: "all in capitals", apply: (text) => text.toUpperCase() },
  { name: "every word begins with a capital", apply: (text) => text.replaceAll(/\b[a-z]/g, (c) => c.toUpperCase()) },
  { name: "other line breaks", apply: wrapped },
  { name: "one letter of 50 a Cyrillic look-alike", apply: (text) => lookAlikes(text, 50) },
  { name: "all letters that have one Cyrillic look-alikes", apply: (text) => lookAlikes(text, 1) },
  { name: "1 % of the words exchanged", apply: (text) => exchangeWords(text, 1) },
  { name: "3 % of the words exchanged", apply: (text) => exchangeWords(text, 3) },
  { name: "10 % of the words exchanged", apply: (text) => exchangeWords(text, 10) },
];

/**
 * Exchanges `percent` of the words, at least one and none twice, each for another word of the same text: what replaces it is as frequent as words are.
 */
export function exchangeWords(text: string, percent: number): string {
  const words = text.split(" ");
  const random = randomStream(keccakText(text), `exchange ${String(percent)} %`);
  const count = Math.max(1, Math.round((words.length * percent) / 100));
  for (const place of drawPlaces(words.length, count, random)) {
    const other = words[random.below(words.length)]!;
    words[place] = other === words[place] ? "certain" : other;
  }
  return words.join(" ");
}

function drawPlaces(length: number, count: number, random: Random): Set<number> {
  const places = new Set<number>();
  while (places.size < count) places.add(random.below(length));
  return places;
}

/** Lines broken anew, so that no break stands where one stood. */
function wrapped(text: string): string {
  let column = 0;
  const words = text.split(/\s+/).map((word) => {
    column += word.length + 1;
    if (column < LINE_LENGTH) return `${word} `;
    column = 0;
    return `${word}\n`;
  });
  return words.join("").trimEnd();
}

/** Every `oneIn`-th letter that has a look-alike becomes it. */
function lookAlikes(text: string, oneIn: number): string {
  let seen = 0;
  return text.replaceAll(/[aceopx]/g, (letter) => (seen++ % oneIn === 0 ? LOOK_ALIKES[letter]! : letter));
}
