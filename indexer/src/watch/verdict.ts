import type { RefutableFault } from "../../../engine/src/core/audit/fault.js";
import type { RowRerun } from "../dispute/rerun-row.js";

/**
 * What a watcher found out about one batch or model.
 * _right_: everything that was looked at follows from committed data. _refutable_: a proof shows the wrong step to a contract.
 * _disputable_: running it again gives other bytes, which no contract can see: a dispute is to be opened. _unprovable_: wrong, but
 * nothing shows it, because what was published is not what was committed to.
 */
export type Verdict = {
  readonly kind: "right" | "refutable" | "disputable" | "unprovable";
  /** What is wrong, in a few words; empty where nothing is. */
  readonly detail: string;
};

/** A row that running it again contradicts; the evidence is made on demand, it costs another run. */
export type DisputableRow = { readonly index: number; readonly rerun: () => RowRerun };

/** A verdict, with the proof or what is to be disputed where there is one. */
export type Judgement = {
  readonly verdict: Verdict;
  readonly fault?: RefutableFault;
  readonly row?: DisputableRow;
};

export const RIGHT: Judgement = { verdict: { kind: "right", detail: "" } };
