import type { Exchange } from "../../../engine/src/core/model/answer-windows.js";
import type { Random } from "../../../engine/src/core/train/random.js";
import { type DatanetName, readSource } from "../../../engine/src/io/corpus/demo-sources.js";
import { lastWordEnd, nextBoundary } from "../../../engine/src/io/corpus/excerpt.js";
import type { BenchCell, BenchCorpus } from "./bench-corpus.js";

/** A text of which a contributor holds a part. `name` is what `readSource` knows it by. */
export type Source = { readonly topic: DatanetName; readonly name: string };

export const CELL_BYTES = 512;
const PROMPT_BYTES = { min: 40, max: 64 };
const ANSWER_BYTES = { min: 64, max: 128 };
/** Room for a query's passage and the way to the place where it begins. */
const PASSAGE_BYTES = 500;

/** What one contributor holds of a source, and passages of the text that follows, which nobody holds. */
export type Excerpt = {
  readonly contributor: number;
  readonly topic: DatanetName;
  readonly bytes: Uint8Array;
  readonly passages: readonly Exchange[];
};

/** How much is taken of each contributor's source. */
type Taken = { readonly bytes: number; readonly passages: number };

/** Gives each source to a contributor of its own: an excerpt from a place drawn at random, and passages after it. */
export async function readExcerpts(
  sources: readonly Source[],
  { taken, random }: { readonly taken: (contributor: number) => Taken; readonly random: Random },
): Promise<Excerpt[]> {
  const excerpts: Excerpt[] = [];
  for (const [contributor, { topic, name }] of sources.entries()) {
    const text = await readSource({ datanet: topic, source: name, contributor: "", beginsAt: 0 });
    const { bytes, passages } = taken(contributor);
    const needed = bytes + passages * PASSAGE_BYTES;
    const start = nextBoundary(text, random.below(Math.max(1, text.length - needed)));
    const end = start + bytes;
    excerpts.push({ contributor, topic, bytes: text.slice(start, end), passages: passagesAfter(text, end, passages) });
  }
  return excerpts;
}

/** A contributor's part of `total` queries: the first contributors have one more where they do not divide evenly. */
export function evenShare(total: number, contributor: number, contributors: number): number {
  return Math.floor(total / contributors) + (contributor < total % contributors ? 1 : 0);
}

/** Gives each source to a contributor of its own: `cellsEach` adjacent cells, and queries from the text that follows. */
export async function corpusOf(
  sources: readonly Source[],
  options: {
    readonly cellsEach: number;
    readonly queries: number;
    /** Passages of each source that are held out, after those that are asked. */
    readonly heldOutEach: number;
    readonly random: Random;
  },
): Promise<BenchCorpus> {
  const { cellsEach, queries, heldOutEach, random } = options;
  const asked = (contributor: number): number => evenShare(queries, contributor, sources.length);
  const excerpts = await readExcerpts(sources, {
    taken: (contributor) => ({ bytes: cellsEach * CELL_BYTES, passages: asked(contributor) + heldOutEach }),
    random,
  });
  const parts = excerpts.map(({ contributor, topic, bytes, passages }): BenchCorpus => {
    const owner = { contributor, topic };
    const cells = Array.from({ length: cellsEach }, (_, i): BenchCell => {
      const cell = bytes.slice(i * CELL_BYTES, (i + 1) * CELL_BYTES);
      return { ...owner, bytes: cell, isCorrupted: false, isGarbage: false };
    });
    const isHeldOut = (i: number): boolean => i >= asked(contributor);
    return { cells, queries: passages.map((exchange, i) => ({ ...owner, exchange, isHeldOut: isHeldOut(i) })) };
  });
  return { cells: parts.flatMap((part) => part.cells), queries: parts.flatMap((part) => part.queries) };
}

function passagesAfter(text: Uint8Array, from: number, count: number): Exchange[] {
  const passages: Exchange[] = [];
  for (let at = from; passages.length < count;) {
    const start = nextBoundary(text, at);
    const middle = lastWordEnd(text, { start: start + PROMPT_BYTES.min, end: start + PROMPT_BYTES.max });
    const end = lastWordEnd(text, { start: middle + ANSWER_BYTES.min, end: middle + ANSWER_BYTES.max });
    passages.push({ prompt: text.slice(start, middle), answer: text.slice(middle, end) });
    at = end;
  }
  return passages;
}
