import type { Hex } from "../hash/hex.js";

/** A contribution to be indexed. */
export type SpanContribution = {
  readonly contributionId: bigint;
  /** What the tree of its chunks must lead to. */
  readonly root: Hex;
  readonly bytes: Uint8Array;
  /** Indices of the chunks that do not count. */
  readonly voidChunks: readonly number[];
};
