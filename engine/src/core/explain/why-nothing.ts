import type { Entry } from "../hash/structs.js";
import type { ExplainedCell } from "./explained.js";

/** Why an answer pays a contribution nothing, by the cell of it that came nearest. */
export type WhyNothing = {
  readonly reason:
    | "no cell of it helped this answer"
    | "the cells of it that helped do not help their own Datanet"
    | "other cells moved this answer more"
    | "no cell moved this answer, and none of its cells is on the default list";
  readonly best: ExplainedCell;
  /** What the last paid cell had; the best of this contribution's would have needed more. Undefined for the default list. */
  readonly leastShare: bigint | undefined;
};

/**
 * @param cells all cells of the contribution; at least one.
 * @param entries of the row, none of them of these cells.
 */
export function whyNothing(cells: readonly ExplainedCell[], entries: readonly Entry[]): WhyNothing {
  const [best] = [...cells].sort((a, b) => Number(b.share > a.share) - Number(b.share < a.share) || b.score - a.score);
  return { reason: reasonOf(best!, entries), best: best!, leastShare: entries.at(-1)?.share };
}

function reasonOf({ share, score }: ExplainedCell, entries: readonly Entry[]): WhyNothing["reason"] {
  if (entries.length === 0) return "no cell moved this answer, and none of its cells is on the default list";
  if (share > 0n) return "other cells moved this answer more";
  return score > 0 ? "the cells of it that helped do not help their own Datanet" : "no cell of it helped this answer";
}
