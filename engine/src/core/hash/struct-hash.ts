import { BaseError } from "../errors.js";
import type { Hex } from "./hex.js";
import { keccakText } from "./keccak.js";
import { hashWords, type Word } from "./words.js";

type FieldType = "uint8" | "uint32" | "uint64" | "uint128" | "uint256" | "address" | "bytes32";

/** A struct of fixed-size fields, and at most one list of structs, its last field. */
export type StructType<T> = {
  readonly name: string;
  readonly typeString: string;
  readonly typeHash: Hex;
  readonly encode: (value: T) => readonly Word[];
};

type Field<T> = readonly [name: keyof T & string, type: FieldType];

/** Describes a struct for {@link structHash}; `list` is the field that holds other structs. */
export function defineStruct<T>(
  name: string,
  fields: readonly Field<T>[],
  list?: { readonly name: keyof T & string; readonly hash: (value: T) => Hex; readonly item: StructType<never> },
): StructType<T> {
  const declared = fields.map(([field, type]) => `${type} ${field}`);
  if (list) declared.push(`${list.item.name}[] ${list.name}`);
  const typeString = `${name}(${declared.join(",")})${list?.item.typeString ?? ""}`;

  const checks = fields.map(([field, type]) => ({ field, type, holds: CHECKS[type] }));
  const encode = (value: T): Word[] => {
    const words = checks.map(({ field, type, holds }) => {
      const given = value[field];
      if (!holds(given)) throw new FieldOutOfRangeError(`${name}.${field}`, type, given);
      return given as Word;
    });
    return list ? [...words, list.hash(value)] : words;
  };
  return { name, typeString, typeHash: keccakText(typeString), encode };
}

/** EIP-712 struct hash: `keccak(typeHash ‖ encoded fields)`. Throws {@link FieldOutOfRangeError}. */
export function structHash<T>(type: StructType<T>, value: T): Hex {
  return hashWords([type.typeHash, ...type.encode(value)]);
}

/** EIP-712 encoding of a list of structs: `keccak(hash of item 0 ‖ hash of item 1 ‖ …)`. */
export function structListHash<T>(type: StructType<T>, values: readonly T[]): Hex {
  return hashWords(values.map((value) => structHash(type, value)));
}

/** What a field may hold. Made once: a batch of 10,000 rows hashes some 400,000 structs. */
const CHECKS: Readonly<Record<FieldType, (value: unknown) => boolean>> = {
  uint8: isNumber(8),
  uint32: isNumber(32),
  uint64: isBigint(64),
  uint128: isBigint(128),
  uint256: isBigint(256),
  address: isBytes(20),
  bytes32: isBytes(32),
};

function isNumber(bits: number): (value: unknown) => boolean {
  const end = 2 ** bits;
  return (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < end;
}

function isBigint(bits: number): (value: unknown) => boolean {
  const end = 1n << BigInt(bits);
  return (value) => typeof value === "bigint" && value >= 0n && value < end;
}

function isBytes(count: number): (value: unknown) => boolean {
  const pattern = new RegExp(`^0x[0-9a-fA-F]{${2 * count}}$`);
  return (value) => typeof value === "string" && pattern.test(value);
}

export class FieldOutOfRangeError extends BaseError {
  readonly code = "FIELD_OUT_OF_RANGE";

  constructor(path: string, type: FieldType, given: unknown) {
    super(
      `Expected ${path} to be a ${type} (numbers up to 32 bits, bigints beyond, 0x hex for the rest), ` +
        `got ${typeof given} ${String(given)}. Correct the field before hashing.`,
    );
  }
}
