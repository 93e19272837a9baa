import { dot } from "../../engine/src/core/ledger/score.js";
import { quantize } from "../../engine/src/core/quantize/quantize.js";
import { DEFAULT_RECIPE } from "../../engine/src/core/train/plan.js";
import { responsesByRetraining } from "../../engine/src/core/train/responses.js";
import { loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { retrainingPool } from "../../engine/src/io/workers/retraining-pool.js";
import { buildCorpus } from "../attribution/corpus/build-corpus.js";
import { seedOf } from "../attribution/experiment.js";
import { exchangeWords } from "./edits.js";

/** What the copied cells had exchanged, in hundredths of their words. 0: a copy to the byte. */
export const COPY_PERCENTS = [0, 3, 10, 30] as const;

/** Cosines of int8 responses, ascending. */
export type CosineFigures = {
  readonly cells: number;
  /** Of a copy with its original, for each of {@link COPY_PERCENTS}. */
  readonly copies: readonly { readonly percent: number; readonly cosines: readonly number[] }[];
  /** Of adjacent cells of one text, and of cells of different contributors, copies left out. */
  readonly sameText: readonly number[];
  readonly differentTexts: readonly number[];
};

/**
 * Trains the attribution bench's 16 speeches of 4 cells with a copy of one cell of each of the first `copied`, once as they are and once without each cell,
 * and takes the cosines of the responses. Copies that were edited by one percentage are those of every fourth speech.
 */
export async function measureCosines(size: {
  readonly contributors: number;
  readonly threads: number;
}): Promise<CosineFigures> {
  const { contributors, threads } = size;
  const { cells } = await buildCorpus({ kind: "speeches", contributors, cellsEach: 4, queries: 0, dataSeed: 0 });
  const copies = Array.from({ length: contributors }, (_, speech) => {
    const original = 4 * speech + (Math.floor(speech / 4) % 4);
    const percent = COPY_PERCENTS[speech % COPY_PERCENTS.length]!;
    return { original, percent, bytes: edited(cells[original]!.bytes, percent) };
  });
  const texts = [...cells, ...copies].map(({ bytes }) => bytes);
  const plan = { cells: texts, cellWeights: texts.map(() => 1), seed: seedOf(0), recipe: DEFAULT_RECIPE };
  const { responses } = await responsesByRetraining(retrainingPool(threads), await loadBase(), plan, {
    onProgress: ({ done, total }) => {
      if (done % 10 === 0) console.error(`responses: ${String(done)} of ${String(total)} trainings`);
    },
  });
  const { lanes } = quantize(responses);
  const cosine = (a: number, b: number): number =>
    dot(lanes[a]!, lanes[b]!) / Math.sqrt(dot(lanes[a]!, lanes[a]!) * dot(lanes[b]!, lanes[b]!));

  const pairs = cells.flatMap((_, a) => cells.slice(0, a).map((__, b) => [a, b] as const));
  const isOneText = ([a, b]: readonly [number, number]): boolean => cells[a]!.contributor === cells[b]!.contributor;
  const cosinesOf = (chosen: readonly (readonly [number, number])[]): number[] =>
    ascending(chosen.map(([a, b]) => cosine(a, b)));
  return {
    cells: texts.length,
    copies: COPY_PERCENTS.map((percent) => ({
      percent,
      cosines: cosinesOf(
        copies.flatMap((copy, i) => (copy.percent === percent ? [[cells.length + i, copy.original] as const] : [])),
      ),
    })),
    sameText: cosinesOf(pairs.filter(isOneText)),
    differentTexts: cosinesOf(pairs.filter((pair) => !isOneText(pair))),
  };
}

function edited(bytes: Uint8Array, percent: number): Uint8Array {
  if (percent === 0) return bytes;
  return new TextEncoder().encode(exchangeWords(new TextDecoder().decode(bytes), percent));
}

/** Sorted, to four digits: what a committed file holds. */
function ascending(values: readonly number[]): number[] {
  return values.map((value) => Number(value.toFixed(4))).sort((a, b) => a - b);
}
