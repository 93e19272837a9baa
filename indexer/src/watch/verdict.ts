import type { RefutableFault } from "../../../engine/src/core/audit/fault.js";

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

/** A verdict, and the proof where there is one. */
export type Judgement = { readonly verdict: Verdict; readonly fault?: RefutableFault };

export const RIGHT: Judgement = { verdict: { kind: "right", detail: "" } };
