import { ENTRY } from "../hash/schemas.js";
import { structListHash } from "../hash/struct-hash.js";
import { laneRow } from "../ledger/lanes.js";
import { contributionTree, responseTree } from "../ledger/model.js";
import { vectorRoot } from "../tree/vector-root.js";
import { checkDefaults } from "./check-defaults.js";
import { checkTable } from "./check-table.js";
import { checkVersions, checkWeights } from "./check-weights.js";
import type { ManifestContext, PublishedModel } from "./manifest-case.js";
import type { ManifestFault, UnregisteredFault } from "./manifest-fault.js";

/**
 * A wrong integer step of a manifest, with all the evidence its proof needs; undefined when all are right. What the chain refutes
 * comes before what is only not published as it was registered. Whether `b` is the response and `h` the held-out query is for
 * re-execution to tell.
 */
export function findManifestFault(published: PublishedModel, context: ManifestContext): ManifestFault | undefined {
  const unregistered = checkTrees(published, context);
  if (unregistered) return unregistered; // nothing can be shown without the leaves
  const misshapen = checkShape(published, context);

  return (
    checkTable(published, context) ??
    checkDefaults(published, context) ??
    checkVersions(published, context) ??
    (misshapen ? undefined : checkWeights(published, context)) ??
    misshapen ??
    checkVectors(published, context) ??
    checkPublishedDefaults(published, context)
  );
}

/** Whether the published tables are those that the registered roots commit to. */
function checkTrees(
  { manifest: { contributions, cells } }: PublishedModel,
  { registered: { manifest } }: ManifestContext,
): UnregisteredFault | undefined {
  if (contributions.length !== manifest.contributionCount) return fault("contribution count");
  if (contributionTree(contributions).root !== manifest.contributionRoot) return fault("contribution root");
  if (cells.length !== manifest.cellCount) return fault("cell count");
  return responseTree(cells).root === manifest.responseRoot ? undefined : fault("response root");
}

function checkShape(
  { manifest: { cells }, responses, heldOut }: PublishedModel,
  { registered: { manifest } }: ManifestContext,
): UnregisteredFault | undefined {
  const { lanes, versions } = manifest;
  const isShaped = responses.rows === cells.length && heldOut.rows === versions.length;
  return isShaped && responses.lanes === lanes && heldOut.lanes === lanes ? undefined : fault("shape of the vectors");
}

function checkVectors(
  { manifest: { cells }, responses, heldOut }: PublishedModel,
  { registered: { manifest } }: ManifestContext,
): UnregisteredFault | undefined {
  const cell = cells.findIndex((each, i) => vectorRoot(laneRow(responses, i)) !== each.vectorRoot);
  if (cell >= 0) return fault(`response of cell ${cell}`);
  const { versions } = manifest;
  const version = versions.findIndex((each, i) => vectorRoot(laneRow(heldOut, i)) !== each.heldOutRoot);
  return version >= 0 ? fault(`held-out vector of version ${version}`) : undefined;
}

function checkPublishedDefaults(
  { manifest }: PublishedModel,
  { registered: { defaults } }: ManifestContext,
): UnregisteredFault | undefined {
  const isSame = structListHash(ENTRY, manifest.defaults) === structListHash(ENTRY, defaults);
  return isSame ? undefined : fault("default list");
}

function fault(reason: string): UnregisteredFault {
  return { proof: "manifest", reason };
}
