import { scaleBits } from "../quantize/quantize.js";
import { ImportError } from "./import-error.js";

/** How imported numbers are stored. */
export type VectorDtype = "F32" | "I16" | "I8";

export const VECTOR_DTYPES: readonly VectorDtype[] = ["F32", "I16", "I8"];

/** The one value that a symmetric scale never gives. */
const UNSYMMETRIC = { I8: -128, I16: -32_768 } as const;

/**
 * Rows of a block of F32 or I16 as floats, in one array that each row is read into anew; an integer stands for `value · scale`, rounded to
 * a float32.
 * @param block.bytes whole rows, little-endian.
 * @param block.scaleOf scale of a row, by its place in the tensor; 1 for floats. Throws {@link ImportError} VALUE.
 */
export function* floatRows(
  dtype: "F32" | "I16",
  block: {
    readonly bytes: Uint8Array;
    readonly firstRow: number;
    readonly lanes: number;
    readonly scaleOf: (row: number) => number;
  },
): Generator<Float32Array<ArrayBuffer>> {
  const { bytes, firstRow, lanes, scaleOf } = block;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rowBytes = lanes * (dtype === "F32" ? 4 : 2);
  const floats = new Float32Array(lanes);
  for (let row = firstRow, from = 0; from < bytes.length; row++, from += rowBytes) {
    const scale = scaleOf(row);
    for (let lane = 0; lane < lanes; lane++) {
      const value = dtype === "F32" ? view.getFloat32(from + 4 * lane, true) : view.getInt16(from + 2 * lane, true);
      floats[lane] = dtype === "F32" ? value : value * scale;
      const isBad = !Number.isFinite(floats[lane]) || (dtype === "I16" && value === UNSYMMETRIC.I16);
      if (isBad) throw badValue(dtype, { row, lane, value });
    }
    yield floats;
  }
}

/** Rows of a block of I8, as they are. Throws {@link ImportError} VALUE. */
export function* laneRows(block: {
  readonly bytes: Uint8Array;
  readonly firstRow: number;
  readonly lanes: number;
}): Generator<Int8Array> {
  const { bytes, firstRow, lanes } = block;
  const all = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bad = all.indexOf(UNSYMMETRIC.I8);
  if (bad >= 0) {
    throw badValue("I8", { row: firstRow + Math.floor(bad / lanes), lane: bad % lanes, value: UNSYMMETRIC.I8 });
  }
  for (let from = 0; from < all.length; from += lanes) yield all.subarray(from, from + lanes);
}

/** Throws {@link ImportError} SCALE unless it is a float32 that values can be divided by. */
export function requireScale(scale: number, of: string): number {
  if (scale > 0 && Number.isFinite(scale)) return scale;
  throw new ImportError("SCALE", {
    expected: `a positive, finite float32 as the scale of ${of}`,
    given: `${scale} (bits 0x${scaleBits(scale).toString(16)})`,
    todo: "Write the number that an integer is multiplied with to give the float it stands for.",
  });
}

function badValue(
  dtype: VectorDtype,
  { row, lane, value }: { readonly row: number; readonly lane: number; readonly value: number },
): ImportError {
  const range = dtype === "I8" ? "integers in -127 … 127" : "integers in -32767 … 32767";
  return new ImportError("VALUE", {
    expected: dtype === "F32" ? "finite floats" : range,
    given: `${value} in row ${row}, lane ${lane}`,
    todo: dtype === "F32" ? "Look for what diverged in the training." : "Use a symmetric scale.",
  });
}
