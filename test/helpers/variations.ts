/** A value with one of its parts changed, and where. */
export type Variation = { readonly path: string; readonly value: unknown };

/**
 * All values that differ from this one in a single number, hash or byte string, or in the length of a list. Of a byte string the last
 * half-byte changes.
 */
export function variations(value: unknown, path = ""): Variation[] {
  if (typeof value === "bigint") return [{ path, value: value ^ 1n }];
  if (typeof value === "number") return [{ path, value: value % 2 === 0 ? value + 1 : value - 1 }];
  if (typeof value === "string") return value === "0x" ? [] : [{ path, value: withOtherEnd(value) }];
  if (Array.isArray(value)) {
    const shorter = value.length > 0 ? [{ path: `${path}.length`, value: value.slice(0, -1) as unknown }] : [];
    const inside = value.flatMap((each: unknown, i) =>
      variations(each, `${path}[${String(i)}]`).map((changed) => ({
        path: changed.path,
        value: value.map((other: unknown, j) => (j === i ? changed.value : other)),
      })),
    );
    return [...inside, ...shorter];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    variations(each, `${path}.${key}`).map((changed) => ({
      path: changed.path,
      value: { ...value, [key]: changed.value },
    })),
  );
}

function withOtherEnd(hex: string): string {
  return hex.slice(0, -1).toLowerCase() + (parseInt(hex.slice(-1), 16) ^ 1).toString(16); // no address's checksum
}
