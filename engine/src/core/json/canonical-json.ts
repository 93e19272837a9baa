import { compareText } from "../order.js";
import { isPlainObject, MalformedDataError } from "./parsers.js";

/** What a recipe is made of. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * The one text of a JSON value (RFC 8785): keys ascending by UTF-16 code unit at every level, no spaces, numbers as
 * ECMAScript prints them. Throws {@link MalformedDataError} for what JSON cannot hold.
 */
export function canonicalJson(value: Json, path = "value"): string {
  if (Array.isArray(value)) return `[${value.map((item: Json, i) => canonicalJson(item, `${path}[${i}]`)).join(",")}]`;
  if (isPlainObject(value)) {
    const members = Object.keys(value)
      .sort(compareText)
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] as Json, `${path}.${key}`)}`);
    return `{${members.join(",")}}`;
  }
  const isLeaf = value === null || typeof value === "boolean" || typeof value === "string" || Number.isFinite(value);
  if (!isLeaf) throw new MalformedDataError(path, "a JSON value", String(value));
  return JSON.stringify(value);
}
