import type { Hex } from "./hex.js";

/**
 * The structs of contracts/types, field by field. uint8 and uint32 are numbers; wider integers are bigints; amounts are
 * token base units (1e-18 OPEN).
 */

/** A piece of a contribution: leaf of its chunk tree. `length` in bytes. */
export type Chunk = { readonly contentHash: Hex; readonly length: number };

/** A change of a Datanet's content: leaf of its log. */
export type LogEntry = { readonly kind: number; readonly contributionId: bigint; readonly value: Hex };

/** A training unit: leaf of a model's response tree. `weight = max(0, h · b)`, uint64. */
export type Cell = { readonly contribution: number; readonly weight: bigint; readonly vectorRoot: Hex };

/** The adjacent cells of one contribution: leaf of a model's contribution table. */
export type ContributionCells = {
  readonly contributionId: bigint;
  readonly firstCell: number;
  readonly cellCount: number;
};

/** A cell that moved an answer: `share = max(0, a · b) · w`, uint128. */
export type Entry = { readonly cell: number; readonly share: bigint };

/** A paid answer: leaf of a batch's row tree. No entries: the model's default list is paid. */
export type Row = {
  readonly sequence: bigint;
  readonly head: Hex;
  readonly cumulativeFee: bigint;
  readonly requestHash: Hex;
  readonly responseHash: Hex;
  readonly queryRoot: Hex;
  readonly entries: readonly Entry[];
};

/** A line of a contribution's statement: what entry `entry` of row `row` pays it. */
export type Credit = { readonly row: number; readonly entry: number; readonly amount: bigint };

/** What a contribution has earned up to a batch: leaf of its earnings tree. */
export type Earning = {
  readonly contributionId: bigint;
  readonly cumulative: bigint;
  readonly statementRoot: Hex;
  readonly sum: bigint;
  readonly count: number;
};

/** A payment as the vault recorded it. */
export type Settlement = {
  readonly modelId: bigint;
  readonly bucket: bigint;
  readonly sequence: bigint;
  readonly payer: Hex;
  readonly payee: Hex;
  readonly cumulativeBefore: bigint;
  readonly amount: bigint;
  readonly contributorsPart: bigint;
  readonly headBefore: Hex;
  readonly headAfter: Hex;
};

/** A payer's signed promise: everything owed so far on one channel. */
export type Voucher = {
  readonly payer: Hex;
  readonly payee: Hex;
  readonly modelId: bigint;
  readonly cumulativeFee: bigint;
  readonly head: Hex;
};

/** The transition of one model's earnings over one bucket, as attestors sign it. */
export type Batch = {
  readonly modelId: bigint;
  readonly bucket: bigint;
  readonly parent: Hex;
  readonly rowRoot: Hex;
  readonly rowCount: number;
  readonly earningsRoot: Hex;
  readonly dataHash: Hex;
};

/** An owner's signed permission to pay its claims to `recipient`. `deadline` in Unix seconds. */
export type ClaimAuthorization = {
  readonly owner: Hex;
  readonly recipient: Hex;
  readonly nonce: bigint;
  readonly deadline: bigint;
};

/** A re-run's state before step `step`, 0 for the inputs: leaf of a trajectory. */
export type TrajectoryState = { readonly step: number; readonly state: Hex };

/** What a re-run gave: last leaf of a trajectory. */
export type TrajectoryResult = { readonly steps: number; readonly result: Hex };
