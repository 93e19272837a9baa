import type { DeploymentParameters } from "@nomicfoundation/ignition-core";

import { BadFileError } from "./read-file.js";
import { readJson } from "./read-json.js";

/** Reads Ignition parameters: `{ "OpenLedger": { "treasury": "0x…", … } }`. A text of digits and `n` is a bigint, as in Ignition. */
export async function readParameters(file: string): Promise<DeploymentParameters> {
  const parsed = await readJson(file);
  if (!isObject(parsed) || !Object.values(parsed).every(isObject)) {
    throw new BadFileError(file, "an object of parameters by module name");
  }
  return revive(parsed) as DeploymentParameters; // checked above; the values are Ignition's to judge
}

function revive(value: unknown): unknown {
  if (typeof value === "string") return /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value;
  if (Array.isArray(value)) return value.map(revive);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, revive(each)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
