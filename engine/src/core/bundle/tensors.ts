import { BaseError } from "../errors.js";
import { type LaneMatrix, laneMatrix } from "../ledger/lanes.js";
import { laneBytes } from "../tree/vector-root.js";

/** A tensor as a safetensors file holds it: row-major, little-endian. */
export type StoredTensor = { readonly dtype: string; readonly shape: readonly number[]; readonly data: Uint8Array };

/** The two kinds that bundles hold. */
export type BundleTensor = StoredTensor & { readonly dtype: "I8" | "F32" };

/** Reads and writes safetensors files; equal tensors must give equal bytes. `encodeSafetensors` and `decodeSafetensors` are one. */
export type TensorCodec = {
  readonly encode: (file: {
    readonly tensors: ReadonlyMap<string, BundleTensor>;
    readonly metadata: Readonly<Record<string, string>>;
  }) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => { readonly tensors: ReadonlyMap<string, StoredTensor> };
};

type Tensors = ReadonlyMap<string, StoredTensor>;

/** I8 [rows, lanes]. */
export function laneTensor({ rows, lanes, data }: LaneMatrix): BundleTensor {
  return { dtype: "I8", shape: [rows, lanes], data: laneBytes(data) };
}

/** F32 [n]. */
export function floatTensor(values: Float32Array): BundleTensor {
  const data = new Uint8Array(4 * values.length);
  const view = new DataView(data.buffer);
  for (const [i, value] of values.entries()) view.setFloat32(4 * i, value, true);
  return { dtype: "F32", shape: [values.length], data };
}

/** The int8 matrix of that name. Throws {@link BadTensorError}. */
export function readLanes(tensors: Tensors, name: string): LaneMatrix {
  const { shape, data } = tensorOf(tensors, name, { dtype: "I8", dimensions: 2, bytes: 1 });
  return laneMatrix(shape[0]!, shape[1]!, new Int8Array(data.slice().buffer));
}

/** The `count` floats of that name. Throws {@link BadTensorError}. */
export function readFloats(tensors: Tensors, name: string, count: number): Float32Array {
  const { shape, data } = tensorOf(tensors, name, { dtype: "F32", dimensions: 1, bytes: 4 });
  if (shape[0] !== count) throw new BadTensorError(name, `${count} values`, `${shape[0]}`);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Float32Array.from({ length: count }, (_, i) => view.getFloat32(4 * i, true));
}

function tensorOf(
  tensors: Tensors,
  name: string,
  expected: { readonly dtype: string; readonly dimensions: number; readonly bytes: number },
): StoredTensor {
  const tensor = tensors.get(name);
  if (!tensor) throw new BadTensorError(name, "a tensor", `only ${[...tensors.keys()].join(", ") || "none"}`);
  const { dtype, shape, data } = tensor;
  const bytes = shape.reduce((product, size) => product * size, expected.bytes);
  const isRight = dtype === expected.dtype && shape.length === expected.dimensions && data.length === bytes;
  if (isRight) return tensor;
  const given = `${dtype} [${shape.join(", ")}] of ${data.length} bytes`;
  throw new BadTensorError(name, `${expected.dtype} of ${expected.dimensions} dimensions`, given);
}

export class BadTensorError extends BaseError {
  readonly code = "BAD_TENSOR";

  constructor(name: string, expected: string, given: string) {
    super(`Expected tensor ${name} to be ${expected}, got ${given}. The bundle is not what its format says.`);
  }
}
