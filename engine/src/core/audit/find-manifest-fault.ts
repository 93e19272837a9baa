import type { ManifestJson } from "../bundle/manifest-json.js";
import type { Hex } from "../hash/hex.js";
import { ENTRY } from "../hash/schemas.js";
import { structListHash } from "../hash/struct-hash.js";
import { cellWeight } from "../ledger/build-model.js";
import { defaultList } from "../ledger/entries.js";
import { type LaneMatrix, laneRow } from "../ledger/lanes.js";
import { contributionTree, responseTree } from "../ledger/model.js";
import { vectorRoot } from "../tree/vector-root.js";

/** What the registry keeps of a model, as far as the published manifest must answer to it. */
export type RecordedModel = {
  readonly contributionRoot: Hex;
  readonly responseRoot: Hex;
  /** List hash of the default list. */
  readonly defaultsHash: Hex;
  readonly contributionCount: number;
  readonly cellCount: number;
  readonly lanes: number;
};

/** A published model bundle: row c of `responses` is cell c's vector, row v of `heldOut` version v's. */
export type PublishedModel = {
  readonly manifest: ManifestJson;
  readonly responses: LaneMatrix;
  readonly heldOut: LaneMatrix;
};

/** A cell whose weight is not `max(0, h · b)`, with the committed vectors of both. */
export type WeightFault = {
  readonly proof: "weight";
  readonly cell: number;
  /** Place of the cell's own Datanet in the manifest's versions. */
  readonly version: number;
  readonly given: bigint;
  readonly expected: bigint;
};

/** Tables or default list that contradict each other or what was registered. */
export type ManifestFault = WeightFault | { readonly proof: "manifest"; readonly reason: string };

/**
 * The first integer step of a manifest that is wrong; undefined when all are right. Whether `b` is the response and `h` the
 * held-out query is for re-execution to tell.
 * @param context.datanetOf Datanet of every contribution, as the chain recorded it.
 */
export function findManifestFault(
  published: PublishedModel,
  context: {
    readonly recorded: RecordedModel;
    readonly datanetOf: ReadonlyMap<bigint, bigint>;
  },
): ManifestFault | undefined {
  return (
    checkRoots(published, context.recorded) ??
    checkTable(published.manifest) ??
    checkWeights(published, context.datanetOf) ??
    checkDefaults(published.manifest)
  );
}

function checkRoots(
  { manifest, responses, heldOut }: PublishedModel,
  recorded: RecordedModel,
): ManifestFault | undefined {
  const { contributions, cells, defaults, versions } = manifest;
  if (contributions.length !== recorded.contributionCount) return fault("contribution count");
  if (contributionTree(contributions).root !== recorded.contributionRoot) return fault("contribution root");
  if (cells.length !== recorded.cellCount) return fault("cell count");
  if (responseTree(cells).root !== recorded.responseRoot) return fault("response root");
  if (structListHash(ENTRY, defaults) !== recorded.defaultsHash) return fault("default list's hash");

  const { lanes } = recorded;
  const isShaped = responses.rows === cells.length && heldOut.rows === versions.length;
  if (!isShaped || responses.lanes !== lanes || heldOut.lanes !== lanes) return fault("shape of the vectors");
  const cell = cells.findIndex((each, i) => vectorRoot(laneRow(responses, i)) !== each.vectorRoot);
  if (cell >= 0) return fault(`response of cell ${cell}`);
  const version = versions.findIndex((each, i) => vectorRoot(laneRow(heldOut, i)) !== each.heldOutRoot);
  return version >= 0 ? fault(`held-out vector of version ${version}`) : undefined;
}

/** Cells of one contribution are adjacent, in the table's order, and none is left over. */
function checkTable({ contributions, cells }: ManifestJson): ManifestFault | undefined {
  let nextCell = 0;
  for (const [i, { firstCell, cellCount }] of contributions.entries()) {
    const own = cells.slice(firstCell, firstCell + cellCount);
    const isRight = cellCount > 0 && firstCell === nextCell && own.every(({ contribution }) => contribution === i);
    if (!isRight) return fault(`cells of contribution ${i}`);
    nextCell += cellCount;
  }
  return nextCell === cells.length ? undefined : fault("cells of no contribution");
}

function checkDefaults({ cells, defaults }: ManifestJson): ManifestFault | undefined {
  const expected = defaultList(cells.map(({ weight }) => weight));
  return structListHash(ENTRY, defaults) === structListHash(ENTRY, expected) ? undefined : fault("default list");
}

function checkWeights(
  { manifest, responses, heldOut }: PublishedModel,
  datanetOf: ReadonlyMap<bigint, bigint>,
): ManifestFault | undefined {
  for (const [cell, { contribution, weight }] of manifest.cells.entries()) {
    const datanetId = datanetOf.get(manifest.contributions[contribution]!.contributionId);
    const version = manifest.versions.findIndex((each) => each.datanetId === datanetId);
    if (version < 0) return fault(`Datanet of contribution ${contribution}`);
    const expected = cellWeight(laneRow(heldOut, version), laneRow(responses, cell));
    if (weight !== expected) return { proof: "weight", cell, version, given: weight, expected };
  }
  return undefined;
}

function fault(reason: string): ManifestFault {
  return { proof: "manifest", reason };
}
