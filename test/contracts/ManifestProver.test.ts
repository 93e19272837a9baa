import { expect } from "chai";

import { dotEvidence } from "../../engine/src/core/audit/dot-evidence.js";
import { cellEvidence, contributionEvidence } from "../../engine/src/core/audit/evidence.js";
import { NO_CELL, NO_CONTRIBUTION } from "../../engine/src/core/audit/evidence-types.js";
import { findManifestFault } from "../../engine/src/core/audit/find-manifest-fault.js";
import type { PublishedModel } from "../../engine/src/core/audit/manifest-case.js";
import type { ManifestFault } from "../../engine/src/core/audit/manifest-fault.js";
import type { TrainedCell } from "../../engine/src/core/bundle/manifest-json.js";
import { toHex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import type { ContributionCells, Entry } from "../../engine/src/core/hash/structs.js";
import { defaultList } from "../../engine/src/core/ledger/entries.js";
import { laneRow } from "../../engine/src/core/ledger/lanes.js";
import { merkleProof } from "../../engine/src/core/tree/merkle.js";
import { laneBytes } from "../../engine/src/core/tree/vector-root.js";
import { loadFixture } from "../helpers/chain.js";
import { gasOf, itMeasures } from "../helpers/gas.js";
import { hashOf } from "../helpers/hashes.js";
import { mutable } from "../helpers/mutable.js";
import { deployManifest, type ManifestWorld, registerPublished, withZeroLeaf } from "../helpers/published-manifest.js";

const WIDE = 7168;
const LONG = 12_288;

const deploySmall = () => deployManifest();
const deployWide = () => deployManifest(WIDE);
const deployLong = () => deployManifest(LONG);

type RefutableFault = Extract<ManifestFault, { readonly method: string }>;

type Tables = {
  readonly contributions?: readonly ContributionCells[];
  readonly cells?: readonly TrainedCell[];
  readonly defaults?: readonly Entry[];
};

const withTables = (published: PublishedModel, tables: Tables): PublishedModel => ({
  ...published,
  manifest: { ...published.manifest, ...tables },
});

/** The model with one cell changed, and the default list that then follows. */
function withCell(published: PublishedModel, at: number, change: Partial<TrainedCell>): PublishedModel {
  const cells = published.manifest.cells.map((cell, i) => (i === at ? { ...cell, ...change } : cell));
  return withTables(published, { cells, defaults: defaultList(cells.map(({ weight }) => weight)) });
}

const withRange = (published: PublishedModel, at: number, change: Partial<ContributionCells>): PublishedModel =>
  withTables(published, {
    contributions: published.manifest.contributions.map((each, i) => (i === at ? { ...each, ...change } : each)),
  });

/** Sends a proof as the engine gives it: the arguments are in the contract's order. */
function prove({ manifestProver, mallory }: ManifestWorld, { method, args }: RefutableFault) {
  const send = manifestProver.connect(mallory).getFunction(method as "refuteRange");
  return send(...(mutable(args) as unknown as Parameters<typeof send>));
}

/** Registers a wrong model, has the engine find the fault, and sends its proof as mallory. */
async function refute(world: ManifestWorld, published: PublishedModel) {
  const context = await registerPublished(world, published);
  const fault = findManifestFault(published, context);
  if (!fault || !("method" in fault)) throw new Error(`expected a fault to refute, got ${String(fault?.proof)}`);
  for (const { args } of "prepare" in fault ? fault.prepare : []) await world.dots.accumulate(...mutable(args));
  return { fault, sent: prove(world, fault), modelId: context.registered.modelId };
}

async function expectFall(world: ManifestWorld, published: PublishedModel) {
  const { fault, sent, modelId } = await refute(world, published);
  const { models, trainer, mallory } = world;
  await expect(sent)
    .to.emit(models, "ModelFell")
    .withArgs(
      modelId,
      trainer.address,
      fault.proof,
      mallory.address,
      (bounty: bigint) => bounty > 0n,
      (burnt: bigint) => burnt > 0n,
    );
  expect((await models.recordOf(modelId)).fellAt).to.be.greaterThan(0n);
  return fault;
}

/** Evidence of an honest model, to be shown for claims that are false. */
async function deployHonest() {
  const world = await deploySmall();
  const { registered } = await registerPublished(world, world.honest);
  const { contributions, cells } = world.honest.manifest;
  const cell = (i: number) => mutable(cellEvidence(cells, i));
  const owner = (i: number) => mutable(contributionEvidence(contributions, i));
  const versionOf = (i: number) => (cells[i]!.contribution === 1 ? 1 : 0);
  const lanes = (i: number, version = versionOf(i)) =>
    dotEvidence(laneRow(world.honest.heldOut, version), laneRow(world.honest.responses, i)).lanes;
  const { modelId, manifest, defaults } = registered;
  const given = { cell, owner, lanes, modelId, manifest: mutable(manifest), defaults: mutable(defaults) };
  return { ...world, ...given, cells, contributions };
}

const textOf = (change: object): string =>
  Object.entries(change)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(", ");

const RIGHT = "ProverStepIsRight";

describe("ManifestProver", () => {
  describe("given an honest manifest", () => {
    it("is one by the engine's own audit, with a full list that leaves cells out", async () => {
      const world = await loadFixture(deploySmall);
      const context = await registerPublished(world, world.honest);
      expect(findManifestFault(world.honest, context)).to.equal(undefined);
      expect(world.honest.manifest.defaults).to.have.length(16);
      expect(world.honest.manifest.cells.filter(({ weight }) => weight > 0n).length).to.be.greaterThan(16);
    });

    it("refutes nothing of any cell", async () => {
      const { manifestProver, modelId, manifest, defaults, cell, owner, lanes, cells } =
        await loadFixture(deployHonest);
      const listed = new Map(defaults.map((entry, i) => [entry.cell, i]));
      for (const [i, { contribution }] of cells.entries()) {
        const weight = manifestProver.refuteWeight.staticCall(
          modelId,
          manifest,
          cell(i),
          owner(contribution),
          ...lanes(i),
        );
        await expect(weight).to.be.revertedWithCustomError(manifestProver, RIGHT);
        const named = manifestProver.refuteCell.staticCall(modelId, cell(i), owner(contribution));
        await expect(named).to.be.revertedWithCustomError(manifestProver, RIGHT);
        const place = listed.get(i);
        const inList =
          place === undefined
            ? manifestProver.refuteDefaultOmitted.staticCall(modelId, defaults, cell(i))
            : manifestProver.refuteDefault.staticCall(modelId, defaults, place, cell(i));
        await expect(inList).to.be.revertedWithCustomError(manifestProver, RIGHT);
      }
    });

    it("refutes nothing of any contribution", async () => {
      const { manifestProver, modelId, manifest, owner, contributions } = await loadFixture(deployHonest);
      for (const i of contributions.keys()) {
        const version = manifestProver.refuteVersion.staticCall(modelId, manifest, owner(i));
        await expect(version).to.be.revertedWithCustomError(manifestProver, RIGHT);
        const range = manifestProver.refuteRange.staticCall(modelId, owner(i));
        await expect(range).to.be.revertedWithCustomError(manifestProver, RIGHT);
        if (i === 0) continue;
        const gap = manifestProver.refuteGap.staticCall(modelId, owner(i - 1), owner(i));
        await expect(gap).to.be.revertedWithCustomError(manifestProver, RIGHT);
      }
    });

    it("takes no padding for a zero leaf, and no leaf for one", async () => {
      const { manifestProver, modelId, cell, owner } = await loadFixture(deployHonest);
      for (const index of [0, 47, 48, 63]) {
        const { proof } = index < 48 ? cell(index) : cell(47);
        await expect(manifestProver.refuteZeroCell(modelId, index, proof))
          .to.be.revertedWithCustomError(manifestProver, "ProverBadLeafProof")
          .withArgs(index);
      }
      // The place after the last of three: its siblings are those of the last, which is its own sibling.
      const padding = [owner(2).proof[0]!, owner(2).proof[1]!];
      for (const [index, proof] of [
        [0, owner(0).proof],
        [3, padding],
      ] as const) {
        await expect(manifestProver.refuteZeroRange(modelId, index, [...proof]))
          .to.be.revertedWithCustomError(manifestProver, "ProverBadLeafProof")
          .withArgs(index);
      }
    });

    it("lets nobody show a weight with another Datanet's held-out vector", async () => {
      const { manifestProver, modelId, manifest, cell, owner, lanes } = await loadFixture(deployHonest);
      await expect(
        manifestProver.refuteWeight(modelId, manifest, cell(0), owner(0), ...lanes(0, 1)),
      ).to.be.revertedWithCustomError(manifestProver, "ProverWrongVector");
      await expect(manifestProver.refuteWeight(modelId, manifest, cell(0), owner(1), ...lanes(0, 1)))
        .to.be.revertedWithCustomError(manifestProver, "ProverWrongContribution")
        .withArgs(1n, 0n);
    });
  });

  describe("refuteWeight", () => {
    for (const [name, change] of [
      ["too high", (weight: bigint) => weight + 1n],
      ["too low", (weight: bigint) => weight - 1n],
      ["0", () => 0n],
      ["the largest", () => 2n ** 64n - 1n],
    ] as const) {
      it(`refutes a weight that is ${name}`, async () => {
        const world = await loadFixture(deploySmall);
        const at = world.honest.manifest.cells.findIndex(({ weight }) => weight > 0n);
        const { weight } = world.honest.manifest.cells[at]!;
        const fault = await expectFall(world, withCell(world.honest, at, { weight: change(weight) }));
        expect(fault).to.include({ proof: "weight", cell: at, expected: weight });
      });
    }

    it("refutes a weight for a cell that does not help, and one by another Datanet's held-out vector", async () => {
      const world = await loadFixture(deploySmall);
      const { cells } = world.honest.manifest;
      const useless = cells.findIndex(({ weight }) => weight === 0n);
      expect(await expectFall(world, withCell(world.honest, useless, { weight: 1n }))).to.include({ cell: useless });

      const second = cells.findIndex(({ contribution, weight }) => contribution === 1 && weight > 0n);
      const fault = await expectFall(world, withCell(world.honest, second, { weight: 3n }));
      expect(fault).to.include({ proof: "weight", version: 1 });
    });

    it("takes the accumulated dot product of longer vectors, once it is complete", async () => {
      const world = await loadFixture(deployLong);
      const { manifestProver, dots } = world;
      const weight = world.honest.manifest.cells[20]!.weight + 1n;
      const published = withCell(world.honest, 20, { weight });
      const context = await registerPublished(world, published);
      const fault = findManifestFault(published, context);
      if (fault?.proof !== "weight") throw new Error(`expected weight, got ${String(fault?.proof)}`);
      expect(fault.args.slice(4)).to.deep.equal(["0x", "0x"]);

      const args = mutable(fault.args);
      const incomplete = manifestProver.refuteWeight(...args);
      await expect(incomplete).to.be.revertedWithCustomError(manifestProver, "ProverDotIncomplete");
      for (const call of fault.prepare) await dots.accumulate(...mutable(call.args));
      await expect(manifestProver.refuteWeight(...args)).to.emit(world.models, "ModelFell");
    });

    it("refuses more lanes than fit", async () => {
      const world = await loadFixture(deployLong);
      const { honest, manifestProver } = world;
      const { registered } = await registerPublished(world, honest);
      const { contributions, cells } = honest.manifest;
      const [h, b] = [laneRow(honest.heldOut, 0), laneRow(honest.responses, 0)].map((each) => toHex(laneBytes(each)));
      const evidence = [cellEvidence(cells, 0), contributionEvidence(contributions, 0)] as const;
      const args = mutable([registered.modelId, registered.manifest, ...evidence, h!, b!] as const);
      await expect(manifestProver.refuteWeight(...args))
        .to.be.revertedWithCustomError(manifestProver, "ProverTooManyLanes")
        .withArgs(LONG, 8192n);
    });

    it("refuses another manifest, another cell, and a contribution that is not the table's", async () => {
      const { manifestProver, modelId, manifest, cell, owner, lanes } = await loadFixture(deployHonest);
      const other = { ...manifest, dataHash: hashOf("x") };
      await expect(
        manifestProver.refuteWeight(modelId, other, cell(0), owner(0), ...lanes(0)),
      ).to.be.revertedWithCustomError(manifestProver, "ProverWrongManifest");
      const heavier = { ...cell(0), cell: { ...cell(0).cell, weight: 2n ** 40n } };
      await expect(manifestProver.refuteWeight(modelId, manifest, heavier, owner(0), ...lanes(0)))
        .to.be.revertedWithCustomError(manifestProver, "ProverBadCellProof")
        .withArgs(0n);
      const made = { ...owner(0), cells: { ...owner(0).cells, contributionId: 2n } };
      await expect(manifestProver.refuteWeight(modelId, manifest, cell(0), made, ...lanes(0)))
        .to.be.revertedWithCustomError(manifestProver, "ProverBadContributionProof")
        .withArgs(0n);
    });

    itMeasures("is at most 800,000 for 7,168 lanes on each side, the fall included", async () => {
      const world = await loadFixture(deployWide);
      const weight = world.honest.manifest.cells[0]!.weight + 1n;
      const { sent } = await refute(world, withCell(world.honest, 0, { weight }));
      expect(await gasOf(sent)).to.be.at.most(800_000);
    });
  });

  describe("refuteVersion", () => {
    it("refutes a contribution that nobody made", async () => {
      const world = await loadFixture(deploySmall);
      const fault = await expectFall(world, withRange(world.honest, 2, { contributionId: 99n }));
      expect(fault).to.deep.include({ proof: "version", contribution: 2 });
    });

    it("refutes a contribution of a Datanet that is none of the manifest's, which has no weight to show", async () => {
      const world = await loadFixture(deploySmall);
      const manifest = { ...world.honest.manifest, versions: world.honest.manifest.versions.slice(0, 1) };
      const published = { ...world.honest, manifest };
      const context = await registerPublished(world, published);
      const fault = findManifestFault(published, context);
      if (fault?.proof !== "version") throw new Error(`expected version, got ${String(fault?.proof)}`);

      const { manifestProver, models } = world;
      const [modelId, registered, owner] = mutable(fault.args);
      const cell = mutable(cellEvidence(manifest.cells, 16));
      await expect(manifestProver.refuteWeight(modelId, registered, cell, owner, "0x", "0x"))
        .to.be.revertedWithCustomError(manifestProver, "ProverNoVersion")
        .withArgs(owner.cells.contributionId);
      await expect(manifestProver.refuteVersion(...mutable(fault.args))).to.emit(models, "ModelFell");
    });
  });

  describe("refuteDefault", () => {
    it("refutes a share that is not the cell's weight", async () => {
      const world = await loadFixture(deploySmall);
      const [first, ...others] = world.honest.manifest.defaults;
      const defaults = [{ ...first!, share: first!.share + 1n }, ...others];
      const fault = await expectFall(world, withTables(world.honest, { defaults }));
      expect(fault).to.include({ proof: "defaults", reason: "another share", cell: first!.cell });
    });

    it("refutes a listed cell without weight", async () => {
      const world = await loadFixture(deploySmall);
      const useless = world.honest.manifest.cells.findIndex(({ weight }) => weight === 0n);
      const defaults = [...world.honest.manifest.defaults.slice(0, 15), { cell: useless, share: 1n }];
      expect(await expectFall(world, withTables(world.honest, { defaults }))).to.include({ cell: useless });
    });

    it("refuses another list, another cell and a place beyond the list", async () => {
      const { manifestProver, modelId, defaults, cell } = await loadFixture(deployHonest);
      const first = defaults[0]!.cell;
      await expect(
        manifestProver.refuteDefault(modelId, defaults.slice(1), 0, cell(first)),
      ).to.be.revertedWithCustomError(manifestProver, "ProverWrongDefaults");
      await expect(manifestProver.refuteDefault(modelId, defaults, 1, cell(first)))
        .to.be.revertedWithCustomError(manifestProver, "ProverCellNotEntry")
        .withArgs(first, defaults[1]!.cell);
      await expect(manifestProver.refuteDefault(modelId, defaults, 16, cell(first)))
        .to.be.revertedWithCustomError(manifestProver, "ProverNoSuchDefault")
        .withArgs(16n, 16n);
      const lighter = { ...cell(first), cell: { ...cell(first).cell, weight: 1n } };
      await expect(manifestProver.refuteDefault(modelId, defaults, 0, lighter))
        .to.be.revertedWithCustomError(manifestProver, "ProverBadCellProof")
        .withArgs(first);
    });
  });

  describe("refuteDefaultOmitted", () => {
    it("refutes a list that is not full", async () => {
      const world = await loadFixture(deploySmall);
      const { defaults } = world.honest.manifest;
      const fault = await expectFall(world, withTables(world.honest, { defaults: defaults.slice(0, 15) }));
      expect(fault).to.include({ proof: "defaults", reason: "left out", cell: defaults[15]!.cell });
    });

    it("refutes a full list without a cell that ranks before its last", async () => {
      const world = await loadFixture(deploySmall);
      const weights = world.honest.manifest.cells.map(({ weight }) => weight);
      const [first, ...others] = world.honest.manifest.defaults;
      const next = defaultList(weights.map((weight, cell) => (cell === first!.cell ? 0n : weight)))[15]!;
      const fault = await expectFall(world, withTables(world.honest, { defaults: [...others, next] }));
      expect(fault).to.include({ reason: "left out", cell: first!.cell });
    });

    it("counts the lower of two cells of equal weight as the first", async () => {
      const world = await loadFixture(deploySmall);
      // All cells have one vector, hence one weight for each Datanet: the list is the first sixteen of the larger.
      const { honest } = world;
      const best = honest.manifest.defaults[0]!.cell;
      const { weight } = honest.manifest.cells[best]!;
      const cells = honest.manifest.cells.map((cell) => ({ ...cell, weight }));
      const right = withTables(honest, { cells, defaults: defaultList(cells.map(() => weight)) });
      const context = await registerPublished(world, right);
      const { manifestProver } = world;
      const { modelId, defaults } = context.registered;
      const sixteenth = manifestProver.refuteDefaultOmitted(
        modelId,
        mutable(defaults),
        mutable(cellEvidence(cells, 16)),
      );
      await expect(sixteenth).to.be.revertedWithCustomError(manifestProver, RIGHT);

      const shifted = [...defaults.slice(0, 15), { cell: 16, share: weight }];
      expect(await expectFall(world, withTables(right, { defaults: shifted }))).to.include({ cell: 15 });
    });

    it("refuses a listed cell and another list", async () => {
      const { manifestProver, modelId, defaults, cell } = await loadFixture(deployHonest);
      const { cell: listed } = defaults[3]!;
      await expect(manifestProver.refuteDefaultOmitted(modelId, defaults, cell(listed)))
        .to.be.revertedWithCustomError(manifestProver, "ProverCellListed")
        .withArgs(listed);
      await expect(manifestProver.refuteDefaultOmitted(modelId, [], cell(listed))).to.be.revertedWithCustomError(
        manifestProver,
        "ProverWrongDefaults",
      );
    });
  });

  describe("the table", () => {
    for (const [reason, at, change] of [
      ["first cell", 0, { firstCell: 1, cellCount: 15 }],
      ["no cells", 1, { cellCount: 0 }],
      ["last cell", 2, { cellCount: 15 }],
      ["last cell", 2, { cellCount: 17 }],
      ["last cell", 2, { cellCount: 2 ** 32 - 1 }],
      ["gap", 1, { firstCell: 17 }],
      ["gap", 1, { firstCell: 15 }],
      ["gap", 2, { firstCell: 0, cellCount: 48 }],
      ["unsorted", 1, { contributionId: 1n }],
      ["unsorted", 2, { contributionId: 1n }],
    ] as const) {
      it(`is refuted by "${reason}" of contribution ${at} with ${textOf(change)}`, async () => {
        const world = await loadFixture(deploySmall);
        const fault = await expectFall(world, withRange(world.honest, at, change));
        expect(fault).to.include({ proof: "table", reason, contribution: at });
      });
    }

    it("does not wrap round 2^32 cells", async () => {
      const world = await loadFixture(deploySmall);
      const [first, second, third] = world.honest.manifest.contributions;
      const contributions = [
        first!,
        { ...second!, cellCount: 2 ** 32 - 16 }, // ends at cell 2^32, where cell 0 is not
        { ...third!, firstCell: 0, cellCount: 48 },
      ];
      const fault = await expectFall(world, withTables(world.honest, { contributions }));
      expect(fault).to.include({ reason: "gap", contribution: 2 });
    });

    for (const [reason, at, change] of [
      ["another contribution's", 15, { contribution: 1 }],
      ["another contribution's", 16, { contribution: 0 }],
      ["another contribution's", 47, { contribution: 0 }],
      ["no such contribution", 3, { contribution: 3 }],
      ["no such contribution", 3, { contribution: 2 ** 32 - 1 }],
      ["no vector", 3, { vectorRoot: ZERO_HASH }],
    ] as const) {
      it(`is refuted by "${reason}" of cell ${at} with ${textOf(change)}`, async () => {
        const world = await loadFixture(deploySmall);
        const fault = await expectFall(world, withCell(world.honest, at, change));
        expect(fault).to.include({ proof: "table", reason, cell: at });
      });
    }

    it("is refuted by a leaf of zero bytes below the count", async () => {
      const world = await loadFixture(deploySmall);
      const { manifestProver, models, honest } = world;
      const cells = withZeroLeaf(honest, "cells", 47);
      const first = await registerPublished(world, honest, { responses: cells });
      await expect(manifestProver.refuteZeroCell(first.registered.modelId, 47, merkleProof(cells, 47))).to.emit(
        models,
        "ModelFell",
      );
      const contributions = withZeroLeaf(honest, "contributions", 1);
      const second = await registerPublished(world, honest, { contributions });
      await expect(manifestProver.refuteZeroRange(second.registered.modelId, 1, merkleProof(contributions, 1))).to.emit(
        models,
        "ModelFell",
      );
    });

    it("is not refuted by neighbours that are none, other leaves, or another cell's owner", async () => {
      const { manifestProver, modelId, cell, owner } = await loadFixture(deployHonest);
      await expect(manifestProver.refuteGap(modelId, owner(0), owner(2)))
        .to.be.revertedWithCustomError(manifestProver, "ProverWrongContribution")
        .withArgs(2n, 1n);
      await expect(manifestProver.refuteGap(modelId, owner(1), owner(0)))
        .to.be.revertedWithCustomError(manifestProver, "ProverWrongContribution")
        .withArgs(0n, 2n);
      const moved = { ...owner(1), cells: { ...owner(1).cells, firstCell: 17 } };
      for (const sent of [
        manifestProver.refuteRange(modelId, moved),
        manifestProver.refuteGap(modelId, owner(0), moved),
        manifestProver.refuteGap(modelId, moved, owner(2)),
        manifestProver.refuteCell(modelId, cell(16), moved),
      ]) {
        await expect(sent).to.be.revertedWithCustomError(manifestProver, "ProverBadContributionProof").withArgs(1n);
      }
      await expect(manifestProver.refuteCell(modelId, cell(16), owner(0)))
        .to.be.revertedWithCustomError(manifestProver, "ProverWrongContribution")
        .withArgs(0n, 1n);
      await expect(
        manifestProver.refuteCell(modelId, mutable(NO_CELL), mutable(NO_CONTRIBUTION)),
      ).to.be.revertedWithCustomError(manifestProver, "ProverBadCellProof");
    });
  });

  it("refutes a fallen model no second time, and no model that there is not", async () => {
    const world = await loadFixture(deploySmall);
    const { manifestProver, models, honest } = world;
    const { modelId, sent, fault } = await refute(world, withCell(honest, 3, { vectorRoot: ZERO_HASH }));
    await sent;
    await expect(prove(world, fault)).to.be.revertedWithCustomError(models, "ModelAlreadyFallen").withArgs(modelId);
    await expect(manifestProver.refuteRange(99n, mutable(NO_CONTRIBUTION)))
      .to.be.revertedWithCustomError(models, "ModelUnknown")
      .withArgs(99n);
  });

  itMeasures("every proof but weight is at most 300,000, the fall included", async () => {
    const world = await loadFixture(deploySmall);
    const { defaults } = world.honest.manifest;
    const [first, ...others] = defaults;
    for (const wrong of [
      withRange(world.honest, 2, { contributionId: 99n }),
      withTables(world.honest, { defaults: [{ ...first!, share: first!.share + 1n }, ...others] }),
      withTables(world.honest, { defaults: defaults.slice(0, 15) }),
      withRange(world.honest, 2, { cellCount: 15 }),
      withRange(world.honest, 1, { firstCell: 17 }),
      withCell(world.honest, 15, { contribution: 1 }),
    ]) {
      const { sent, fault } = await refute(world, wrong);
      expect(await gasOf(sent), fault.method).to.be.at.most(300_000);
    }
  });
});
