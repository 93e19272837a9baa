import type { Hex } from "../hash/hex.js";
import type { ContributionCells, Entry, Settlement } from "../hash/structs.js";
import type {
  BareRowProof,
  CellProof,
  CreditProof,
  EarningProof,
  ParentEarning,
  PostedBatch,
  PriorAnswer,
  RowProof,
  SumNodeProof,
  SumPreimage,
} from "./evidence-types.js";
import type { AccumulateCall } from "./dot-evidence.js";
import type { DataRange } from "./data-item.js";

/** A listed share that is not `max(0, a · b) · w`, or a listed cell that the model does not have (`expected` is then 0). */
export type ScoreFault = {
  readonly proof: "score";
  readonly row: number;
  readonly entry: number;
  readonly given: bigint;
  readonly expected: bigint;
  /** Calls that must come first: a dot product too long for the proof itself. */
  readonly prepare: readonly AccumulateCall[];
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
  /** As in {@link ScoreFault}. */
  readonly prepare: readonly AccumulateCall[];
  readonly prover: "scoreProver";
  readonly method: "refuteOmitted";
  /** In the order of the contract's parameters; the last two are the lanes of a and of b. */
  readonly args: readonly [PostedBatch, RowProof, CellProof, Hex, Hex];
};

/** A credit that no row gives, that stands in another contribution's statement, or whose amount is not its row's. */
export type CreditFault = {
  readonly proof: "credit";
  readonly contribution: number;
  /** Place of the credit in the statement. */
  readonly credit: number;
  readonly prover: "statementProver";
} & (
  | {
      readonly reason: "no such row" | "no such entry" | "another contribution";
      readonly method: "refuteCredit";
      /** In the order of the contract's parameters: the last three are the row, the entry's cell, the defaults. */
      readonly args: readonly [PostedBatch, EarningProof, CreditProof, RowProof, CellProof, readonly Entry[]];
    }
  | {
      readonly reason: "another amount";
      readonly method: "refuteAmount";
      /** In the order of the contract's parameters: the last four are the row, the row before, the settlement, the defaults. */
      readonly args: readonly [
        PostedBatch,
        EarningProof,
        CreditProof,
        RowProof,
        BareRowProof,
        Settlement,
        readonly Entry[],
      ];
    }
);

/** An entry that has no place in its row's list, whatever the scores are. */
export type ListFault = {
  readonly proof: "row";
  readonly reason: "too many entries" | "unsorted" | "no share" | "cell listed twice";
  readonly row: number;
  readonly prover: "rowProver";
  readonly method: "refuteRow";
  /** The last is the entry's place. */
  readonly args: readonly [PostedBatch, RowProof, number];
};

/** A node of the row tree that no tree over so many rows has. */
export type RowNodeFault = {
  readonly proof: "row";
  readonly reason: "not a tree of the rows";
  readonly height: number;
  readonly node: number;
  readonly prover: "rowProver";
  readonly method: "refuteRowNode";
  /** The node, its place, its proof, and what it is the hash of. */
  readonly args: readonly [PostedBatch, Hex, number, readonly Hex[], Hex];
};

export type RowFault = ListFault | RowNodeFault;

/** Rows that contradict the vault's records or heads. `row` is the first one that does; where one is missing, the one before. */
export type ReceiptFault = {
  readonly proof: "receipt";
  readonly reason:
    | "wrong settlement"
    | "unfinished settlement"
    | "settlement finished before"
    | "wrong silent row"
    | "fee falls"
    | "fee beyond the settlement"
    | "fee left over"
    | "wrong head";
  readonly row: number;
  readonly prover: "rowProver";
} & (
  | {
      readonly method: "refuteStart";
      /** In the order of the contract's parameters: the row and the one before. */
      readonly args: readonly [PostedBatch, BareRowProof, BareRowProof, Settlement, PriorAnswer];
    }
  | {
      readonly method: "refuteStep" | "refuteEnd";
      /** In the order of the contract's parameters: a row and the next one. */
      readonly args: readonly [PostedBatch, BareRowProof, BareRowProof, Settlement];
    }
);

/** A statement that leaves out a credit a row gives, or whose credits are not in order. */
export type MissingFault = {
  readonly proof: "missing";
  readonly contribution: number;
  /** Place in the statement where the credit is missing or out of order. */
  readonly credit: number;
  readonly prover: "statementProver";
} & (
  | {
      readonly reason: "left out";
      readonly method: "refuteMissing";
      /** In the order of the contract's parameters: the place, the credits before and after, the row, its entry, the cell, the defaults. */
      readonly args: readonly [
        PostedBatch,
        EarningProof,
        number,
        CreditProof,
        CreditProof,
        RowProof,
        number,
        CellProof,
        readonly Entry[],
      ];
    }
  | {
      readonly reason: "unsorted";
      readonly method: "refuteUnsorted";
      /** The last two: the credits before and after. */
      readonly args: readonly [PostedBatch, EarningProof, CreditProof, CreditProof];
    }
);

/** A node of a statement's tree that is not what belongs at its place; the root is the earning's `(statementRoot, sum)`. */
export type SumFault = {
  readonly proof: "sum";
  readonly contribution: number;
  /** Of the node above the leaves. */
  readonly height: number;
  /** Of the node in its level. */
  readonly node: number;
  readonly prover: "earningsProver";
  readonly method: "refuteSum";
  readonly args: readonly [PostedBatch, EarningProof, SumNodeProof, SumPreimage];
};

/** An earning of another contribution. */
export type PlaceFault = {
  readonly proof: "earnings";
  readonly reason: "another contribution";
  readonly contribution: number;
  readonly prover: "earningsProver";
  readonly method: "refuteContribution";
  /** The last two: the contribution of that place in the manifest, and its proof. */
  readonly args: readonly [PostedBatch, EarningProof, ContributionCells, readonly Hex[]];
};

/** An earning that is not the parent's plus the sum. */
export type CumulativeFault = {
  readonly proof: "earnings";
  readonly reason: "not old plus sum";
  readonly contribution: number;
  readonly prover: "earningsProver";
  readonly method: "refuteCumulative";
  readonly args: readonly [PostedBatch, EarningProof, ParentEarning];
};

/** The same, found without `AuditContext.parentSigned`: nobody can be shown the parent's earning. */
export type UnshownFault = Pick<CumulativeFault, "proof" | "reason" | "contribution">;

/** A node of the earnings tree that no tree over the manifest's contributions has. */
export type EarningsNodeFault = {
  readonly proof: "earnings";
  readonly reason: "not a tree of the contributions";
  readonly height: number;
  readonly node: number;
  readonly prover: "earningsProver";
  readonly method: "refuteEarningsNode";
  /** The node, its place, its proof, and what it is the hash of. */
  readonly args: readonly [PostedBatch, Hex, number, readonly Hex[], Hex];
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
  | PlaceFault
  | CumulativeFault
  | UnshownFault
  | EarningsNodeFault
  | DataFault;

/** A fault that a contract can be shown. */
export type RefutableFault = Extract<Fault, { readonly method: string }>;

export function isRefutable(fault: Fault): fault is RefutableFault {
  return "method" in fault;
}
