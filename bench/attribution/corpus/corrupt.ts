import type { Random } from "../../../engine/src/core/train/random.js";
import { shuffle } from "../../../engine/src/core/train/shuffle.js";
import type { BenchCorpus } from "./bench-corpus.js";

/** One cell in this many is spoilt. */
const SPOILT_IN = 5;
/** One letter in this many is replaced where a cell is mistyped. */
const MISTYPED_IN = 4;
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** The corpus with a fifth of its cells spoilt, by turns: words in random order, and every fourth letter another one. */
export function corrupt({ cells, queries }: BenchCorpus, random: Random): BenchCorpus {
  const spoilt = shuffle(cells.length, random).slice(0, Math.round(cells.length / SPOILT_IN));
  return {
    queries,
    cells: cells.map((cell, i) => {
      const turn = spoilt.indexOf(i);
      if (turn < 0) return cell;
      const spoil = turn % 2 === 0 ? shuffleWords : mistype;
      return { ...cell, bytes: spoil(cell.bytes, random), isCorrupted: true };
    }),
  };
}

/** The same words in random order. */
export function shuffleWords(bytes: Uint8Array, random: Random): Uint8Array {
  const words = Buffer.from(bytes).toString("latin1").split(" ");
  const order = shuffle(words.length, random);
  return Uint8Array.from(Buffer.from(order.map((at) => words[at]!).join(" "), "latin1"));
}

/** Every fourth letter another one. */
export function mistype(bytes: Uint8Array, random: Random): Uint8Array {
  return bytes.map((byte) => {
    const isLetter = LETTERS.includes(String.fromCharCode(byte).toLowerCase());
    return isLetter && random.below(MISTYPED_IN) === 0 ? LETTERS.charCodeAt(random.below(LETTERS.length)) : byte;
  });
}
