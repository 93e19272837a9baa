import type { Hex } from "../hash/hex.js";
import type { Earning } from "../hash/structs.js";
import type { SumNode } from "../tree/merkle-sum.js";

/** A leaf and what leads from it to a root that was signed. */
export type Proof<Node> = {
  readonly leaf: Hex;
  readonly index: number;
  /** From the leaf up. */
  readonly siblings: readonly Node[];
  readonly root: Node;
};

/** How much a cell moved an answer: `score = a · b`, `share = max(0, score) · weight`. */
export type ExplainedCell = {
  readonly cell: number;
  readonly contributionId: bigint;
  readonly score: number;
  /** Whether the cell helps its own Datanet: max(0, h · b). */
  readonly weight: bigint;
  readonly share: bigint;
};

/** What a receipt paid for a cell; the proof is of the line in its contribution's statement. */
export type ExplainedCredit = ExplainedCell & {
  readonly entry: number;
  /** Token base units: `floor(part · share / total share)`, the first entry with what the floors leave. */
  readonly amount: bigint;
  readonly proof: Proof<SumNode>;
};

/** A paid answer. Amounts in token base units. */
export type ExplainedRow = {
  readonly row: number;
  readonly sequence: bigint;
  readonly payer: Hex;
  readonly payee: Hex;
  readonly direct: boolean;
  readonly fee: bigint;
  /** The contributors' part of the fee. */
  readonly part: bigint;
  /** Where they are public, and what the row was hashed from. */
  readonly texts: { readonly prompt: string; readonly answer: string } | undefined;
  readonly paidBy: "scores" | "default list";
  readonly totalShare: bigint;
  readonly credits: readonly ExplainedCredit[];
  readonly proof: Proof<Hex>;
};

export type ProvenEarning = { readonly earning: Earning; readonly proof: Proof<Hex> };
