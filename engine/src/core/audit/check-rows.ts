import type { Row } from "../hash/structs.js";
import { compareEntries, MAX_ENTRIES } from "../ledger/entries.js";
import type { RowFault } from "./fault.js";

/** Whether every row's list keeps the rules of lists, whatever the scores are. */
export function checkRows(rows: readonly Row[]): RowFault | undefined {
  for (const [row, { entries }] of rows.entries()) {
    const reason = ((): RowFault["reason"] | undefined => {
      if (entries.length > MAX_ENTRIES) return "too many entries";
      if (entries.some(({ share }) => share === 0n)) return "no share";
      if (entries.some((entry, i) => i > 0 && compareEntries(entries[i - 1]!, entry) > 0)) return "unsorted";
      return new Set(entries.map(({ cell }) => cell)).size < entries.length ? "cell listed twice" : undefined;
    })();
    if (reason) return { proof: "row", reason, row };
  }
  return undefined;
}
