import { BaseError } from "../errors.js";
import { type Hex, isHash } from "../hash/hex.js";

/** Turns what came from outside into a checked value, or throws {@link MalformedDataError} naming the place. */
export type Parser<T> = (value: unknown, path: string) => T;

/** An unsigned integer of at most 32 bits: a JSON number. */
export function uintNumber(bits: 8 | 32): Parser<number> {
  return (value, path) => {
    if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 2 ** bits) return value;
    throw new MalformedDataError(path, `an integer of ${bits} bits`, value);
  };
}

/** An unsigned integer of more than 32 bits: a decimal string without leading zeros. */
export function uintString(bits: 64 | 128 | 256): Parser<bigint> {
  return (value, path) => {
    if (typeof value === "string" && value.length <= 78 && /^(?:0|[1-9][0-9]*)$/.test(value)) {
      const parsed = BigInt(value);
      if (parsed < 1n << BigInt(bits)) return parsed;
    }
    throw new MalformedDataError(path, `a decimal string of ${bits} bits`, value);
  };
}

export const hash: Parser<Hex> = (value, path) => {
  if (isHash(value)) return value;
  throw new MalformedDataError(path, "32 bytes as lower-case 0x hex", value);
};

export const text: Parser<string> = (value, path) => {
  if (typeof value === "string") return value;
  throw new MalformedDataError(path, "a text", value);
};

export function literal<T extends string>(expected: T): Parser<T> {
  return (value, path) => {
    if (value === expected) return expected;
    throw new MalformedDataError(path, JSON.stringify(expected), value);
  };
}

/** A list of at least `min` items. */
export function list<T>(item: Parser<T>, min = 0): Parser<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new MalformedDataError(path, "a list", value);
    if (value.length < min) throw new MalformedDataError(path, `a list of at least ${min}`, `${value.length} items`);
    return value.map((each: unknown, i) => item(each, `${path}[${i}]`));
  };
}

/** A list of exactly two items. */
export function pair<A, B>(first: Parser<A>, second: Parser<B>): Parser<readonly [A, B]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length !== 2) throw new MalformedDataError(path, "a pair", value);
    return [first(value[0], `${path}[0]`), second(value[1], `${path}[1]`)];
  };
}

/** An object with exactly these keys: one missing or one too many is an error. */
export function record<T extends object>(fields: { readonly [K in keyof T]: Parser<T[K]> }): Parser<T> {
  const names = Object.keys(fields) as (keyof T & string)[];
  return (value, path) => {
    if (!isPlainObject(value)) throw new MalformedDataError(path, "an object", value);
    const unknown = Object.keys(value).find((key) => !Object.hasOwn(fields, key));
    if (unknown !== undefined) throw new MalformedDataError(path, `the keys ${names.join(", ")}`, `a key ${unknown}`);
    const parsed: Partial<T> = {};
    for (const name of names) {
      if (!Object.hasOwn(value, name)) throw new MalformedDataError(`${path}.${name}`, "a value", undefined);
      parsed[name] = fields[name](value[name], `${path}.${name}`);
    }
    return parsed as T; // every key of T was set above
  };
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export class MalformedDataError extends BaseError {
  readonly code = "MALFORMED_DATA";

  constructor(path: string, expected: string, given: unknown) {
    const shown = typeof given === "string" ? given : (JSON.stringify(given) ?? typeof given);
    super(`Expected ${path} to be ${expected}, got ${shown.slice(0, 80)}. The file is not what its format says.`);
  }
}
