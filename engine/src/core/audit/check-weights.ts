import { cellWeight } from "../ledger/build-model.js";
import { laneRow } from "../ledger/lanes.js";
import { vectorRoot } from "../tree/vector-root.js";
import { dotEvidence } from "./dot-evidence.js";
import { cellEvidence, contributionEvidence } from "./evidence.js";
import type { ManifestContext, PublishedModel } from "./manifest-case.js";
import type { VersionFault, WeightFault } from "./manifest-fault.js";

/** Whether every contribution's own Datanet is among the manifest's versions. */
export function checkVersions(
  { manifest: { contributions } }: PublishedModel,
  { registered: { modelId, manifest }, datanetOf }: ManifestContext,
): VersionFault | undefined {
  const datanets = new Set(manifest.versions.map(({ datanetId }) => datanetId));
  const contribution = contributions.findIndex(({ contributionId }) => {
    const datanetId = datanetOf.get(contributionId);
    return datanetId === undefined || !datanets.has(datanetId);
  });
  if (contribution < 0) return undefined;
  const args = [modelId, manifest, contributionEvidence(contributions, contribution)] as const;
  return { proof: "version", contribution, prover: "manifestProver", method: "refuteVersion", args };
}

/** Recomputes every weight from the committed vectors. Leaves out those whose vectors are not the committed ones. */
export function checkWeights(published: PublishedModel, context: ManifestContext): WeightFault | undefined {
  const { manifest: tables, responses, heldOut } = published;
  const { registered, datanetOf } = context;
  const { versions } = registered.manifest;
  const isShown = versions.map(({ heldOutRoot }, v) => vectorRoot(laneRow(heldOut, v)) === heldOutRoot);

  for (const [cell, { contribution, weight, vectorRoot: committed }] of tables.cells.entries()) {
    const datanetId = datanetOf.get(tables.contributions[contribution]!.contributionId);
    const version = versions.findIndex((each) => each.datanetId === datanetId);
    const response = laneRow(responses, cell);
    if (!isShown[version]) continue;
    const expected = cellWeight(laneRow(heldOut, version), response);
    if (weight === expected || vectorRoot(response) !== committed) continue;
    return weightFault(published, context, { cell, version, given: weight, expected });
  }
  return undefined;
}

function weightFault(
  { manifest: { contributions, cells }, responses, heldOut }: PublishedModel,
  { registered: { modelId, manifest } }: ManifestContext,
  found: Pick<WeightFault, "cell" | "version" | "given" | "expected">,
): WeightFault {
  const { cell, version } = found;
  const { lanes, prepare } = dotEvidence(laneRow(heldOut, version), laneRow(responses, cell));
  const owner = contributionEvidence(contributions, cells[cell]!.contribution);
  const args = [modelId, manifest, cellEvidence(cells, cell), owner, ...lanes] as const;
  return { proof: "weight", ...found, prepare, prover: "manifestProver", method: "refuteWeight", args };
}
