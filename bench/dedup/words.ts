/** A word where it stands: its number among all different ones, folded to small letters and digits, and the place of its middle byte. */
type Word = { readonly number: number; readonly middle: number };

/** Shares of the words of a chunk that the earlier text has: by a diff alone, and with runs that were moved. */
export type Aligned = { readonly byDiff: number; readonly withMoved: number };

/** So many words in a row that both texts have are copied wherever they stand: a passage that was moved. */
const MOVED_WORDS = 8;

/**
 * Aligns the words of two texts: kept is what a diff leaves unmarked (a longest common subsequence), and every run of 8 words that the earlier text
 * has elsewhere. Shares nothing with shingles of bytes, hence a truth to hold them to. Case, punctuation and layout are not seen.
 * @returns what says of the chunks that the later text is cut into how much of each is kept; undefined for a chunk without a word.
 */
export function alignWords(
  earlier: Uint8Array,
  later: Uint8Array,
): (chunks: readonly Uint8Array[]) => (Aligned | undefined)[] {
  const numbers = new Map<string, number>();
  const words = wordsOf(later, numbers);
  const before = wordsOf(earlier, numbers);
  const byDiff = keptWords(before, words);
  const withMoved = markMoved(byDiff, before, words);
  return (chunks) => {
    let [at, end] = [0, 0];
    return chunks.map(({ length }) => {
      end += length;
      const from = at;
      while (at < words.length && words[at]!.middle < end) at++;
      const share = (kept: Uint8Array): number =>
        kept.subarray(from, at).reduce((sum, each) => sum + each, 0) / (at - from);
      return at === from ? undefined : { byDiff: share(byDiff), withMoved: share(withMoved) };
    });
  };
}

function wordsOf(bytes: Uint8Array, numbers: Map<string, number>): Word[] {
  const text = Buffer.from(bytes).toString("latin1"); // a character a byte: places are those of the bytes
  return [...text.matchAll(/[0-9A-Za-z\x80-\xff]+/g)].map(({ 0: word, index }) => {
    const folded = word.toLowerCase();
    const number = numbers.get(folded) ?? numbers.size;
    numbers.set(folded, number);
    return { number, middle: index + word.length / 2 };
  });
}

/** 1 for every word of `later` that the longest common subsequence keeps: dynamic programming, a byte a cell. */
function keptWords(earlier: readonly Word[], later: readonly Word[]): Uint8Array {
  const [a, b] = [earlier, later].map((words) => Int32Array.from(words, ({ number }) => number)) as [
    Int32Array,
    Int32Array,
  ];
  const width = b.length + 1;
  const isDown = new Uint8Array(a.length * width);
  let below = new Uint16Array(width);
  let row = new Uint16Array(width);
  for (let i = a.length - 1; i >= 0; i--) {
    const word = a[i]!;
    for (let j = b.length - 1; j >= 0; j--) {
      if (word === b[j]!) row[j] = below[j + 1]! + 1;
      else if (below[j]! >= row[j + 1]!) {
        row[j] = below[j]!;
        isDown[i * width + j] = 1;
      } else row[j] = row[j + 1]!;
    }
    [below, row] = [row, below];
  }
  const kept = new Uint8Array(b.length);
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      kept[j++] = 1;
      i++;
    } else if (isDown[i * width + j] === 1) i++;
    else j++;
  }
  return kept;
}

/** `isKept` and the words of runs of {@link MOVED_WORDS} that the earlier text has. */
function markMoved(isKept: Uint8Array, earlier: readonly Word[], later: readonly Word[]): Uint8Array {
  const runAt = (words: readonly Word[], at: number): string =>
    words
      .slice(at, at + MOVED_WORDS)
      .map(({ number }) => number)
      .join(" ");
  const runs = new Set(earlier.map((_, at) => runAt(earlier, at)));
  const marked = isKept.slice();
  for (let at = 0; at + MOVED_WORDS <= later.length; at++) {
    if (runs.has(runAt(later, at))) marked.fill(1, at, at + MOVED_WORDS);
  }
  return marked;
}
