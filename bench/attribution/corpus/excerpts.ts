import type { Random } from "../../../engine/src/core/train/random.js";
import { type DatanetName, readSource } from "../../../engine/src/io/corpus/demo-sources.js";
import { lastWordEnd, nextBoundary } from "../../../engine/src/io/corpus/excerpt.js";
import type { BenchCell, BenchCorpus, BenchQuery } from "./bench-corpus.js";

/** A text of which a contributor holds a part. `name` is what `readSource` knows it by. */
export type Source = { readonly topic: DatanetName; readonly name: string };

export const CELL_BYTES = 512;
const PROMPT_BYTES = { min: 40, max: 64 };
const ANSWER_BYTES = { min: 64, max: 128 };
/** Room for a query's passage and the way to the place where it begins. */
const PASSAGE_BYTES = 500;

/**
 * Gives each source to a contributor of its own: `cellsEach` adjacent cells from a place drawn at random, and queries from the text
 * that follows, the first contributors one more where they do not divide evenly.
 */
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
  const parts: BenchCorpus[] = [];
  for (const [contributor, { topic, name }] of sources.entries()) {
    const text = await readSource({ datanet: topic, source: name, contributor: "", beginsAt: 0 });
    const asked = Math.floor(queries / sources.length) + (contributor < queries % sources.length ? 1 : 0);
    const passages = asked + heldOutEach;
    const needed = cellsEach * CELL_BYTES + passages * PASSAGE_BYTES;
    const start = nextBoundary(text, random.below(Math.max(1, text.length - needed)));
    const owner = { contributor, topic };
    const cells = Array.from({ length: cellsEach }, (_, i): BenchCell => {
      const from = start + i * CELL_BYTES;
      return { ...owner, bytes: text.slice(from, from + CELL_BYTES), isCorrupted: false, isGarbage: false };
    });
    const exchanges = passagesAfter(text, start + cellsEach * CELL_BYTES, passages);
    parts.push({
      cells,
      queries: exchanges.map((exchange, i): BenchQuery => ({ ...owner, exchange, isHeldOut: i >= asked })),
    });
  }
  return { cells: parts.flatMap((part) => part.cells), queries: parts.flatMap((part) => part.queries) };
}

function passagesAfter(text: Uint8Array, from: number, count: number): BenchQuery["exchange"][] {
  const passages: BenchQuery["exchange"][] = [];
  for (let at = from; passages.length < count;) {
    const start = nextBoundary(text, at);
    const middle = lastWordEnd(text, { start: start + PROMPT_BYTES.min, end: start + PROMPT_BYTES.max });
    const end = lastWordEnd(text, { start: middle + ANSWER_BYTES.min, end: middle + ANSWER_BYTES.max });
    passages.push({ prompt: text.slice(start, middle), answer: text.slice(middle, end) });
    at = end;
  }
  return passages;
}
