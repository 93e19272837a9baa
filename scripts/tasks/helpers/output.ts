import { exactAmountText } from "../../helpers/text.js";

/** One JSON document. Bigints are decimal strings: they can pass 2⁵³. */
export function toJson(data: unknown): string {
  return JSON.stringify(data, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

/** The same for people: one line a field, amounts in OPEN. */
export function toText(data: object, indent = ""): string {
  return Object.entries(data)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]: [string, unknown]) => {
      if (isBranch(value)) return `${indent}${name}:\n${toText(value, `${indent}  `)}`;
      return `${indent}${name}: ${AMOUNTS.has(name) && typeof value === "bigint" ? exactAmountText(value) : leafText(value)}`;
    })
    .join("\n");
}

/** Fields in token base units, whatever verb reports them. */
const AMOUNTS = new Set([
  "amount",
  "bond",
  "bucketTotal",
  "contributorsPart",
  "cumulative",
  "cumulativeBefore",
  "ownerPart",
  "poolActive",
  "protocolPart",
  "reserve",
  "stakersPart",
  "sum",
  "total",
]);

function leafText(value: unknown): string {
  return typeof value === "string" || typeof value === "bigint" ? String(value) : toJson(value);
}

/** What takes lines of its own; lists of scalars stay on one. */
function isBranch(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  return !Array.isArray(value) || value.some((each) => typeof each === "object" && each !== null);
}
