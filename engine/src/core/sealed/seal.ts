import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";

import { fromHex } from "../hash/hex.js";
import { headerHash, type Recipient, type SealedFile, type SealedFor } from "./sealed-file.js";
import { sealingKey, wrappingKey } from "./wrapping-key.js";

/** Chance, which the core has none of. Each for one file only. */
export type SealingSecrets = {
  /** 32 bytes. */
  readonly contentKey: Uint8Array;
  /** 32 bytes. */
  readonly ephemeralSecret: Uint8Array;
  /** 24 bytes. */
  readonly nonce: Uint8Array;
};

/** Each wrapping key encrypts one thing, ever. */
export const WRAPPING_NONCE = new Uint8Array(24);

/** Encrypts `content` so that the recipients can open it and nobody else. Throws WeakSealingKeyError. */
export function seal(
  content: Uint8Array,
  sealedFor: SealedFor & { readonly recipients: readonly Recipient[] },
  { contentKey, ephemeralSecret, nonce }: SealingSecrets,
): SealedFile {
  const ephemeralKey = sealingKey(ephemeralSecret);
  const header = { ...sealedFor, ephemeralKey, nonce };
  const bound = fromHex(headerHash(header));
  const wrappedKeys = sealedFor.recipients.map(({ key }) => {
    const wrapping = wrappingKey(ephemeralSecret, { other: key, ephemeral: ephemeralKey, recipient: key });
    return xchacha20poly1305(wrapping, WRAPPING_NONCE, bound).encrypt(contentKey);
  });
  return { header, wrappedKeys, sealed: xchacha20poly1305(contentKey, nonce, bound).encrypt(content) };
}
