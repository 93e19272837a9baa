import { type Hex, ZERO_HASH } from "../hash/hex.js";
import type { Batch, Cell, ContributionCells, Credit, Earning, Row, Settlement } from "../hash/structs.js";
import type { SumNode } from "../tree/merkle-sum.js";

/** The structs of contracts/types/Evidence.sol: each a leaf, its place and its proof. */

/** A posted batch in full; `signers` ascending. */
export type PostedBatch = { readonly batch: Batch; readonly signers: readonly Hex[] };
export type RowProof = { readonly row: Row; readonly index: number; readonly proof: readonly Hex[] };
/** A row with the hash of its list in place of the list: what receipts are proved with. */
export type BareRow = Omit<Row, "entries"> & { readonly entriesHash: Hex };
export type BareRowProof = { readonly row: BareRow; readonly index: number; readonly proof: readonly Hex[] };
export type CellProof = { readonly cell: Cell; readonly index: number; readonly proof: readonly Hex[] };
export type ContributionCellsProof = {
  readonly cells: ContributionCells;
  readonly index: number;
  readonly proof: readonly Hex[];
};
export type EarningProof = { readonly earning: Earning; readonly index: number; readonly proof: readonly Hex[] };
export type CreditProof = { readonly credit: Credit; readonly index: number; readonly proof: readonly SumNode[] };
/** The row that ends a channel's settlement before. `posted` is {@link NO_BATCH} where it stands in the refuted batch itself. */
export type PriorAnswer = {
  readonly posted: PostedBatch;
  readonly row: BareRowProof;
  readonly settlement: Settlement;
};

/** Any node of a statement's tree; `index` in its level. */
export type SumNodeProof = { readonly node: SumNode; readonly index: number; readonly proof: readonly SumNode[] };

/** The four words that a node of a statement's tree is the hash of: both children's hash and sum, or a credit's type hash and fields. */
export type SumPreimage = readonly [Hex, Hex, Hex, Hex];

/** What the batch before says of the same contribution. */
export type ParentEarning = {
  readonly digest: Hex;
  readonly signersHash: Hex;
  readonly earningsRoot: Hex;
  readonly earning: Earning;
  readonly proof: readonly Hex[];
};

const ZERO_ADDRESS: Hex = `0x${"00".repeat(20)}`;

/** What stands for evidence that a case does not need. */
export const NO_ROW: RowProof = {
  row: {
    sequence: 0n,
    head: ZERO_HASH,
    cumulativeFee: 0n,
    requestHash: ZERO_HASH,
    responseHash: ZERO_HASH,
    queryRoot: ZERO_HASH,
    entries: [],
  },
  index: 0,
  proof: [],
};

export const NO_CREDIT: CreditProof = { credit: { row: 0, entry: 0, amount: 0n }, index: 0, proof: [] };

export const NO_SUM_PREIMAGE: SumPreimage = [ZERO_HASH, ZERO_HASH, ZERO_HASH, ZERO_HASH];

export const NO_PARENT: ParentEarning = {
  digest: ZERO_HASH,
  signersHash: ZERO_HASH,
  earningsRoot: ZERO_HASH,
  earning: { contributionId: 0n, cumulative: 0n, statementRoot: ZERO_HASH, sum: 0n, count: 0 },
  proof: [],
};

export const NO_CELL: CellProof = {
  cell: { contribution: 0, weight: 0n, vectorRoot: ZERO_HASH },
  index: 0,
  proof: [],
};

export const NO_CONTRIBUTION: ContributionCellsProof = {
  cells: { contributionId: 0n, firstCell: 0, cellCount: 0 },
  index: 0,
  proof: [],
};

export const NO_SETTLEMENT: Settlement = {
  modelId: 0n,
  bucket: 0n,
  sequence: 0n,
  payer: ZERO_ADDRESS,
  payee: ZERO_ADDRESS,
  cumulativeBefore: 0n,
  amount: 0n,
  contributorsPart: 0n,
  headBefore: ZERO_HASH,
  headAfter: ZERO_HASH,
};

export const NO_BARE_ROW: BareRowProof = {
  row: {
    sequence: 0n,
    head: ZERO_HASH,
    cumulativeFee: 0n,
    requestHash: ZERO_HASH,
    responseHash: ZERO_HASH,
    queryRoot: ZERO_HASH,
    entriesHash: ZERO_HASH,
  },
  index: 0,
  proof: [],
};

export const NO_BATCH: PostedBatch = {
  batch: {
    modelId: 0n,
    bucket: 0n,
    parent: ZERO_HASH,
    rowRoot: ZERO_HASH,
    rowCount: 0,
    earningsRoot: ZERO_HASH,
    dataHash: ZERO_HASH,
  },
  signers: [],
};

export const NO_ANSWER: PriorAnswer = { posted: NO_BATCH, row: NO_BARE_ROW, settlement: NO_SETTLEMENT };
