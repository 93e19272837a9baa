/** Where calldata, not revert data, stands in the errors of ethers, Hardhat and JSON-RPC nodes. */
const NOT_REVERTS = new Set(["transaction", "tx", "receipt", "request", "payload", "params", "body"]);
const MAX_DEPTH = 6;

/**
 * Finds the bytes a call reverted with, however deep a library or a node has wrapped them.
 * @returns 0x hex, `0x` for a revert without a reason, undefined when `error` is no revert or does not show its data.
 */
export function revertData(error: unknown, depth = 0): string | undefined {
  if (typeof error !== "object" || error === null || depth > MAX_DEPTH) return undefined;

  const { data } = error as { data?: unknown };
  if (isHex(data)) return data;
  // `cause` and `parent` are not enumerable on errors.
  const names = new Set([...Object.getOwnPropertyNames(error), "cause", "parent"]);
  for (const name of [...names].sort()) {
    if (NOT_REVERTS.has(name)) continue;
    const found = revertData((error as Record<string, unknown>)[name], depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isHex(value: unknown): value is string {
  return typeof value === "string" && /^0x(?:[0-9a-fA-F]{2})*$/.test(value);
}
