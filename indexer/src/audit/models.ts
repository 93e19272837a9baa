import { buildModel } from "../../../engine/src/core/ledger/build-model.js";
import type { Client } from "../../../sdk/src/client.js";
import { manifestHash } from "../../../sdk/src/manifest-hash.js";
import type { PublishedModel } from "../model.js";
import type { World } from "../replay.js";
import { Comparison, type AuditCheck } from "./comparison.js";

/** Of a contribution that a bundle made up: Datanets count from 1. */
const NO_DATANET = 0n;

/** Every model's tables, weights and default list computed again from its published vectors, against what was registered. */
export async function auditModels(
  client: Client,
  { registries }: World,
  models: readonly PublishedModel[],
): Promise<AuditCheck> {
  const check = new Comparison("models");
  for (const { record, bundle } of models) {
    const { modelId, manifest } = record;
    const subject = `model ${String(modelId)}`;
    check.equal(
      `${subject} manifest hash`,
      manifestHash(manifest),
      (await client.models.recordOf(modelId)).manifestHash,
    );

    const { manifest: published, responses, heldOut } = bundle;
    const { model, versions } = buildModel({
      modelId,
      contributions: published.contributions.map(({ contributionId, cellCount }) => ({
        contributionId,
        cellCount,
        datanetId: registries.contributions.get(contributionId)?.datanetId ?? NO_DATANET,
      })),
      responses,
      datanetIds: published.versions.map(({ datanetId }) => datanetId),
      heldOut,
    });
    for (const [i, { firstCell }] of model.contributions.entries()) {
      check.equal(
        `${subject} first cell of contribution ${String(i)}`,
        firstCell,
        published.contributions[i]!.firstCell,
      );
    }
    for (const [i, cell] of model.cells.entries()) {
      check.equal(`${subject} cell ${String(i)} owner`, cell.contribution, published.cells[i]!.contribution);
      check.equal(`${subject} cell ${String(i)} vector root`, cell.vectorRoot, published.cells[i]!.vectorRoot);
      check.equal(`${subject} cell ${String(i)} weight`, cell.weight, published.cells[i]!.weight);
    }
    for (const [i, { heldOutRoot }] of versions.entries()) {
      check.equal(`${subject} held-out root ${String(i)}`, heldOutRoot, manifest.versions[i]!.heldOutRoot);
    }
    check.equal(`${subject} default list`, listOf(model.defaults), listOf(record.defaults));
  }
  return check.result();
}

function listOf(entries: readonly { readonly cell: number | bigint; readonly share: bigint }[]): string {
  return entries.map(({ cell, share }) => `${String(cell)}:${String(share)}`).join(" ");
}
