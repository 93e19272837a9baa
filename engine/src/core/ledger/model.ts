import { BaseError } from "../errors.js";
import { CELL, CONTRIBUTION_CELLS } from "../hash/schemas.js";
import { structHash } from "../hash/struct-hash.js";
import type { Cell, ContributionCells, Entry } from "../hash/structs.js";
import { type MerkleTree, merkleTree } from "../tree/merkle.js";
import type { LaneMatrix } from "./lanes.js";

/** What the ledger needs of a model: its tables, its default list and its responses, row c the vector of cell c. */
export type LedgerModel = {
  readonly modelId: bigint;
  readonly contributions: readonly ContributionCells[];
  readonly cells: readonly Cell[];
  readonly defaults: readonly Entry[];
  readonly responses: LaneMatrix;
};

/** Tree over the contribution table; its root is `Manifest.contributionRoot`. */
export function contributionTree(contributions: readonly ContributionCells[]): MerkleTree {
  return merkleTree(contributions.map((each) => structHash(CONTRIBUTION_CELLS, each)));
}

/** Tree over the cells; its root is `Manifest.responseRoot`. */
export function responseTree(cells: readonly Cell[]): MerkleTree {
  return merkleTree(cells.map((cell) => structHash(CELL, cell)));
}

/** The entries that are paid for a row: its own, or the model's default list. */
export function paidEntries(entries: readonly Entry[], model: Pick<LedgerModel, "defaults">): readonly Entry[] {
  return entries.length > 0 ? entries : model.defaults;
}

/** The cell of that index. Throws {@link UnknownCellError}. */
export function cellOf(model: Pick<LedgerModel, "cells">, cell: number): Cell {
  const found = model.cells[cell];
  if (!found) throw new UnknownCellError(cell, model.cells.length);
  return found;
}

export class UnknownCellError extends BaseError {
  readonly code = "UNKNOWN_CELL";

  constructor(cell: number, count: number) {
    super(`Expected a cell in 0 … ${count - 1}, got ${cell}. The entry does not belong to this model.`);
  }
}
