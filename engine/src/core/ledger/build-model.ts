import { BaseError } from "../errors.js";
import type { Hex } from "../hash/hex.js";
import type { Cell, ContributionCells } from "../hash/structs.js";
import { vectorRoot } from "../tree/vector-root.js";
import { defaultList } from "./entries.js";
import { type LaneMatrix, laneRow, LaneShapeError } from "./lanes.js";
import type { LedgerModel } from "./model.js";
import { dot, positivePart } from "./score.js";

/** A contribution of the training set: which Datanet it belongs to, and how many cells it was grouped into (at least 1). */
export type TrainedContribution = {
  readonly contributionId: bigint;
  readonly datanetId: bigint;
  readonly cellCount: number;
};

/** A Datanet version's held-out vector: row `index` of the held-out matrix. */
export type HeldOutVersion = { readonly datanetId: bigint; readonly heldOutRoot: Hex };

/**
 * The ledger's side of a manifest, from trained vectors.
 * @param options.contributions in training order; their cells follow each other in the responses.
 * @param options.responses one int8 vector a cell.
 * @param options.datanetIds ascending; row i of `heldOut` is the held-out vector of Datanet i.
 * @throws {@link LaneShapeError}, {@link UnknownDatanetError}, {@link NoDefaultListError}.
 */
export function buildModel(options: {
  readonly modelId: bigint;
  readonly contributions: readonly TrainedContribution[];
  readonly responses: LaneMatrix;
  readonly datanetIds: readonly bigint[];
  readonly heldOut: LaneMatrix;
}): { readonly model: LedgerModel; readonly versions: readonly HeldOutVersion[] } {
  const { modelId, contributions, responses } = options;
  const cellOf = cellMaker(options);
  const cellCount = contributions.reduce((sum, each) => sum + each.cellCount, 0);
  if (cellCount !== responses.rows) throw new LaneShapeError(`${cellCount} responses`, `${responses.rows}`);
  const cells = Array.from({ length: cellCount }, (_, cell) => cellOf(cell, laneRow(responses, cell)));
  return { model: { modelId, cells, responses, ...modelTables(contributions, cells) }, versions: versionsOf(options) };
}

type Weighing = {
  readonly contributions: readonly TrainedContribution[];
  readonly datanetIds: readonly bigint[];
  readonly heldOut: LaneMatrix;
};

/**
 * Makes cells of responses, one at a time, so that those of a large model need not be held. Throws {@link LaneShapeError},
 * {@link UnknownDatanetError}.
 */
export function cellMaker({
  contributions,
  datanetIds,
  heldOut,
}: Weighing): (cell: number, response: Int8Array) => Cell {
  if (heldOut.rows !== datanetIds.length) {
    throw new LaneShapeError(`${datanetIds.length} held-out vectors`, `${heldOut.rows}`);
  }
  const owners = contributions.flatMap(({ contributionId, datanetId, cellCount }, contribution) => {
    const version = datanetIds.indexOf(datanetId);
    if (version < 0) throw new UnknownDatanetError(contributionId, datanetId);
    return Array.from({ length: cellCount }, () => ({ contribution, heldOut: laneRow(heldOut, version) }));
  });
  return (cell, response) => {
    const { contribution, heldOut: own } = owners[cell]!;
    return { contribution, weight: cellWeight(own, response), vectorRoot: vectorRoot(response) };
  };
}

/** The tables that follow from a model's cells. Throws {@link NoDefaultListError}. */
export function modelTables(
  contributions: readonly TrainedContribution[],
  cells: readonly Cell[],
): Pick<LedgerModel, "contributions" | "defaults"> {
  const defaults = defaultList(cells.map(({ weight }) => weight));
  if (defaults.length === 0) throw new NoDefaultListError(cells.length);
  return { contributions: contributionTable(contributions), defaults };
}

/** The held-out vectors' roots, by Datanet. */
export function versionsOf({ datanetIds, heldOut }: Pick<Weighing, "datanetIds" | "heldOut">): HeldOutVersion[] {
  return datanetIds.map((datanetId, i) => ({ datanetId, heldOutRoot: vectorRoot(laneRow(heldOut, i)) }));
}

/** `w = max(0, h · b)`: does the cell help its own Datanet's subject on text it was not trained on? */
export function cellWeight(heldOut: Int8Array, response: Int8Array): bigint {
  return positivePart(dot(heldOut, response));
}

function contributionTable(contributions: readonly TrainedContribution[]): ContributionCells[] {
  let firstCell = 0;
  return contributions.map(({ contributionId, cellCount }) => {
    const row = { contributionId, firstCell, cellCount };
    firstCell += cellCount;
    return row;
  });
}

export class UnknownDatanetError extends BaseError {
  readonly code = "UNKNOWN_DATANET";

  constructor(contributionId: bigint, datanetId: bigint) {
    super(
      `Expected contribution ${contributionId} to belong to a Datanet of the manifest, got Datanet ${datanetId}. ` +
        `Add its version to the manifest or leave the contribution out.`,
    );
  }
}

export class NoDefaultListError extends BaseError {
  readonly code = "NO_DEFAULT_LIST";

  constructor(cells: number) {
    super(
      `Expected at least one of ${cells} cells to help its own Datanet's held-out text, got none. ` +
        `Such a model cannot be registered: train on better data or for longer.`,
    );
  }
}
