import { MalformedDataError } from "./parsers.js";

/** JSON as this project writes it: UTF-8, no spaces, no line end, keys in the order given, bigints as decimal strings. */
export function toJsonBytes(value: object): Uint8Array {
  const text = JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? each.toString() : each));
  return new TextEncoder().encode(text);
}

/** Reads JSON bytes as `unknown`. Throws {@link MalformedDataError} for invalid UTF-8 or JSON. */
export function fromJsonBytes(bytes: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (cause) {
    throw new MalformedDataError(name, "UTF-8 JSON", cause instanceof Error ? cause.message : cause);
  }
}
