import type { Exchange } from "../../../engine/src/core/model/answer-windows.js";
import type { DatanetName } from "../../../engine/src/io/corpus/demo-sources.js";

/** A training unit and what is known of it: whose it is, what it is about, and whether it was spoilt on purpose. */
export type BenchCell = {
  readonly bytes: Uint8Array;
  readonly contributor: number;
  readonly topic: DatanetName;
  readonly isCorrupted: boolean;
};

/** A held-out passage beside a contributor's excerpt: the model is asked how well it goes on from the prompt. */
export type BenchQuery = { readonly exchange: Exchange; readonly contributor: number; readonly topic: DatanetName };

export type BenchCorpus = { readonly cells: readonly BenchCell[]; readonly queries: readonly BenchQuery[] };

/** Which text an experiment is about. `corrupted` is `speeches` with a fifth of the cells spoilt. */
export type CorpusSpec = {
  readonly kind: "speeches" | "topics" | "corrupted";
  readonly contributors: number;
  readonly cellsEach: number;
  readonly queries: number;
  readonly dataSeed: number;
};
