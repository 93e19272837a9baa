import { cellEvidence, creditEvidence, earningEvidence, rowEvidence } from "../../engine/src/core/audit/evidence.js";
import type { PostedBatch } from "../../engine/src/core/audit/evidence-types.js";
import type { BatchContent } from "../../engine/src/core/ledger/compute-batch.js";
import type { LedgerModel } from "../../engine/src/core/ledger/model.js";

type Target = { readonly posted: PostedBatch; readonly content: BatchContent; readonly model: LedgerModel };

/**
 * The arguments of a proof made for a wrong batch, turned against an honest one: every piece of evidence is replaced by the honest batch's
 * own at the same place, where it has one. No such proof may succeed.
 */
export function transposed(args: readonly unknown[], { posted, content, model }: Target): unknown[] {
  let contribution = 0;
  const turn = (arg: unknown): unknown => {
    if (Array.isArray(arg)) return arg.map(turn);
    if (typeof arg !== "object" || arg === null) return arg;
    const { index = 0 } = arg as { index?: number };
    if ("signers" in arg) return posted;
    if ("row" in arg && "proof" in arg) return index < content.rows.length ? rowEvidence(content, index) : arg;
    if ("earning" in arg && "proof" in arg) {
      contribution = index < content.earnings.length ? index : 0;
      return earningEvidence(content, contribution);
    }
    if ("credit" in arg && "proof" in arg) {
      const { length } = content.credits[contribution]!;
      return index < length ? creditEvidence(content, contribution, index) : arg;
    }
    if ("cell" in arg && "proof" in arg) return index < model.cells.length ? cellEvidence(model.cells, index) : arg;
    return arg;
  };
  return args.map(turn);
}
