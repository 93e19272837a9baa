import type { AbiValue } from "./decode-arguments.js";

/** Arguments as they stand in messages: `bucket: 3, expected: 2`. */
export function formatArguments(values: Readonly<Record<string, AbiValue>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}: ${formatValue(value)}`)
    .join(", ");
}

function formatValue(value: AbiValue): string {
  if (typeof value === "string") return value;
  if (typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (isList(value)) return `[${value.map(formatValue).join(", ")}]`;
  return `{${formatArguments(value)}}`;
}

function isList(value: AbiValue): value is readonly AbiValue[] {
  return Array.isArray(value);
}
