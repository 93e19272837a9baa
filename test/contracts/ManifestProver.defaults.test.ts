import { expect } from "chai";

import { cellEvidence } from "../../engine/src/core/audit/evidence.js";
import { defaultList } from "../../engine/src/core/ledger/entries.js";
import { loadFixture } from "../helpers/chain.js";
import { deployHonest, deploySmall, expectFall, withTables } from "../helpers/manifest-forgery.js";
import { mutable } from "../helpers/mutable.js";
import { registerPublished } from "../helpers/published-manifest.js";

const RIGHT = "ProverStepIsRight";

describe("ManifestProver", () => {
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

    it("takes no cell without weight into a list that is not full", async () => {
      const world = await loadFixture(deploySmall);
      const { manifestProver, honest } = world;
      const few = honest.manifest.defaults.slice(0, 3);
      const cells = honest.manifest.cells.map((cell, i) =>
        few.some((entry) => entry.cell === i) ? cell : { ...cell, weight: 0n },
      );
      const context = await registerPublished(world, withTables(honest, { cells, defaults: few }));
      const useless = cells.findIndex(({ weight }) => weight === 0n);
      const args = mutable([context.registered.modelId, few, cellEvidence(cells, useless)] as const);
      await expect(manifestProver.refuteDefaultOmitted(...args)).to.be.revertedWithCustomError(manifestProver, RIGHT);
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
});
