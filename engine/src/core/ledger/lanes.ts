import { BaseError } from "../errors.js";

/** Int8 vectors of equal length, row after row: `data[row · lanes + lane]`. */
export type LaneMatrix = { readonly rows: number; readonly lanes: number; readonly data: Int8Array };

/** Checks the shape: `data.length = rows · lanes`. Throws {@link LaneShapeError}. */
export function laneMatrix(rows: number, lanes: number, data: Int8Array): LaneMatrix {
  if (data.length !== rows * lanes) throw new LaneShapeError(`${rows} × ${lanes} lanes`, `${data.length} lanes`);
  return { rows, lanes, data };
}

/** Copies vectors of equal length into one matrix. */
export function stackLanes(vectors: readonly Int8Array[], lanes: number): LaneMatrix {
  const data = new Int8Array(vectors.length * lanes);
  for (const [row, vector] of vectors.entries()) {
    if (vector.length !== lanes) throw new LaneShapeError(`${lanes} lanes in vector ${row}`, `${vector.length}`);
    data.set(vector, row * lanes);
  }
  return { rows: vectors.length, lanes, data };
}

/** A view of one vector, not a copy. */
export function laneRow(matrix: LaneMatrix, row: number): Int8Array {
  if (!Number.isInteger(row) || row < 0 || row >= matrix.rows) {
    throw new LaneShapeError(`a row in 0 … ${matrix.rows - 1}`, `${row}`);
  }
  return matrix.data.subarray(row * matrix.lanes, (row + 1) * matrix.lanes);
}

export class LaneShapeError extends BaseError {
  readonly code = "LANE_SHAPE";

  constructor(expected: string, given: string) {
    super(`Expected ${expected}, got ${given}. Vectors of one model all have the lanes of its manifest.`);
  }
}
