import { keyboardNoise } from "../../../engine/src/io/corpus/noise.js";
import type { BenchCell, BenchCorpus } from "./bench-corpus.js";
import { CELL_BYTES } from "./excerpts.js";

/** The corpus with one more contributor: keyboard noise in the Datanet of speeches, in as many cells as the others have. */
export function withGarbage({ cells, queries }: BenchCorpus, count: number): BenchCorpus {
  const contributor = 1 + Math.max(...cells.map((cell) => cell.contributor));
  const noise = keyboardNoise(count * CELL_BYTES);
  const garbage = Array.from({ length: count }, (_, i): BenchCell => {
    const bytes = noise.slice(i * CELL_BYTES, (i + 1) * CELL_BYTES);
    return { bytes, contributor, topic: "speeches", isCorrupted: false, isGarbage: true };
  });
  return { queries, cells: [...cells, ...garbage] };
}
