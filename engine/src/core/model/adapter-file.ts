import { bytesToFloats, floatsToBytes } from "../float-bytes.js";
import type { Tensor } from "../safetensors.js";
import { decodeSafetensors, encodeSafetensors } from "../safetensors.js";
import type { Adapter } from "./adapter.js";
import type { LoraConfig, ModelConfig } from "./config.js";
import { checkLora } from "./config.js";
import { InvalidInputError } from "../errors.js";
import { laneLayout, layoutLength } from "./layout.js";

const FORMAT = "openledger-adapter-v1";

/** The adapter as a safetensors file: its bytes are what the manifest's weights hash commits to. */
export function encodeAdapter(config: ModelConfig, { lora, lanes }: Adapter): Uint8Array<ArrayBuffer> {
  const tensors = laneLayout(config, lora).map(({ name, shape, offset, length }): [string, Tensor] => [
    name,
    { dtype: "F32", shape, data: floatsToBytes(lanes.subarray(offset, offset + length)) },
  ]);
  return encodeSafetensors({ tensors: new Map(tensors), metadata: { format: FORMAT, lora: JSON.stringify(lora) } });
}

/** Reads what {@link encodeAdapter} wrote. Throws `SafetensorsError` and {@link InvalidInputError}. */
export function decodeAdapter(config: ModelConfig, bytes: Uint8Array): Adapter {
  const { tensors, metadata } = decodeSafetensors(bytes);
  if (metadata["format"] !== FORMAT) throw new InvalidInputError(`expected format ${FORMAT}`);
  const lora = parseLora(metadata["lora"] ?? "");
  const slots = laneLayout(config, lora);
  const lanes = new Float32Array(layoutLength(slots));
  for (const { name, shape, offset } of slots) {
    const tensor = tensors.get(name);
    if (tensor?.dtype !== "F32" || tensor.shape.join() !== shape.join()) {
      throw new InvalidInputError(`expected ${name} as F32 [${shape.join(", ")}]`);
    }
    lanes.set(bytesToFloats(tensor.data), offset);
  }
  return { lora, lanes };
}

function parseLora(json: string): LoraConfig {
  try {
    const { rank, alpha } = JSON.parse(json) as LoraConfig; // checked on the next line
    checkLora({ rank, alpha });
    return { rank, alpha };
  } catch (cause) {
    throw new InvalidInputError(`adapter metadata "lora" is not valid: ${String(cause)}`);
  }
}
