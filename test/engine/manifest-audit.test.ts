import { expect } from "chai";
import fc from "fast-check";

import { findManifestFault } from "../../engine/src/core/audit/find-manifest-fault.js";
import type { PublishedModel } from "../../engine/src/core/audit/manifest-case.js";
import type { ManifestFault } from "../../engine/src/core/audit/manifest-fault.js";
import type { ManifestJson, TrainedCell } from "../../engine/src/core/bundle/manifest-json.js";
import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { CELL, CONTRIBUTION_CELLS } from "../../engine/src/core/hash/schemas.js";
import { structHash } from "../../engine/src/core/hash/struct-hash.js";
import type { ContributionCells } from "../../engine/src/core/hash/structs.js";
import { buildModel } from "../../engine/src/core/ledger/build-model.js";
import { defaultList } from "../../engine/src/core/ledger/entries.js";
import { laneMatrix } from "../../engine/src/core/ledger/lanes.js";
import { contributionTree, responseTree } from "../../engine/src/core/ledger/model.js";
import type { Manifest } from "../../engine/src/core/pipeline/manifest.js";
import { verifyMerkle } from "../../engine/src/core/tree/merkle.js";
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

/** What the registry has after these tables were registered, right or wrong. */
function registration(published: ManifestJson): Manifest {
  return {
    baseHash: ZERO_HASH,
    parents: [],
    versions: published.versions.map(({ datanetId, version, heldOutRoot }) => ({ datanetId, version, heldOutRoot })),
    seed: ZERO_HASH,
    engineHash: ZERO_HASH,
    recipeHash: ZERO_HASH,
    weightsHash: ZERO_HASH,
    contributionRoot: contributionTree(published.contributions).root,
    contributionCount: published.contributions.length,
    responseRoot: responseTree(published.cells).root,
    cellCount: published.cells.length,
    lanes: LANES,
    responseScaleBits: published.responseScaleBits,
    dataHash: ZERO_HASH,
  };
}

/** Registers whatever it is given, but for what is `instead`, and audits it. */
function audit(
  manifest: ManifestJson,
  { instead, ...change }: Partial<PublishedModel> & { readonly instead?: Partial<Manifest> } = {},
): ManifestFault | undefined {
  const registered = {
    modelId: 1n,
    manifest: { ...registration(manifest), ...instead },
    defaults: manifest.defaults,
  };
  return findManifestFault({ manifest, responses, heldOut, ...change }, { registered, datanetOf });
}

const withCell = (at: number, change: Partial<TrainedCell>): ManifestJson => {
  const cells = honest.cells.map((each, i) => (i === at ? { ...each, ...change } : each));
  return { ...honest, cells, defaults: defaultList(cells.map(({ weight }) => weight)) };
};

const withRange = (at: number, change: Partial<ContributionCells>): ManifestJson => ({
  ...honest,
  contributions: honest.contributions.map((each, i) => (i === at ? { ...each, ...change } : each)),
});

describe("findManifestFault", () => {
  it("finds nothing in an honest manifest", () => {
    expect(audit(honest)).to.equal(undefined);
  });

  it("proves a wrong weight by the cell, its contribution and the vectors of its own Datanet", () => {
    fc.assert(
      fc.property(fc.nat({ max: 5 }), fc.bigInt({ min: 1n, max: 2n ** 60n }), (cell, by) => {
        const { weight } = honest.cells[cell]!;
        const manifest = withCell(cell, { weight: weight + by });
        const fault = audit(manifest);
        if (fault?.proof !== "weight") throw new Error(`expected weight, got ${String(fault?.proof)}`);
        const version = cell === 2 || cell === 3 ? 1 : 0;
        expect(fault).to.include({ cell, version, given: weight + by, expected: weight });
        expect(fault.prepare).to.deep.equal([]);

        const [modelId, , shown, owner, h, b] = fault.args;
        const { contributionRoot, responseRoot } = registration(manifest);
        expect(modelId).to.equal(1n);
        expect(verifyMerkle({ root: responseRoot, count: 6, leaf: structHash(CELL, shown.cell), ...shown })).to.equal(
          true,
        );
        const leaf = structHash(CONTRIBUTION_CELLS, owner.cells);
        expect(verifyMerkle({ root: contributionRoot, count: 3, leaf, ...owner })).to.equal(true);
        expect(owner.index).to.equal(shown.cell.contribution);
        const hex = (rows: Int8Array, i: number): Hex =>
          `0x${Buffer.from(rows.slice(i * LANES, (i + 1) * LANES).buffer).toString("hex")}`;
        expect([h, b]).to.deep.equal([hex(heldOut.data, version), hex(responses.data, cell)]);
      }),
      { numRuns: 30 },
    );
  });

  const found: [string, object, () => ManifestFault | undefined][] = [
    [
      "a share that is not its cell's weight",
      { proof: "defaults", reason: "another share", cell: 5 },
      () => audit({ ...honest, defaults: [{ cell: 5, share: 1n }] }),
    ],
    [
      "a list without its first cell",
      { proof: "defaults", reason: "left out", cell: model.defaults[0]!.cell },
      () => audit({ ...honest, defaults: honest.defaults.slice(1) }),
    ],
    [
      "a first cell that is not 0",
      { proof: "table", reason: "first cell", contribution: 0 },
      () => audit(withRange(0, { firstCell: 1, cellCount: 1 })),
    ],
    [
      "a contribution without cells",
      { proof: "table", reason: "no cells", contribution: 1 },
      () => audit(withRange(1, { cellCount: 0 })),
    ],
    ["a gap", { proof: "table", reason: "gap", contribution: 1 }, () => audit(withRange(1, { firstCell: 3 }))],
    [
      "an id that falls",
      { proof: "table", reason: "unsorted", contribution: 2 },
      () => audit(withRange(2, { contributionId: 4n })),
    ],
    [
      "an id listed twice",
      { proof: "table", reason: "unsorted", contribution: 2 },
      () => audit(withRange(2, { contributionId: 5n })),
    ],
    [
      "cells of no contribution",
      { proof: "table", reason: "last cell", contribution: 1 },
      () => audit({ ...honest, contributions: honest.contributions.slice(0, 2) }),
    ],
    [
      "a cell of another contribution",
      { proof: "table", reason: "another contribution's", cell: 0 },
      () => audit(withCell(0, { contribution: 2 })),
    ],
    [
      "a cell of no contribution",
      { proof: "table", reason: "no such contribution", cell: 1 },
      () => audit(withCell(1, { contribution: 3 })),
    ],
    [
      "a cell without a vector",
      { proof: "table", reason: "no vector", cell: 1 },
      () => audit(withCell(1, { vectorRoot: ZERO_HASH })),
    ],
    [
      "a contribution that nobody made",
      { proof: "version", contribution: 2 },
      () => audit(withRange(2, { contributionId: 9n })),
    ],
    [
      "a Datanet that is none of the manifest's",
      { proof: "version", contribution: 1 },
      () =>
        audit(
          { ...honest, versions: honest.versions.slice(0, 1) },
          { heldOut: laneMatrix(1, LANES, heldOut.data.slice(0, LANES)) },
        ),
    ],
  ];
  for (const [name, expected, act] of found) {
    it(`proves ${name}`, () => {
      expect(act()).to.include({ ...expected, prover: "manifestProver" });
    });
  }

  it("names vectors that are not the committed ones, after what can be proved", () => {
    const zeros = (rows: number) => laneMatrix(rows, LANES, new Int8Array(rows * LANES));
    for (const [reason, change] of [
      ["response of cell 0", { responses: zeros(6) }],
      ["held-out vector of version 0", { heldOut: zeros(2) }],
      ["shape of the vectors", { heldOut: zeros(1) }],
      ["shape of the vectors", { instead: { lanes: 32 } }],
    ] as const) {
      expect(audit(honest, change)).to.deep.equal({ proof: "manifest", reason });
      expect(audit(withRange(1, { firstCell: 3 }), change)).to.include({ proof: "table" });
    }
  });

  it("proves a wrong weight also where another cell's vector is not published", () => {
    const data = lanes.slice();
    data.fill(0, 0, LANES);
    const fault = audit(withCell(4, { weight: 1n }), { responses: laneMatrix(6, LANES, data) });
    expect(fault).to.include({ proof: "weight", cell: 4 });
  });

  it("finds a manifest that is not the registered one", () => {
    const changes: [string, Partial<Manifest>][] = [
      ["contribution count", { contributionCount: 4 }],
      ["contribution root", { contributionRoot: random.hash() }],
      ["cell count", { cellCount: 7 }],
      ["response root", { responseRoot: random.hash() }],
    ];
    for (const [reason, instead] of changes) {
      expect(audit(honest, { instead })).to.deep.equal({ proof: "manifest", reason });
    }
    const registered = { modelId: 1n, manifest: registration(honest), defaults: honest.defaults };
    const manifest = { ...honest, defaults: honest.defaults.slice(1) };
    const published = { manifest, responses, heldOut };
    const fault = findManifestFault(published, { registered, datanetOf });
    expect(fault).to.deep.equal({ proof: "manifest", reason: "default list" });
  });
});
