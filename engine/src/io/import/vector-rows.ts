import { laneCountOf, type LaneChoice, pickLanes } from "../../core/import/lane-choice.js";
import { floatRows, laneRows, requireScale } from "../../core/import/row-reader.js";
import type { VectorTensor } from "../../core/import/vector-file.js";
import { bytesToFloats } from "../../core/float-bytes.js";
import { LARGEST_LANE, quantizeWith } from "../../core/quantize/quantize.js";
import type { TensorReader } from "./tensor-reader.js";

/** A file's vectors, read from its start as often as wanted. */
export type VectorSource = {
  readonly reader: TensorReader;
  readonly vectors: VectorTensor;
  readonly choice: LaneChoice;
};

/** One int8 vector of the chosen lanes; overwritten by the next. Value ≈ lane · scale. */
export type QuantizedRow = { readonly row: number; readonly lanes: Int8Array; readonly scale: number };

/**
 * The one scale of all rows. Floats and I16 are read through for it, all lanes of them, chosen or not; I8 stays as it is.
 * Throws ImportError VALUE, SCALE.
 */
export async function commonScale(source: VectorSource): Promise<number> {
  const { vectors } = source;
  const scales = await scalesOf(source);
  if (vectors.dtype === "I8") return requireScale(scales!(0), vectors.name);
  let largest = 0;
  for await (const { floats } of chosenFloats(source)) largest = Math.max(largest, largestOf(floats));
  return requireScale(Math.fround(largest / LARGEST_LANE), `${vectors.name}, whose values are all zero or nearly so`);
}

/** All rows on one scale. Throws ImportError VALUE. */
export async function* rowsOnScale(source: VectorSource, scale: number): AsyncGenerator<QuantizedRow> {
  if (source.vectors.dtype === "I8") return yield* integerRows(source, () => scale);
  for await (const { row, floats } of chosenFloats(source)) yield { row, lanes: quantizeWith(scale, floats), scale };
}

/** All rows, each on a scale of its own. Throws ImportError VALUE, SCALE. */
export async function* rowsOnOwnScales(source: VectorSource): AsyncGenerator<QuantizedRow> {
  if (source.vectors.dtype === "I8") return yield* integerRows(source, (await scalesOf(source))!);
  for await (const { row, floats } of chosenFloats(source)) {
    const scale = Math.fround(largestOf(floats) / LARGEST_LANE);
    yield { row, lanes: quantizeWith(scale, floats), scale };
  }
}

async function* integerRows(
  { reader, vectors, choice }: VectorSource,
  scaleOf: (row: number) => number,
): AsyncGenerator<QuantizedRow> {
  const lanes = new Int8Array(laneCountOf(choice));
  for await (const { firstRow, bytes } of reader.blocks(vectors, vectors.rows)) {
    let row = firstRow;
    for (const all of laneRows({ firstRow, bytes, lanes: vectors.lanes })) {
      yield { row, lanes: pickLanes(choice, all, lanes), scale: scaleOf(row) };
      row += 1;
    }
  }
}

async function* chosenFloats(
  source: VectorSource,
): AsyncGenerator<{ readonly row: number; readonly floats: Float32Array }> {
  const { reader, vectors, choice } = source;
  const { dtype, lanes } = vectors;
  if (dtype === "I8") throw new TypeError("int8 lanes are taken as they are");
  const scaleOf = (await scalesOf(source)) ?? (() => 1);
  const floats = new Float32Array(laneCountOf(choice));
  for await (const { firstRow, bytes } of reader.blocks(vectors, vectors.rows)) {
    let row = firstRow;
    for (const all of floatRows(dtype, { bytes, firstRow, lanes, scaleOf })) {
      yield { row, floats: pickLanes(choice, all, floats) };
      row += 1;
    }
  }
}

/** The scale of a row; of responses, which have one, of any row. Floats have none. */
async function scalesOf({ reader, vectors }: VectorSource): Promise<((row: number) => number) | undefined> {
  if (vectors.scales === undefined) return undefined;
  const scales = bytesToFloats(await reader.read(vectors.scales));
  for (const [row, scale] of scales.entries()) requireScale(scale, `${vectors.name}, row ${String(row)}`);
  return scales.length === 1 ? () => scales[0]! : (row) => scales[row]!;
}

function largestOf(values: Float32Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}
