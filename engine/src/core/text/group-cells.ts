import { BaseError } from "../errors.js";

/**
 * Groups the chunks of one contribution, in order, into cells of near-equal size. The bytes are divided into
 * `round(total / target)` equal spans, at least one, and a chunk goes to the span of its middle byte: no cell is a short
 * remainder, and the contributor has no say in the sizes.
 * @param lengths bytes of each chunk, in order.
 * @param targetBytes wanted size of a cell.
 * @returns for each cell the places of its chunks in `lengths`. Throws {@link CellTargetError}.
 */
export function groupCells(lengths: readonly number[], targetBytes: number): number[][] {
  if (!Number.isInteger(targetBytes) || targetBytes < 1) throw new CellTargetError(targetBytes);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const spans = Math.max(1, Math.floor((2 * total + targetBytes) / (2 * targetBytes)));

  const cells: number[][] = Array.from({ length: spans }, () => []);
  let start = 0;
  for (const [place, length] of lengths.entries()) {
    const twiceMiddle = 2 * start + length;
    cells[Math.floor((twiceMiddle * spans) / (2 * total))]!.push(place);
    start += length;
  }
  return cells.filter((cell) => cell.length > 0); // a chunk longer than a span can leave a span empty
}

export class CellTargetError extends BaseError {
  readonly code = "CELL_TARGET";

  constructor(targetBytes: number) {
    super(`Expected a target of at least one byte a cell, got ${targetBytes}. The recipe's default is 512.`);
  }
}
