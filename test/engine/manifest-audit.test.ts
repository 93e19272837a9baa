import { expect } from "chai";

import {
  findManifestFault,
  type ManifestFault,
  type PublishedModel,
  type RecordedModel,
} from "../../engine/src/core/audit/find-manifest-fault.js";
import type { ManifestJson } from "../../engine/src/core/bundle/manifest-json.js";
import { ENTRY } from "../../engine/src/core/hash/schemas.js";
import { structListHash } from "../../engine/src/core/hash/struct-hash.js";
import { buildModel } from "../../engine/src/core/ledger/build-model.js";
import { laneMatrix } from "../../engine/src/core/ledger/lanes.js";
import { contributionTree, responseTree } from "../../engine/src/core/ledger/model.js";
import { seeded } from "../vectors/seeded.js";

const LANES = 64;
const random = seeded("manifest");
const heldOut = laneMatrix(2, LANES, random.lanes(2 * LANES));
const lanes = random.lanes(6 * LANES);
lanes.set(heldOut.data.subarray(0, LANES));
const responses = laneMatrix(6, LANES, lanes);
const datanetOf = new Map([
  [3n, 1n],
  [5n, 2n],
  [8n, 1n],
]);
const contributions = [...datanetOf].map(([contributionId, datanetId]) => ({
  contributionId,
  datanetId,
  cellCount: 2,
}));
const { model, versions } = buildModel({ modelId: 1n, contributions, responses, datanetIds: [1n, 2n], heldOut });

const honest: ManifestJson = {
  contributions: model.contributions,
  cells: model.cells.map((cell, i) => ({ ...cell, chunks: [[3n, i] as const] })),
  defaults: model.defaults,
  versions: versions.map((each) => ({ ...each, version: 1, heldOut: [[3n, 9] as const] })),
  recipe: { rate: 1 },
  responseScaleBits: 1,
};

/** Registers whatever it is given, right or wrong. */
function audit(manifest: ManifestJson, change: Partial<PublishedModel> = {}): ManifestFault | undefined {
  const recorded: RecordedModel = {
    contributionRoot: contributionTree(manifest.contributions).root,
    responseRoot: responseTree(manifest.cells).root,
    defaultsHash: structListHash(ENTRY, manifest.defaults),
    contributionCount: manifest.contributions.length,
    cellCount: manifest.cells.length,
    lanes: LANES,
  };
  return findManifestFault({ manifest, responses, heldOut, ...change }, { recorded, datanetOf });
}

describe("findManifestFault", () => {
  it("finds nothing in an honest manifest", () => {
    expect(audit(honest)).to.equal(undefined);
  });

  it("names the cell whose weight is wrong, and whose held-out vector weighs it", () => {
    for (const cell of honest.cells.keys()) {
      const cells = honest.cells.map((each, i) => (i === cell ? { ...each, weight: each.weight + 7n } : each));
      const weight = honest.cells[cell]!.weight;
      const version = cell === 2 || cell === 3 ? 1 : 0;
      const expected = { proof: "weight", cell, version, given: weight + 7n, expected: weight };
      expect(audit({ ...honest, cells })).to.deep.equal(expected);
    }
  });

  it("finds tables, defaults and vectors that do not fit together", () => {
    const wrong: [string, ManifestFault | undefined][] = [
      ["default list", audit({ ...honest, defaults: [{ cell: 5, share: 1n }] })],
      [
        "cells of contribution 1",
        audit({
          ...honest,
          contributions: honest.contributions.map((each, i) => (i === 1 ? { ...each, firstCell: 3 } : each)),
        }),
      ],
      [
        "cells of contribution 0",
        audit({ ...honest, cells: honest.cells.map((each) => ({ ...each, contribution: 2 })) }),
      ],
      ["cells of no contribution", audit({ ...honest, contributions: honest.contributions.slice(0, 2) })],
      [
        "Datanet of contribution 1",
        audit(
          { ...honest, versions: honest.versions.slice(0, 1) },
          { heldOut: laneMatrix(1, LANES, heldOut.data.slice(0, LANES)) },
        ),
      ],
      ["response of cell 0", audit(honest, { responses: laneMatrix(6, LANES, new Int8Array(6 * LANES)) })],
      ["held-out vector of version 0", audit(honest, { heldOut: laneMatrix(2, LANES, new Int8Array(2 * LANES)) })],
      ["shape of the vectors", audit(honest, { heldOut: laneMatrix(1, LANES, new Int8Array(LANES)) })],
    ];
    for (const [reason, found] of wrong) expect(found).to.deep.equal({ proof: "manifest", reason });
  });

  it("finds a manifest that is not the registered one", () => {
    const recorded: RecordedModel = {
      contributionRoot: contributionTree(honest.contributions).root,
      responseRoot: responseTree(honest.cells).root,
      defaultsHash: structListHash(ENTRY, honest.defaults),
      contributionCount: 3,
      cellCount: 6,
      lanes: LANES,
    };
    const changes: [string, Partial<RecordedModel>][] = [
      ["contribution count", { contributionCount: 4 }],
      ["contribution root", { contributionRoot: random.hash() }],
      ["cell count", { cellCount: 7 }],
      ["response root", { responseRoot: random.hash() }],
      ["default list's hash", { defaultsHash: random.hash() }],
      ["shape of the vectors", { lanes: 32 }],
    ];
    for (const [reason, change] of changes) {
      const found = findManifestFault(
        { manifest: honest, responses, heldOut },
        { recorded: { ...recorded, ...change }, datanetOf },
      );
      expect(found).to.deep.equal({ proof: "manifest", reason });
    }
  });
});
