import type { Exchange } from "../../../engine/src/core/model/answer-windows.js";
import type { DatanetName } from "../../../engine/src/io/corpus/demo-sources.js";

/** A training unit and what is known of it: whose it is, which Datanet's, and whether it was spoilt or is keyboard noise. */
export type BenchCell = {
  readonly bytes: Uint8Array;
  readonly contributor: number;
  readonly topic: DatanetName;
  readonly isCorrupted: boolean;
  readonly isGarbage: boolean;
};

/**
 * A passage beside a contributor's excerpt, never trained on: how well does the model go on from the prompt? It is asked and paid for,
 * or held out to tell what a cell is worth to its Datanet.
 */
export type BenchQuery = {
  readonly exchange: Exchange;
  readonly contributor: number;
  readonly topic: DatanetName;
  readonly isHeldOut: boolean;
};

export type BenchCorpus = { readonly cells: readonly BenchCell[]; readonly queries: readonly BenchQuery[] };

/**
 * Which text an experiment is about. `corrupted` is `speeches` with a fifth of the cells spoilt; `topics` has one more contributor, of
 * garbage, and one held-out passage of each of the others.
 */
export type CorpusSpec = {
  readonly kind: "speeches" | "topics" | "corrupted";
  readonly contributors: number;
  readonly cellsEach: number;
  readonly queries: number;
  readonly dataSeed: number;
};
