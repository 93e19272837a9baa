import { compareEntries, defaultList, MAX_ENTRIES } from "../ledger/entries.js";
import { cellEvidence } from "./evidence.js";
import type { ManifestContext, PublishedModel } from "./manifest-case.js";
import type { DefaultsFault } from "./manifest-fault.js";

/** Whether the registered list is that of the cells of largest weight. Its form was checked when it was registered. */
export function checkDefaults(
  { manifest: { cells } }: PublishedModel,
  { registered: { modelId, defaults } }: ManifestContext,
): DefaultsFault | undefined {
  const wrong = defaults.findIndex(({ cell, share }) => cells[cell]?.weight !== share);
  if (wrong >= 0) {
    const { cell } = defaults[wrong]!;
    const args = [modelId, defaults, wrong, cellEvidence(cells, cell)] as const;
    const reason = "another share";
    return { proof: "defaults", reason, cell, prover: "manifestProver", method: "refuteDefault", args };
  }

  const listed = new Set(defaults.map(({ cell }) => cell));
  const omitted = defaultList(cells.map(({ weight }) => weight)).find(({ cell }) => !listed.has(cell));
  const last = defaults.at(-1);
  const isFull = last !== undefined && defaults.length >= MAX_ENTRIES;
  if (!omitted || (isFull && compareEntries(omitted, last) > 0)) return undefined;
  const { cell } = omitted;
  const args = [modelId, defaults, cellEvidence(cells, cell)] as const;
  const reason = "left out";
  return { proof: "defaults", reason, cell, prover: "manifestProver", method: "refuteDefaultOmitted", args };
}
