import { concatBytes } from "@noble/hashes/utils.js";

import {
  byteLength,
  dataStart,
  decodeDirectory,
  encodeDirectory,
  SafetensorsError,
  type TensorShape,
} from "./safetensors-header.js";

/** A tensor as stored: little-endian, row-major bytes. */
export type Tensor = TensorShape & { readonly data: Uint8Array };

/** Tensors by name and free text by key: a safetensors file. */
export type TensorFile = {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
};

/** Writes a safetensors file: equal content, equal bytes (see {@link encodeDirectory}). Throws {@link SafetensorsError}. */
export function encodeSafetensors({ tensors, metadata }: TensorFile): Uint8Array<ArrayBuffer> {
  for (const [name, { dtype, shape, data }] of tensors) {
    if (data.length === byteLength({ dtype, shape })) continue;
    throw new SafetensorsError("TENSOR", `${name}: ${data.length} bytes do not fill ${dtype} [${shape.join(", ")}]`);
  }
  const { bytes, names } = encodeDirectory(tensors, metadata);
  return concatBytes(bytes, ...names.map((name) => tensors.get(name)!.data)) as Uint8Array<ArrayBuffer>;
}

/** Reads a safetensors file whole; its tensors are copies. Throws {@link SafetensorsError}. */
export function decodeSafetensors(file: Uint8Array): TensorFile {
  const head = file.subarray(0, dataStart(file, file.length));
  const { entries, metadata } = decodeDirectory(head, file.length);
  const tensors = entries.map(({ name, dtype, shape, begin, end }): [string, Tensor] => [
    name,
    // A copy also of Node's Buffer, whose slice is none.
    { dtype, shape, data: new Uint8Array(file.subarray(begin, end)) },
  ]);
  return { tensors: new Map(tensors), metadata };
}
