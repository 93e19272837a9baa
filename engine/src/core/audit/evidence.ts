import { ENTRY } from "../hash/schemas.js";
import { structListHash } from "../hash/struct-hash.js";
import type { Cell, ContributionCells, Row } from "../hash/structs.js";
import { type BatchContent, rowTree } from "../ledger/compute-batch.js";
import { earningsTree } from "../ledger/earnings.js";
import { contributionTree, responseTree } from "../ledger/model.js";
import { statementLeaves } from "../ledger/statements.js";
import { merkleProof } from "../tree/merkle.js";
import { sumProof, sumTree } from "../tree/merkle-sum.js";
import type {
  BareRowProof,
  CellProof,
  ContributionCellsProof,
  CreditProof,
  EarningProof,
  RowProof,
} from "./evidence-types.js";
import { meetingHeight } from "../tree/padded-tree.js";

// Proofs are made only once a fault is found, so each builds its tree anew: simpler than keeping four trees about.

export function rowEvidence({ rows }: BatchContent, index: number): RowProof {
  return { row: rows[index]!, index, proof: merkleProof(rowTree(rows), index) };
}

export function bareRowEvidence(rows: readonly Row[], index: number): BareRowProof {
  const { entries, ...row } = rows[index]!;
  const entriesHash = structListHash(ENTRY, entries);
  return { row: { ...row, entriesHash }, index, proof: merkleProof(rowTree(rows), index) };
}

/** The row before row `index`, which is above 0. Its proof ends where the two paths meet. */
export function rowBeforeEvidence({ rows }: BatchContent, index: number): BareRowProof {
  const { proof, ...before } = bareRowEvidence(rows, index - 1);
  return { ...before, proof: proof.slice(0, meetingHeight(index)) };
}

/** The row after one that is shown as well: its proof ends where it meets the proof of that one. */
export function nextRowEvidence(rows: readonly Row[], index: number): BareRowProof {
  const { row, proof } = bareRowEvidence(rows, index);
  // Row `index` is the leftmost of the subtree that begins with it, whose height is the number of zeros `index` ends with.
  const height = proof.findIndex((_, k) => Math.floor(index / 2 ** k) % 2 === 1);
  return { row, index, proof: proof.slice(0, height) };
}

export function cellEvidence(cells: readonly Cell[], index: number): CellProof {
  const { contribution, weight, vectorRoot } = cells[index]!;
  return { cell: { contribution, weight, vectorRoot }, index, proof: merkleProof(responseTree(cells), index) };
}

/** A place of the contribution table. */
export function contributionEvidence(
  contributions: readonly ContributionCells[],
  index: number,
): ContributionCellsProof {
  return { cells: contributions[index]!, index, proof: merkleProof(contributionTree(contributions), index) };
}

export function earningEvidence({ earnings }: BatchContent, index: number): EarningProof {
  return { earning: earnings[index]!, index, proof: merkleProof(earningsTree(earnings), index) };
}

/** Credit `index` of the statement of contribution `contribution` (its place in the manifest). */
export function creditEvidence({ credits }: BatchContent, contribution: number, index: number): CreditProof {
  const statement = credits[contribution]!;
  return { credit: statement[index]!, index, proof: sumProof(sumTree(statementLeaves(statement)), index) };
}

/** The credit before credit `index`, which is above 0. Its proof ends where the two paths meet. */
export function creditBeforeEvidence(content: BatchContent, contribution: number, index: number): CreditProof {
  const { proof, ...before } = creditEvidence(content, contribution, index - 1);
  return { ...before, proof: proof.slice(0, meetingHeight(index)) };
}
