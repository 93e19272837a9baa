import { type LaneMatrix, laneMatrix, LaneShapeError } from "../ledger/lanes.js";
import { bytesToFloats, floatsToBytes } from "../float-bytes.js";
import type { Tensor, TensorFile } from "../safetensors.js";

/** Int8 vectors as an I8 tensor [rows, lanes]. */
export function laneTensor({ rows, lanes, data }: LaneMatrix): Tensor {
  return { dtype: "I8", shape: [rows, lanes], data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}

/** Scales of vectors as an F32 tensor [rows]. */
export function scaleTensor(scales: readonly number[]): Tensor {
  return { dtype: "F32", shape: [scales.length], data: floatsToBytes(Float32Array.from(scales)) };
}

/** Reads an I8 tensor [rows, lanes]. Throws {@link LaneShapeError}. */
export function lanesFrom({ tensors }: TensorFile, name: string): LaneMatrix {
  const tensor = tensors.get(name);
  const [rows, lanes] = tensor?.shape ?? [];
  if (tensor?.dtype !== "I8" || tensor.shape.length !== 2 || rows === undefined || lanes === undefined) {
    throw new LaneShapeError(`tensor ${name} as I8 [rows, lanes]`, describe(tensor));
  }
  const { data } = tensor;
  return laneMatrix(rows, lanes, new Int8Array(data.buffer, data.byteOffset, data.length));
}

/** Reads an F32 tensor [rows]. Throws {@link LaneShapeError}. */
export function scalesFrom({ tensors }: TensorFile, name: string, rows: number): number[] {
  const tensor = tensors.get(name);
  if (tensor?.dtype !== "F32" || tensor.shape.length !== 1 || tensor.shape[0] !== rows) {
    throw new LaneShapeError(`tensor ${name} as F32 [${rows}]`, describe(tensor));
  }
  return [...bytesToFloats(tensor.data)];
}

function describe(tensor: Tensor | undefined): string {
  return tensor === undefined ? "none" : `${tensor.dtype} [${tensor.shape.join(", ")}]`;
}
