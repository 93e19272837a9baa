import { getAddress, isAddress, parseUnits } from "ethers";

import { parseVersionNames, type VersionName } from "../../../engine/src/core/import/version-names.js";
import { UsageError } from "./task-errors.js";

/** What a command line gives for an option: a text, or nothing. */
type Given = string | undefined;

/** The option's text. Throws {@link UsageError} when it is missing. */
export function required(name: string, value: Given): string {
  if (value === undefined || value === "") throw new UsageError(`Expected --${name}, got nothing. See --help.`);
  return value;
}

/** A whole number from 0. */
export function idOption(name: string, value: Given): bigint {
  const text = required(name, value);
  if (!/^\d{1,78}$/.test(text)) throw new UsageError(`Expected --${name} to be a whole number, got ${text}.`);
  return BigInt(text);
}

/** A place in a list of the contracts: a whole number below 2^32. */
export function placeOption(name: string, value: Given): number {
  const place = idOption(name, value);
  if (place >= 2n ** 32n) throw new UsageError(`Expected --${name} below 2^32, got ${String(place)}.`);
  return Number(place);
}

/** A paid answer: model, bucket and row, e.g. `1/0/12`. */
export function receiptOption(
  name: string,
  value: Given,
): { readonly modelId: bigint; readonly bucket: bigint; readonly row: number } {
  const text = required(name, value);
  const parts = text.split("/");
  if (parts.length !== 3) throw new UsageError(`Expected --${name} as model/bucket/row, e.g. 1/0/12, got ${text}.`);
  const [modelId, bucket] = [idOption(name, parts[0]), idOption(name, parts[1])];
  return { modelId, bucket, row: placeOption(name, parts[2]) };
}

/** Datanet versions, e.g. `1:1,2:3`; by Datanet, ascending. */
export function versionsOption(name: string, value: Given): readonly VersionName[] {
  const text = required(name, value);
  const versions = parseVersionNames(text);
  if (versions !== undefined) return versions;
  throw new UsageError(`Expected --${name} like 1:1,2:3 (Datanet:version), one version of each Datanet, got ${text}.`);
}

/** A number from 0, e.g. `0.5`. */
export function numberOption(name: string, value: Given): number {
  const text = required(name, value);
  if (!/^\d{1,9}(?:\.\d{1,3})?$/.test(text)) throw new UsageError(`Expected --${name} to be a number, got ${text}.`);
  return Number(text);
}

/** An amount in OPEN, e.g. `1.5`, as token base units. */
export function amountOption(name: string, value: Given): bigint {
  const text = required(name, value);
  if (!/^\d+(?:\.\d{1,18})?$/.test(text)) {
    throw new UsageError(`Expected --${name} in OPEN with at most 18 decimals, e.g. 1.5, got ${text}.`);
  }
  return parseUnits(text, 18);
}

export function addressOption(name: string, value: Given): string {
  const text = required(name, value);
  if (!isAddress(text)) throw new UsageError(`Expected --${name} to be an address, got ${text}.`);
  return getAddress(text);
}

/** 32 bytes of hex. */
export function hashOption(name: string, value: Given): string {
  const text = required(name, value);
  if (!/^0x[0-9a-fA-F]{64}$/.test(text))
    throw new UsageError(`Expected --${name} to be 32 bytes of 0x hex, got ${text}.`);
  return text.toLowerCase();
}

/** One of a few words. */
export function wordOption<T extends string>(
  name: string,
  value: Given,
  words: { readonly allowed: readonly T[]; readonly otherwise?: T },
): T {
  if (value === undefined && words.otherwise !== undefined) return words.otherwise;
  const text = required(name, value);
  const word = words.allowed.find((each) => each === text);
  if (word === undefined) throw new UsageError(`Expected --${name} to be ${words.allowed.join(" or ")}, got ${text}.`);
  return word;
}

/** What `parse` makes of an option that may be left out. */
export function optional<T>(name: string, value: Given, parse: (name: string, value: Given) => T): T | undefined {
  return value === undefined ? undefined : parse(name, value);
}
