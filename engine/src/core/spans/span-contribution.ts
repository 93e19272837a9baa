import type { ChunkedContribution } from "../text/chunk-contribution.js";

/** A contribution to be indexed. */
export type SpanContribution = {
  readonly contributionId: bigint;
  readonly content: ChunkedContribution;
  /** Indices of the chunks that count, ascending. */
  readonly live: readonly number[];
};
