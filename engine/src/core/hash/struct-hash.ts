import { BaseError } from "../errors.js";
import { type Hex, ZERO_HASH } from "./hex.js";
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

  const encode = (value: T): Word[] => {
    const words = fields.map(([field, type]) => checkField(value[field], type, `${name}.${field}`));
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

function checkField(value: unknown, type: FieldType, path: string): Word {
  if (type === "address" || type === "bytes32") {
    const digits = type === "address" ? 40 : ZERO_HASH.length - 2;
    if (typeof value === "string" && new RegExp(`^0x[0-9a-fA-F]{${digits}}$`).test(value)) return value as Hex;
  } else {
    const bits = BigInt(type.slice(4));
    const expected = bits <= 32n ? Number.isInteger(value) : typeof value === "bigint";
    if (expected && (value as bigint) >= 0n && BigInt(value as bigint) < 1n << bits) return value as Word;
  }
  throw new FieldOutOfRangeError(path, type, value);
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
