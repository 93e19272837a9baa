import type { Hex } from "../hash/hex.js";
import { fromJsonBytes, toJsonBytes } from "../json/json-bytes.js";
import { hash, isPlainObject, MalformedDataError } from "../json/parsers.js";

/** A document that describes a service: whatever its operator says of it, and the X25519 public key that is sealed to. */
export function encodeServiceMetadata(said: object, sealingKey: Hex | undefined): Uint8Array {
  return toJsonBytes({ ...said, ...(sealingKey !== undefined && { sealingKey }) });
}

/** The sealing key that a service names, undefined where it names none. Throws {@link MalformedDataError}. */
export function sealingKeyIn(metadata: Uint8Array): Hex | undefined {
  const said = fromJsonBytes(metadata, "metadata");
  if (!isPlainObject(said)) throw new MalformedDataError("metadata", "an object", said);
  return said["sealingKey"] === undefined ? undefined : hash(said["sealingKey"], "metadata.sealingKey");
}
