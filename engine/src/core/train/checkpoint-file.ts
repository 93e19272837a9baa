import { bytesToFloats, floatsToBytes } from "../float-bytes.js";
import { InvalidInputError } from "../errors.js";
import type { Tensor } from "../safetensors.js";
import { decodeSafetensors, encodeSafetensors } from "../safetensors.js";
import type { Checkpoint } from "./pretrain.js";

const FORMAT = "openledger-checkpoint-v1";
const VECTORS = ["parameters", "mean", "variance"] as const;

/** A training's state as a safetensors file of three flat vectors. */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const tensors = VECTORS.map((name): [string, Tensor] => {
    const vector = checkpoint[name];
    return [name, { dtype: "F32", shape: [vector.length], data: floatsToBytes(vector) }];
  });
  return encodeSafetensors({
    tensors: new Map(tensors),
    metadata: { format: FORMAT, steps: String(checkpoint.steps) },
  });
}

/** Reads what {@link encodeCheckpoint} wrote. Throws `SafetensorsError` and {@link InvalidInputError}. */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const steps = Number(metadata["steps"]);
  if (metadata["format"] !== FORMAT || !Number.isSafeInteger(steps)) {
    throw new InvalidInputError(`expected format ${FORMAT} and a whole number of steps`);
  }
  const vector = (name: (typeof VECTORS)[number]): Float32Array => {
    const tensor = tensors.get(name);
    if (tensor?.dtype !== "F32") throw new InvalidInputError(`expected ${name} as F32`);
    return bytesToFloats(tensor.data);
  };
  return { steps, parameters: vector("parameters"), mean: vector("mean"), variance: vector("variance") };
}
