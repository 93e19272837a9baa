import { MalformedDataError, type Parser } from "./parsers.js";

/** Bytes as padded base64 (RFC 4648). */
export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Padded base64 in its only spelling, as bytes. */
export const base64: Parser<Uint8Array> = (value, path) => {
  if (typeof value === "string" && /^[A-Za-z0-9+/]*={0,2}$/.test(value) && value.length % 4 === 0) {
    const bytes = Uint8Array.from(atob(value), (character) => character.charCodeAt(0));
    if (toBase64(bytes) === value) return bytes;
  }
  throw new MalformedDataError(path, "padded base64", value);
};
