import { compareEntries, MAX_ENTRIES } from "../ledger/entries.js";
import type { Entry } from "../hash/structs.js";
import type { PublishedBatch } from "./audit-case.js";
import { rowEvidence } from "./evidence.js";
import type { ListFault } from "./fault.js";

/** Whether every row's list keeps the rules of lists, whatever the scores are. */
export function checkRows({ posted, content }: PublishedBatch): ListFault | undefined {
  for (const [row, { entries }] of content.rows.entries()) {
    for (const entry of entries.keys()) {
      const reason = brokenRule(entries, entry);
      if (!reason) continue;
      const args = [posted, rowEvidence(content, row), entry] as const;
      return { proof: "row", reason, row, prover: "rowProver", method: "refuteRow", args };
    }
  }
  return undefined;
}

/** Why entry `place` does not stand rightly after those before it. */
function brokenRule(entries: readonly Entry[], place: number): ListFault["reason"] | undefined {
  const entry = entries[place]!;
  const before = entries.slice(0, place);
  if (place >= MAX_ENTRIES) return "too many entries";
  if (entry.share === 0n) return "no share";
  if (before.some(({ cell }) => cell === entry.cell)) return "cell listed twice";
  return place > 0 && compareEntries(before.at(-1)!, entry) > 0 ? "unsorted" : undefined;
}
