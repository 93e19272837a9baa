import { InvalidInputError } from "../errors.js";
import { dotTable } from "./gradients.js";
import type { ScoreTable } from "./lds.js";

/** Widths of integer lanes that were compared; the protocol's is 8. */
export type LaneBits = 4 | 8 | 16;

/**
 * Scores of responses (θ without the cell − θ with it) with lanes rounded to integers as the protocol rounds them: half away from
 * zero, nothing clipped, one common scale for all responses and one for each query. In units of the loss; the integers' dot
 * products are exact.
 */
export function quantizedScores(
  queries: readonly Float32Array[],
  responses: readonly Float32Array[],
  bits: LaneBits,
): ScoreTable {
  const cells = toIntegers(responses, bits);
  return queries.map((query) => {
    const { scale, lanes } = toIntegers([query], bits);
    return dotTable(lanes, cells.lanes)[0]!.map((score) => score * scale * cells.scale);
  });
}

/** Vectors as whole numbers of at most `bits` bits with their sign; `quantize` for any width. */
export function toIntegers(
  vectors: readonly Float32Array[],
  bits: LaneBits,
): { readonly lanes: readonly Float32Array[]; readonly scale: number } {
  const largest = 2 ** (bits - 1) - 1;
  const magnitude = vectors.reduce(
    (most, vector) => vector.reduce((m, value) => Math.max(m, Math.abs(value)), most),
    0,
  );
  if (!Number.isFinite(magnitude)) throw new InvalidInputError("only finite vectors can be quantised");
  const scale = Math.fround(magnitude / largest);
  const lane = (value: number): number =>
    scale === 0 ? 0 : Math.min(largest, Math.floor(Math.abs(value) / scale + 0.5)) * Math.sign(value);
  return { lanes: vectors.map((vector) => vector.map(lane)), scale };
}
