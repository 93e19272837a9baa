import { expect } from "chai";

import { gasOf } from "../../bench/gas/row.js";
import { NO_CONTRIBUTION } from "../../engine/src/core/audit/evidence-types.js";
import { findManifestFault } from "../../engine/src/core/audit/find-manifest-fault.js";
import type { PublishedModel } from "../../engine/src/core/audit/manifest-case.js";
import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { loadFixture } from "../helpers/chain.js";
import { itMeasures } from "../helpers/gas.js";
import {
  deployHonest,
  deploySmall,
  expectFall,
  prove,
  refute,
  withCell,
  withRange,
  withTables,
} from "../helpers/manifest-forgery.js";
import { mutable } from "../helpers/mutable.js";
import { registerPublished } from "../helpers/published-manifest.js";
import { type Seeded, seeded } from "../vectors/seeded.js";

const RIGHT = "ProverStepIsRight";

/** Another number somewhere in the tables or the default list. */
function randomChange(published: PublishedModel, { below }: Seeded): PublishedModel {
  const { cells, contributions, defaults } = published.manifest;
  const by = 1n + below(20n);
  const cell = Number(below(BigInt(cells.length)));
  const at = Number(below(BigInt(contributions.length)));
  const range = contributions[at]!;
  switch (Number(below(6n))) {
    case 0:
      return withCell(published, cell, { weight: cells[cell]!.weight + by });
    case 1:
      return withCell(published, cell, { contribution: (cells[cell]!.contribution + Number(by)) % 21 });
    case 2:
      return withRange(published, at, { firstCell: range.firstCell + Number(by) });
    case 3:
      return withRange(published, at, { cellCount: Math.max(0, range.cellCount - Number(by)) });
    case 4:
      return withRange(published, at, { contributionId: range.contributionId + by });
    default:
      return withTables(published, { defaults: defaults.slice(0, -1) });
  }
}

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

  it("refutes any change of a number, in one place or two", async () => {
    const world = await loadFixture(deploySmall);
    const random = seeded("changes");
    const proofs = new Set<string>();
    for (let i = 0; i < 80; i++) {
      const once = randomChange(world.honest, random);
      const { proof } = await expectFall(world, i % 2 === 0 ? once : randomChange(once, random));
      proofs.add(proof);
    }
    expect([...proofs].sort()).to.deep.equal(["defaults", "table", "version", "weight"]);
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

  itMeasures("every proof but weight is at most 230,000, the fall included", async () => {
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
      expect(await gasOf(sent), fault.method).to.be.at.most(230_000);
    }
  });
});
