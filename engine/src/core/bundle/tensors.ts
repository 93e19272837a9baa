import { BaseError } from "../errors.js";
import { bytesToFloats, floatsToBytes } from "../float-bytes.js";
import { type LaneMatrix, laneMatrix } from "../ledger/lanes.js";
import type { Tensor } from "../safetensors.js";
import { laneBytes } from "../tree/vector-root.js";

type Tensors = ReadonlyMap<string, Tensor>;

/** I8 [rows, lanes]. */
export function laneTensor({ rows, lanes, data }: LaneMatrix): Tensor {
  return { dtype: "I8", shape: [rows, lanes], data: laneBytes(data) };
}

/** F32 [n]. */
export function floatTensor(values: Float32Array): Tensor {
  return { dtype: "F32", shape: [values.length], data: floatsToBytes(values) };
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
  return bytesToFloats(data);
}

function tensorOf(
  tensors: Tensors,
  name: string,
  expected: { readonly dtype: string; readonly dimensions: number; readonly bytes: number },
): Tensor {
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
