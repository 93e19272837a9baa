import type { ExplainedStatement } from "../../../engine/src/core/explain/explain-contribution.js";
import type { ExplainedRow } from "../../../engine/src/core/explain/explained.js";

/** What an explanation is, and is not; said wherever one is shown. */
export const SAYS =
  "Every number was computed again from the chain's logs and published files, and every line leads by its Merkle proof to a root that " +
  "attestors signed. A score says how much the cell's training moved this answer, not that the answer quotes it.";

type BatchState = {
  readonly id: string;
  readonly bucket: bigint;
  /** Unix seconds. */
  readonly finalAt: bigint;
  readonly isFinal: boolean;
};

export type ReceiptView = {
  readonly says: string;
  readonly modelId: bigint;
  readonly batch: BatchState;
  readonly receipt: ExplainedRow;
};

/** Amounts in token base units. */
export type ContributionView = {
  readonly says: string;
  readonly contributionId: bigint;
  readonly owner: string;
  readonly models: readonly {
    readonly modelId: bigint;
    readonly cells: number;
    readonly earned: bigint;
    readonly claimed: bigint;
    readonly claimable: bigint;
    readonly batches: readonly (BatchState & ExplainedStatement)[];
  }[];
};

export type Explanation = ReceiptView | ContributionView;

export function isReceipt(explanation: Explanation): explanation is ReceiptView {
  return "receipt" in explanation;
}
