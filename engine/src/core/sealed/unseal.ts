import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";

import { BaseError } from "../errors.js";
import { fromHex, type Hex } from "../hash/hex.js";
import { WRAPPING_NONCE } from "./seal.js";
import { headerHash, type SealedFile } from "./sealed-file.js";
import { sealingKey, wrappingKey } from "./wrapping-key.js";

/**
 * Opens a sealed file with a recipient's 32 secret bytes. Whether the content is what a row was hashed from is for `matchesRow` to say.
 * Throws {@link NotSealedForError}, {@link SealBrokenError} and WeakSealingKeyError.
 */
export function unseal({ header, wrappedKeys, sealed }: SealedFile, secret: Uint8Array): Uint8Array {
  const key = sealingKey(secret);
  const place = header.recipients.findIndex((each) => each.key === key);
  if (place < 0) throw new NotSealedForError(key);

  const bound = fromHex(headerHash(header));
  const { ephemeralKey } = header;
  const wrapping = wrappingKey(secret, { other: ephemeralKey, ephemeral: ephemeralKey, recipient: key });
  try {
    const contentKey = xchacha20poly1305(wrapping, WRAPPING_NONCE, bound).decrypt(wrappedKeys[place]!);
    return xchacha20poly1305(contentKey, header.nonce, bound).decrypt(sealed);
  } catch (cause) {
    throw new SealBrokenError(cause);
  }
}

export class NotSealedForError extends BaseError {
  readonly code = "NOT_SEALED_FOR";

  constructor(key: Hex) {
    super(
      `Expected a file that is sealed for ${key}, which is not among its recipients. Ask a signer to seal it again.`,
    );
  }
}

export class SealBrokenError extends BaseError {
  readonly code = "SEAL_BROKEN";

  constructor(cause: unknown) {
    super(
      "Expected a seal that is whole, but something in the file was changed. Fetch it again, or from another signer.",
      {
        cause,
      },
    );
  }
}
