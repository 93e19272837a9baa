import type { ParamType, Result } from "ethers";

/** An ABI value without ethers' wrappers: structs are objects by field name, lists are arrays, integers bigints. */
export type AbiValue = string | bigint | boolean | readonly AbiValue[] | { readonly [name: string]: AbiValue };

/** Turns decoded event or error arguments into a plain object. Unnamed arguments are called by their place. */
export function decodeArguments(inputs: readonly ParamType[], values: Result): Record<string, AbiValue> {
  // By place, never by name: a field called `length` or `entries` would be the list's own.
  return Object.fromEntries(inputs.map((input, i) => [nameOf(input, i), plain(input, values[i])]));
}

function plain(type: ParamType, value: unknown): AbiValue {
  if (type.isArray()) return (value as Result).toArray().map((each) => plain(type.arrayChildren, each));
  if (type.isTuple()) return decodeArguments(type.components, value as Result);
  return value as AbiValue; // the ABI's scalars are string, bigint and boolean
}

function nameOf(input: ParamType, place: number): string {
  return input.name === "" ? String(place) : input.name;
}
