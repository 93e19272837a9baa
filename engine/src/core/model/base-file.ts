import { bytesToFloats, floatsToBytes } from "../float-bytes.js";
import type { Tensor, TensorFile } from "../safetensors.js";
import { decodeSafetensors, encodeSafetensors } from "../safetensors.js";
import type { ModelConfig } from "./config.js";
import { checkConfig } from "./config.js";
import { InvalidInputError } from "../errors.js";
import { layoutLength, parameterLayout } from "./layout.js";

const FORMAT = "openledger-base-v1";

/** A frozen model: its shape and its parameters, laid out by `parameterLayout`. */
export type BaseModel = { readonly config: ModelConfig; readonly parameters: Float32Array };

/** The model as a safetensors file, one tensor each; `metadata` tells how it was made. */
export function encodeBase(base: BaseModel, metadata: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const tensors = parameterLayout(base.config).map(({ name, shape, offset, length }): [string, Tensor] => [
    name,
    { dtype: "F32", shape, data: floatsToBytes(base.parameters.subarray(offset, offset + length)) },
  ]);
  return encodeSafetensors({
    tensors: new Map(tensors),
    metadata: { ...metadata, format: FORMAT, config: JSON.stringify(base.config) },
  });
}

/** Reads what {@link encodeBase} wrote. Throws `SafetensorsError` and {@link InvalidInputError}. */
export function decodeBase(bytes: Uint8Array): BaseModel & Pick<TensorFile, "metadata"> {
  const { tensors, metadata } = decodeSafetensors(bytes);
  if (metadata["format"] !== FORMAT) throw new InvalidInputError(`expected format ${FORMAT}`);
  const config = parseConfig(metadata["config"] ?? "");
  const slots = parameterLayout(config);
  if (tensors.size !== slots.length)
    throw new InvalidInputError(`expected ${slots.length} tensors, got ${tensors.size}`);
  const parameters = new Float32Array(layoutLength(slots));
  for (const { name, shape, offset } of slots) {
    const tensor = tensors.get(name);
    if (tensor?.dtype !== "F32" || tensor.shape.join() !== shape.join()) {
      throw new InvalidInputError(`expected ${name} as F32 [${shape.join(", ")}]`);
    }
    parameters.set(bytesToFloats(tensor.data), offset);
  }
  return { config, parameters, metadata };
}

function parseConfig(json: string): ModelConfig {
  const { layers, width, heads, hidden, context } = JSON.parse(json) as Record<string, number>;
  const config = { layers, width, heads, hidden, context } as ModelConfig; // checked on the next line
  checkConfig(config);
  return config;
}
