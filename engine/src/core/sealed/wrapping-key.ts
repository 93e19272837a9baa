import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";

import { BaseError } from "../errors.js";
import { fromHex, type Hex, toHex } from "../hash/hex.js";
import { SEALED_FORMAT } from "./sealed-file.js";

/** The public key of 32 secret bytes. */
export function sealingKey(secret: Uint8Array): Hex {
  return toHex(x25519.getPublicKey(secret));
}

/**
 * The key that wraps a file's content key for one recipient: both ends derive it, from their own secret and the other's public key.
 * Throws {@link WeakSealingKeyError}.
 */
export function wrappingKey(
  secret: Uint8Array,
  keys: { readonly other: Hex; readonly ephemeral: Hex; readonly recipient: Hex },
): Uint8Array {
  const salt = concatBytes(fromHex(keys.ephemeral), fromHex(keys.recipient));
  return hkdf(sha256, sharedSecret(secret, keys.other), salt, new TextEncoder().encode(SEALED_FORMAT), 32);
}

function sharedSecret(secret: Uint8Array, other: Hex): Uint8Array {
  try {
    return x25519.getSharedSecret(secret, fromHex(other));
  } catch (cause) {
    throw new WeakSealingKeyError(other, cause);
  }
}

/** A point of low order: whatever it is used with, everybody knows the shared secret. */
export class WeakSealingKeyError extends BaseError {
  readonly code = "WEAK_SEALING_KEY";

  constructor(key: Hex, cause: unknown) {
    super(`Expected an X25519 public key that keeps a secret, got ${key}. Ask its owner for another.`, { cause });
  }
}
