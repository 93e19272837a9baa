import { expect } from "chai";

import { gasOf } from "../../bench/gas/row.js";
import { cellEvidence, contributionEvidence } from "../../engine/src/core/audit/evidence.js";
import { findManifestFault } from "../../engine/src/core/audit/find-manifest-fault.js";
import { toHex } from "../../engine/src/core/hash/hex.js";
import { laneRow } from "../../engine/src/core/ledger/lanes.js";
import { laneBytes } from "../../engine/src/core/tree/vector-root.js";
import { loadFixture } from "../helpers/chain.js";
import { itMeasures } from "../helpers/gas.js";
import { hashOf } from "../helpers/hashes.js";
import { deployHonest, deploySmall, expectFall, refute, withCell, withRange } from "../helpers/manifest-forgery.js";
import { mutable } from "../helpers/mutable.js";
import { deployManifest, registerPublished } from "../helpers/published-manifest.js";

const WIDE = 7168;
const LONG = 12_288;

const deployWide = () => deployManifest(WIDE);
const deployMost = () => deployManifest(8192);
const deployLong = () => deployManifest(LONG);

describe("ManifestProver", () => {
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

    it("takes up to 8,192 lanes in one transaction", async () => {
      const world = await loadFixture(deployMost);
      const weight = world.honest.manifest.cells[20]!.weight + 1n;
      expect(await expectFall(world, withCell(world.honest, 20, { weight }))).to.deep.include({
        cell: 20,
        prepare: [],
      });
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

    itMeasures("is at most 700,000 for 7,168 lanes on each side, the fall included", async () => {
      const world = await loadFixture(deployWide);
      const weight = world.honest.manifest.cells[0]!.weight + 1n;
      const { sent } = await refute(world, withCell(world.honest, 0, { weight }));
      expect(await gasOf(sent)).to.be.at.most(700_000);
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
});
