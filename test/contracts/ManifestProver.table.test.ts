import { expect } from "chai";

import { NO_CELL, NO_CONTRIBUTION } from "../../engine/src/core/audit/evidence-types.js";
import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { merkleProof } from "../../engine/src/core/tree/merkle.js";
import { loadFixture } from "../helpers/chain.js";
import { deployHonest, deploySmall, expectFall, withCell, withRange, withTables } from "../helpers/manifest-forgery.js";
import { mutable } from "../helpers/mutable.js";
import { registerPublished, withZeroLeaf } from "../helpers/published-manifest.js";

const textOf = (change: object): string =>
  Object.entries(change)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(", ");

describe("ManifestProver", () => {
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
});
