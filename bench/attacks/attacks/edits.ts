import { concatBytes } from "@noble/hashes/utils.js";

import { keccakText } from "../../../engine/src/core/hash/keccak.js";
import { type Random, randomStream } from "../../../engine/src/core/train/random.js";
import { shuffle } from "../../../engine/src/core/train/shuffle.js";
import { lastWordEnd } from "../../../engine/src/io/corpus/excerpt.js";

/** Words between two exchanges of a contradiction. */
const RUN_WORDS = 6;

/** A stream for one attack on one market. */
export function randomOf(purpose: string, dataSeed: number): Random {
  return randomStream(keccakText(`openledger attacks bench, data seed ${String(dataSeed)}`), purpose);
}

/** About one word in `oneIn` is exchanged for a random one of `vocabulary`. */
export function exchangeWords(
  text: Uint8Array,
  { oneIn, vocabulary, random }: { readonly oneIn: number; readonly vocabulary: Uint8Array; readonly random: Random },
): Uint8Array {
  const others = wordsOf(vocabulary);
  return joinWords(
    wordsOf(text).map((word) => (random.below(oneIn) === 0 ? others[random.below(others.length)]! : word)),
  );
}

/** Every context goes on as another one did: runs of six words, every second one in a random run's place. */
export function contradict(text: Uint8Array, random: Random): Uint8Array {
  const words = wordsOf(text);
  const runs = Array.from({ length: Math.ceil(words.length / RUN_WORDS) }, (_, i) =>
    words.slice(i * RUN_WORDS, (i + 1) * RUN_WORDS),
  );
  const moved = [...runs.keys()].filter((i) => i % 2 === 1);
  const order = shuffle(moved.length, random);
  const at = new Map(moved.map((place, i) => [place, moved[order[i]!]!]));
  return joinWords(runs.flatMap((_, i) => runs[at.get(i) ?? i]!));
}

/** The text without some bytes at both ends, from word to word. */
export function cutElsewhere(text: Uint8Array, bytes: number): Uint8Array {
  const start = lastWordEnd(text, { start: 0, end: bytes });
  const end = lastWordEnd(text, { start, end: text.length - bytes });
  return text.slice(start, end);
}

/** Parts of near-equal length, from word to word, that together are the text. */
export function parts(text: Uint8Array, count: number): Uint8Array[] {
  const ends = Array.from({ length: count }, (_, i) =>
    i === count - 1 ? text.length : lastWordEnd(text, { start: 0, end: Math.floor(((i + 1) * text.length) / count) }),
  );
  return ends.map((end, i) => text.slice(ends[i - 1] ?? 0, end));
}

/** Ways to make a text look like nothing else while its words stay. */
export const DISGUISES: readonly ((text: Uint8Array) => Uint8Array)[] = [
  (text) => encode(decode(text).toUpperCase()),
  (text) => encode(decode(text).replaceAll(" ", "_")),
  (text) =>
    encode(
      decode(text)
        .replace(/[a-z]/g, (letter) => letter + letter)
        .slice(0, text.length),
    ),
  (text) => joinWords(wordsOf(text).map((word) => encode([...decode(word)].reverse().join("")))),
];

function wordsOf(text: Uint8Array): Uint8Array[] {
  return decode(text).split(" ").map(encode);
}

function joinWords(words: readonly Uint8Array[]): Uint8Array {
  const space = Uint8Array.of(32);
  return concatBytes(...words.flatMap((word, i) => (i === 0 ? [word] : [space, word])));
}

function decode(text: Uint8Array): string {
  return new TextDecoder().decode(text);
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
