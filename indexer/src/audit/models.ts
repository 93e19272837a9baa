import { findManifestFault } from "../../../engine/src/core/audit/find-manifest-fault.js";
import type { ManifestFault } from "../../../engine/src/core/audit/manifest-fault.js";
import type { Client } from "../../../sdk/src/client.js";
import { manifestHash } from "../../../sdk/src/manifest-hash.js";
import { type PublishedModel, registeredModel } from "../model.js";
import type { World } from "../replay.js";
import { type AuditCheck, Comparison } from "./comparison.js";

/**
 * Every standing model's tables, weights and default list computed again from its published vectors, against what was registered.
 */
export async function auditModels(
  client: Client,
  { registries }: World,
  models: readonly PublishedModel[],
): Promise<AuditCheck> {
  const check = new Comparison("models");
  const datanetOf = new Map([...registries.contributions].map(([id, { datanetId }]) => [id, datanetId]));
  for (const { record, bundle } of models) {
    const subject = `model ${String(record.modelId)}`;
    const { manifestHash: recorded } = await client.models.recordOf(record.modelId);
    check.equal(`${subject} manifest hash`, manifestHash(record.manifest), recorded);

    if (registries.fallen.has(record.modelId)) continue; // a judge has found it wrong
    const fault = findManifestFault(bundle, { registered: registeredModel(record), datanetOf });
    check.equal(`${subject} manifest`, "no fault", fault === undefined ? "no fault" : nameOf(fault));
  }
  return check.result();
}

/** What is wrong and where, without the evidence. */
function nameOf(fault: ManifestFault): string {
  const reason = "reason" in fault ? ` (${fault.reason})` : "";
  if ("cell" in fault) return `${fault.proof}${reason} of cell ${String(fault.cell)}`;
  return "contribution" in fault
    ? `${fault.proof}${reason} of contribution ${String(fault.contribution)}`
    : `${fault.proof}${reason}`;
}
