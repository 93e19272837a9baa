import { type Hex } from "../hash/hex.js";
import { keccak } from "../hash/keccak.js";
import { base64, toBase64 } from "../json/base64.js";
import { fromJsonBytes, toJsonBytes } from "../json/json-bytes.js";
import { hash, list, literal, MalformedDataError, type Parser, record, uintString } from "../json/parsers.js";

export const SEALED_FORMAT = "openledger-sealed-v1";

/** Which dispute's panel something is sealed to. */
export type SealedFor = { readonly chainId: bigint; readonly disputes: Hex; readonly disputeId: bigint };

/** A member of a panel: its account, lower-case, and the X25519 public key it published. */
export type Recipient = { readonly attestor: Hex; readonly key: Hex };

/** Everything of a sealed file that is readable, and that its seals bind. */
export type SealedHeader = SealedFor & {
  /** X25519 public key that was made for this file alone. */
  readonly ephemeralKey: Hex;
  /** 24 bytes. */
  readonly nonce: Uint8Array;
  readonly recipients: readonly Recipient[];
};

/** docs/file-formats.md, "Sealed receipts". */
export type SealedFile = {
  readonly header: SealedHeader;
  /** The content's key, for each recipient in the header's order. */
  readonly wrappedKeys: readonly Uint8Array[];
  readonly sealed: Uint8Array;
};

export function encodeSealedFile({ header, wrappedKeys, sealed }: SealedFile): Uint8Array {
  return toJsonBytes({
    ...headerJson(header),
    wrappedKeys: wrappedKeys.map(toBase64),
    sealed: toBase64(sealed),
  });
}

/** Reads a sealed file; whether its seals hold, only opening tells. Throws {@link MalformedDataError}. */
export function decodeSealedFile(bytes: Uint8Array): SealedFile {
  const parsed = sealedParser(fromJsonBytes(bytes, "sealed"), "sealed");
  const { chainId, disputes, disputeId, ephemeralKey, nonce, recipients, wrappedKeys, sealed } = parsed;
  if (nonce.length !== NONCE_BYTES) throw new MalformedDataError("sealed.nonce", "24 bytes", nonce.length);
  if (wrappedKeys.length !== recipients.length) {
    throw new MalformedDataError("sealed.wrappedKeys", "one for each recipient", wrappedKeys.length);
  }
  return { header: { chainId, disputes, disputeId, ephemeralKey, nonce, recipients }, wrappedKeys, sealed };
}

/** What every seal of the file authenticates beside its content, so that no part of a header can be exchanged. */
export function headerHash(header: SealedHeader): Hex {
  return keccak(toJsonBytes(headerJson(header)));
}

const NONCE_BYTES = 24;

function headerJson({ chainId, disputes, disputeId, ephemeralKey, nonce, recipients }: SealedHeader): object {
  return {
    format: SEALED_FORMAT,
    chainId: String(chainId),
    disputes,
    disputeId: String(disputeId),
    ephemeralKey,
    nonce: toBase64(nonce),
    recipients: recipients.map(({ attestor, key }) => ({ attestor, key })),
  };
}

const address: Parser<Hex> = (value, path) => {
  if (typeof value === "string" && /^0x[0-9a-f]{40}$/.test(value)) return value as Hex;
  throw new MalformedDataError(path, "20 bytes as lower-case 0x hex", value);
};

const sealedParser = record<SealedHeader & Omit<SealedFile, "header"> & { readonly format: string }>({
  format: literal(SEALED_FORMAT),
  chainId: uintString(64),
  disputes: address,
  disputeId: uintString(256),
  ephemeralKey: hash,
  nonce: base64,
  recipients: list(record<Recipient>({ attestor: address, key: hash }), 1),
  wrappedKeys: list(base64),
  sealed: base64,
});
