import { ZERO_HASH } from "../hash/hex.js";
import type { Cell, ContributionCells } from "../hash/structs.js";
import type { ManifestContext, PublishedModel } from "./manifest-case.js";
import { cellEvidence, contributionEvidence } from "./evidence.js";
import { NO_CONTRIBUTION } from "./evidence-types.js";
import type { TableFault } from "./manifest-fault.js";

/** Contributions by id, their cells one after the other, from the first cell to the last; and every cell names its own. */
export function checkTable(
  { manifest: { contributions, cells } }: PublishedModel,
  { registered: { modelId } }: ManifestContext,
): TableFault | undefined {
  for (const contribution of contributions.keys()) {
    const fault =
      checkRange(modelId, { contributions, cells }, contribution) ?? checkGap(modelId, contributions, contribution);
    if (fault) return fault;
  }
  for (const cell of cells.keys()) {
    const fault = checkCell(modelId, { contributions, cells }, cell);
    if (fault) return fault;
  }
  return undefined;
}

type Tables = { readonly contributions: readonly ContributionCells[]; readonly cells: readonly Cell[] };

const endOf = ({ firstCell, cellCount }: ContributionCells): number => firstCell + cellCount;

function checkRange(modelId: bigint, { contributions, cells }: Tables, contribution: number): TableFault | undefined {
  const range = contributions[contribution]!;
  const isLast = contribution === contributions.length - 1;
  const reason = ((): "no cells" | "first cell" | "last cell" | undefined => {
    if (range.cellCount === 0) return "no cells";
    if (contribution === 0 && range.firstCell !== 0) return "first cell";
    return isLast && endOf(range) !== cells.length ? "last cell" : undefined;
  })();
  if (!reason) return undefined;
  const args = [modelId, contributionEvidence(contributions, contribution)] as const;
  return { proof: "table", reason, contribution, prover: "manifestProver", method: "refuteRange", args };
}

function checkGap(
  modelId: bigint,
  contributions: readonly ContributionCells[],
  contribution: number,
): TableFault | undefined {
  const range = contributions[contribution]!;
  const previous = contributions[contribution - 1];
  if (!previous) return undefined;
  const isSorted = range.contributionId > previous.contributionId;
  if (isSorted && range.firstCell === endOf(previous)) return undefined;
  const [before, after] = [contribution - 1, contribution].map((i) => contributionEvidence(contributions, i));
  const reason = isSorted ? "gap" : "unsorted";
  const args = [modelId, before!, after!] as const;
  return { proof: "table", reason, contribution, prover: "manifestProver", method: "refuteGap", args };
}

function checkCell(modelId: bigint, { contributions, cells }: Tables, cell: number): TableFault | undefined {
  const { contribution, vectorRoot } = cells[cell]!;
  const range = contributions[contribution];
  const reason = ((): "no such contribution" | "no vector" | "another contribution's" | undefined => {
    if (!range) return "no such contribution";
    if (vectorRoot === ZERO_HASH) return "no vector";
    return cell < range.firstCell || cell >= endOf(range) ? "another contribution's" : undefined;
  })();
  if (!reason) return undefined;
  const named = range ? contributionEvidence(contributions, contribution) : NO_CONTRIBUTION;
  const args = [modelId, cellEvidence(cells, cell), named] as const;
  return { proof: "table", reason, cell, prover: "manifestProver", method: "refuteCell", args };
}
