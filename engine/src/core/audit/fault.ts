import type { Hex } from "../hash/hex.js";
import type { Entry, Settlement } from "../hash/structs.js";
import type { DataRange } from "./data-item.js";
import type { CellProof, CreditProof, EarningProof, PostedBatch, RowProof } from "./evidence-types.js";

/** A listed share that is not `max(0, a · b) · w`, or a listed cell that the model does not have (`expected` is then 0). */
export type ScoreFault = {
  readonly proof: "score";
  readonly row: number;
  readonly entry: number;
  readonly given: bigint;
  readonly expected: bigint;
  readonly prover: "scoreProver";
  readonly method: "refuteScore";
  /** In the order of the contract's parameters; the last two are the lanes of a and of b. */
  readonly args: readonly [PostedBatch, RowProof, number, CellProof, Hex, Hex];
};

/** An unlisted cell that belongs in a row's list. */
export type OmittedFault = {
  readonly proof: "omitted";
  readonly row: number;
  readonly cell: number;
  readonly share: bigint;
  readonly prover: "scoreProver";
  readonly method: "refuteOmitted";
  /** In the order of the contract's parameters; the last two are the lanes of a and of b. */
  readonly args: readonly [PostedBatch, RowProof, CellProof, Hex, Hex];
};

/** A credit that no row gives, that stands in another contribution's statement, or whose amount is not its row's. */
export type CreditFault = {
  readonly proof: "credit";
  readonly reason: "no such row" | "no such entry" | "another contribution" | "another amount";
  readonly contribution: number;
  /** Place of the credit in the statement. */
  readonly credit: number;
  readonly prover: "statementProver";
  readonly method: "refuteCredit";
  /** In the order of the contract's parameters: the row, the row before, the settlement, the entry's cell, the defaults. */
  readonly args: readonly [
    PostedBatch,
    EarningProof,
    CreditProof,
    RowProof,
    RowProof,
    Settlement,
    CellProof,
    readonly Entry[],
  ];
};

/** A row whose list breaks the rules of lists, whatever the scores are. */
export type RowFault = {
  readonly proof: "row";
  readonly reason: "too many entries" | "unsorted" | "no share" | "cell listed twice";
  readonly row: number;
};

/** Rows that contradict the vault's records or heads, or are silent where receipts are known. `row` is the row count when the rows end too early. */
export type ReceiptFault = {
  readonly proof: "receipt";
  readonly reason:
    "wrong settlement" | "fee falls" | "fee beyond the settlement" | "wrong head" | "silent" | "rows end too early";
  readonly row: number;
};

/** A statement that leaves out a credit a row gives, or whose credits are not in order. */
export type MissingFault = {
  readonly proof: "missing";
  readonly reason: "left out" | "unsorted";
  readonly contribution: number;
  /** Place in the statement where the credit is missing or out of order. */
  readonly credit: number;
};

/** An earning whose sum or count is not its statement's. */
export type SumFault = { readonly proof: "sum"; readonly contribution: number };

/** An earning that is not the parent's plus the sum, or that names another contribution. */
export type EarningsFault = {
  readonly proof: "earnings";
  readonly reason: "another contribution" | "not old plus sum";
  readonly contribution: number;
};

/**
 * Published data that is not what was signed: nothing can be recomputed from it, so it counts as withheld. Request what `demand` names of
 * DataAvailability (the SDK's `requestData`): it is shown, and can be judged, or the batch falls. Where there is no
 * bundle at all, piece 0 says how many there are.
 */
export type DataFault = { readonly proof: "data"; readonly reason: string; readonly demand: DataRange };

/** A wrong step of a batch. Those with `method` are refuted by calling it on `prover` with `args`. */
export type Fault =
  | ScoreFault
  | OmittedFault
  | CreditFault
  | RowFault
  | ReceiptFault
  | MissingFault
  | SumFault
  | EarningsFault
  | DataFault;
