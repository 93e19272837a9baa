import { findManifestFault } from "../../../engine/src/core/audit/find-manifest-fault.js";
import type { ManifestFault } from "../../../engine/src/core/audit/manifest-fault.js";
import type { Client } from "../../../sdk/src/client.js";
import { manifestHash } from "../../../sdk/src/manifest-hash.js";
import { type PublishedModel, publishedModel, registeredModel } from "../model.js";
import type { Published } from "../published.js";
import type { World } from "../replay.js";
import { type AuditCheck, Comparison } from "./comparison.js";

/**
 * Every standing model's tables, weights and default list computed again from its published vectors, against what was registered.
 * @returns beside the check, the models whose files are what they were registered with.
 */
export async function auditModels(
  client: Client,
  world: World,
  published: Published,
): Promise<{ readonly check: AuditCheck; readonly models: readonly PublishedModel[] }> {
  const { registries } = world;
  const check = new Comparison("models");
  const models: PublishedModel[] = [];
  const datanetOf = new Map([...registries.contributions].map(([id, { datanetId }]) => [id, datanetId]));
  for (const [modelId, record] of registries.models) {
    const subject = `model ${String(modelId)}`;
    const { manifestHash: recorded } = await client.models.recordOf(modelId);
    check.equal(`${subject} manifest hash`, manifestHash(record.manifest), recorded);

    await check.attempt(subject, async () => {
      const model = await publishedModel(world, published, modelId);
      models.push(model);
      if (registries.fallen.has(modelId)) return; // a judge has found it wrong
      const fault = findManifestFault(model.bundle, { registered: registeredModel(record), datanetOf });
      check.equal(`${subject} manifest`, "no fault", fault === undefined ? "no fault" : nameOf(fault));
    });
  }
  return { check: check.result(), models };
}

/** What is wrong and where, without the evidence. */
function nameOf(fault: ManifestFault): string {
  const reason = "reason" in fault ? ` (${fault.reason})` : "";
  if ("cell" in fault) return `${fault.proof}${reason} of cell ${String(fault.cell)}`;
  return "contribution" in fault
    ? `${fault.proof}${reason} of contribution ${String(fault.contribution)}`
    : `${fault.proof}${reason}`;
}
