import { BaseError } from "../errors.js";
import { bytesToFloats, floatsToBytes } from "../float-bytes.js";
import type { Hex } from "../hash/hex.js";
import { keccak } from "../hash/keccak.js";
import { decodeSafetensors, encodeSafetensors, type TensorFile } from "../safetensors.js";

const FORMAT = "openledger-training-v1";

/** A training's lanes as a safetensors file that says which training they are of and what they hash to. */
export function encodeTraining(id: Hex, lanes: Float32Array): Uint8Array {
  const data = floatsToBytes(lanes);
  return encodeSafetensors({
    tensors: new Map([["lanes", { dtype: "F32", shape: [lanes.length], data }]]),
    metadata: { format: FORMAT, training: id, lanesHash: keccak(data) },
  });
}

/**
 * The lanes of a kept training. Throws {@link CorruptTrainingError} unless the file is of this training, unharmed, of `laneCount`
 * lanes, all of them finite. That they are what the training gives only another training can tell.
 */
export function decodeTraining(id: Hex, bytes: Uint8Array, laneCount: number): Float32Array<ArrayBuffer> {
  const { tensors, metadata } = readTensors(id, bytes);
  const tensor = tensors.get("lanes");
  const refuse = (expected: string, given: string): never => {
    throw new CorruptTrainingError(id, expected, given);
  };
  if (metadata["format"] !== FORMAT) refuse(`format ${FORMAT}`, String(metadata["format"]));
  if (metadata["training"] !== id) refuse(`training ${id}`, String(metadata["training"]));
  if (tensor?.dtype !== "F32") return refuse("lanes of F32", tensor?.dtype ?? "none");
  if (tensor.shape.join() !== String(laneCount)) refuse(`${laneCount} lanes`, `[${tensor.shape.join(", ")}]`);
  const found = keccak(tensor.data);
  if (metadata["lanesHash"] !== found) refuse(`lanes that hash to ${String(metadata["lanesHash"])}`, found);
  const lanes = bytesToFloats(tensor.data);
  if (!lanes.every(Number.isFinite)) refuse("finite lanes", "NaN or infinity");
  return lanes;
}

function readTensors(id: Hex, bytes: Uint8Array): TensorFile {
  try {
    return decodeSafetensors(bytes);
  } catch (cause) {
    throw new CorruptTrainingError(id, "a safetensors file", cause instanceof Error ? cause.message : String(cause));
  }
}

/** A file of a kept training that cannot be used. */
export class CorruptTrainingError extends BaseError {
  readonly code = "CONTENT_TRAINING_CORRUPT";
  readonly id: Hex;

  constructor(id: Hex, expected: string, given: string) {
    super(`Expected ${id}.training to hold ${expected}, got ${given}. Delete it, or let a worker do it again.`);
    this.id = id;
  }
}
