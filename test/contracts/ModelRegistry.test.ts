import { expect } from "chai";

import { merkleProof } from "../../engine/src/core/tree/merkle.js";
import { parameterId } from "../../sdk/src/parameter.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { datasetOf } from "../helpers/chunks.js";
import { contribute } from "../helpers/contribute.js";
import { withManifest, withModel, withRetired } from "../helpers/model-fixtures.js";
import { contributionTable, freezeWithSeed, manifestOf, registerModel } from "../helpers/models.js";
import { wait } from "../helpers/time.js";
import { DAY } from "../helpers/units.js";

/** A model of five contributions, of which the third is withdrawn. */
async function withWithdrawal() {
  const given = await withManifest();
  const { world, datanetId, alice } = given;
  const ids = [given.contributionId];
  for (const text of ["a", "b", "c", "d"]) {
    ids.push(await contribute(world, { contributor: alice, datanetId, dataset: datasetOf(text) }));
  }
  const frozen = await freezeWithSeed(world, datanetId);
  const table = contributionTable(ids);
  const modelId = await registerModel(world, manifestOf(table, [{ datanetId, ...frozen }]));
  await given.contributions.connect(alice).withdrawConsent(ids[2]!);
  const flag = (index: number) => [modelId, table.cells[index]!, index, merkleProof(table.tree, index)] as const;
  return { ...given, ids, table, modelId, flag, registry: given.models.connect(given.mallory) };
}

describe("ModelRegistry", () => {
  describe("isPayable", () => {
    it("is false for an unknown model", async () => {
      const { registry } = await loadFixture(withManifest);
      expect(await registry.isPayable(0n)).to.equal(false);
      expect(await registry.isPayable(1n)).to.equal(false);
    });

    it("is false to the last second of the manifest window, then true", async () => {
      const { registry, modelId } = await loadFixture(withModel);
      const { opensAt } = await registry.recordOf(modelId);
      await time.increaseTo(opensAt - 1n);
      expect(await registry.isPayable(modelId)).to.equal(false);
      await time.increaseTo(opensAt);
      expect(await registry.isPayable(modelId)).to.equal(true);
    });

    it("is false when retired", async () => {
      const { world, registry, modelId } = await loadFixture(withRetired);
      await wait(world, "ManifestWindowSeconds");
      expect(await registry.isPayable(modelId)).to.equal(false);
    });

    it("keeps its window when the parameter is turned (configuration edits that act on what was opened before)", async () => {
      const { registry, parameters, owner, modelId } = await loadFixture(withModel);
      const { opensAt } = await registry.recordOf(modelId);
      await parameters.connect(owner).set(parameterId("ManifestWindowSeconds"), 7n * DAY);
      await time.increaseTo(opensAt);
      expect(await registry.isPayable(modelId)).to.equal(true);
    });
  });

  describe("retire", () => {
    it("reverts for an unknown model", async () => {
      const { registry } = await loadFixture(withModel);
      await expect(registry.retire(9n)).to.be.revertedWithCustomError(registry, "ModelUnknown").withArgs(9n);
    });

    it("reverts when anybody but the owner calls, the trainer who sold it included", async () => {
      const { registry, modelId, trainer, bob } = await loadFixture(withModel);
      await registry.transferFrom(trainer, bob, modelId);
      await expect(registry.retire(modelId))
        .to.be.revertedWithCustomError(registry, "ModelNotOwner")
        .withArgs(modelId, trainer, bob);
    });

    it("reverts the second time", async () => {
      const { registry, modelId } = await loadFixture(withRetired);
      await expect(registry.retire(modelId)).to.be.revertedWithCustomError(registry, "ModelAlreadyRetired");
    });

    it("keeps when, and fixes when the bond is released", async () => {
      const { registry, parameters, modelId, trainer } = await loadFixture(withModel);
      const retire = registry.retire(modelId);
      await retire;
      const now = BigInt(await time.latest());
      const settlesUntil = now + (await parameters.get(parameterId("WithdrawalDelaySeconds")));
      const releaseAt = now + (await parameters.get(parameterId("UnbondingSeconds")));
      await expect(retire).to.emit(registry, "ModelRetired").withArgs(modelId, trainer, settlesUntil, releaseAt);
      expect((await registry.recordOf(modelId)).retiredAt).to.equal(now);
    });
  });

  describe("releaseBond", () => {
    it("reverts while the model lives, and for an unknown one", async () => {
      const { registry, modelId } = await loadFixture(withModel);
      for (const id of [modelId, 9n]) {
        await expect(registry.releaseBond(id))
          .to.be.revertedWithCustomError(registry, "ModelBondNotReleased")
          .withArgs(id, 0n);
      }
    });

    it("reverts in the last second of the unbonding time", async () => {
      const { registry, parameters, modelId } = await loadFixture(withRetired);
      const { retiredAt } = await registry.recordOf(modelId);
      const releaseAt = retiredAt + (await parameters.get(parameterId("UnbondingSeconds")));
      await time.setNextBlockTimestamp(releaseAt - 1n);
      await expect(registry.releaseBond(modelId))
        .to.be.revertedWithCustomError(registry, "ModelBondNotReleased")
        .withArgs(modelId, releaseAt);
    });

    it("pays the trainer once, whoever owns the model and whoever sends it", async () => {
      const { world, models, registry, token, bond, modelId, trainer, bob, mallory } = await loadFixture(withRetired);
      await registry.transferFrom(trainer, bob, modelId);
      await wait(world, "UnbondingSeconds");
      const byMallory = models.connect(mallory);
      expect(await byMallory.releaseBond.staticCall(modelId)).to.equal(bond);

      const release = byMallory.releaseBond(modelId);
      await expect(release).to.emit(models, "BondReleased").withArgs(modelId, trainer, bond);
      await expect(release).to.changeTokenBalances(ethers, token, [trainer, bob, models], [bond, 0n, -bond]);
      expect(await models.trainerOf(modelId)).to.deep.equal([trainer.address, 0n]);
      await expect(byMallory.releaseBond(modelId)).to.be.revertedWithCustomError(models, "ModelBondAlreadyReleased");
    });

    it("pays what was taken, when the bond is turned meanwhile (configuration edits)", async () => {
      const { world, registry, token, parameters, owner, bond, modelId, trainer } = await loadFixture(withRetired);
      await parameters.connect(owner).set(parameterId("TrainerBond"), 5n * bond);
      await wait(world, "UnbondingSeconds");
      await expect(registry.releaseBond(modelId)).to.changeTokenBalance(ethers, token, trainer, bond);
    });

    it("keeps the time fixed at retirement, when it is turned meanwhile (configuration edits)", async () => {
      const { registry, parameters, owner, modelId } = await loadFixture(withRetired);
      await parameters.connect(owner).set(parameterId("UnbondingSeconds"), 90n * DAY);
      await time.increase(30n * DAY);
      await expect(registry.releaseBond(modelId)).to.emit(registry, "BondReleased");
    });

    it("leaves the bonds of the other models where they are", async () => {
      const { world, registry, models, token, manifest, bond, modelId } = await loadFixture(withRetired);
      await registerModel(world, manifest);
      await wait(world, "UnbondingSeconds");
      await registry.releaseBond(modelId);
      expect(await token.balanceOf(models)).to.equal(bond);
    });
  });

  describe("flag", () => {
    it("reverts for an unknown model", async () => {
      const { registry, flag } = await loadFixture(withWithdrawal);
      const [, ...rest] = flag(2);
      await expect(registry.flag(9n, ...rest)).to.be.revertedWithCustomError(registry, "ModelUnknown");
    });

    it("reverts while consent stands", async () => {
      const { registry, flag, ids } = await loadFixture(withWithdrawal);
      await expect(registry.flag(...flag(1)))
        .to.be.revertedWithCustomError(registry, "ModelConsentStands")
        .withArgs(ids[1]);
    });

    it("reverts for data the model was not trained on", async () => {
      const { registry, flag, modelId } = await loadFixture(withWithdrawal);
      const [, cells, index, proof] = flag(2);
      await expect(registry.flag(modelId, { ...cells, contributionId: 99n }, index, proof))
        .to.be.revertedWithCustomError(registry, "ModelBadContributionProof")
        .withArgs(modelId, index);
    });

    for (const index of [1, 5, 2 + 8]) {
      it(`reverts at another place, ${String(index)} (index beyond depth)`, async () => {
        const { registry, flag, modelId } = await loadFixture(withWithdrawal);
        const [, cells, , proof] = flag(2);
        await expect(registry.flag(modelId, cells, index, proof)).to.be.revertedWithCustomError(
          registry,
          "ModelBadContributionProof",
        );
      });
    }

    it("marks the model, from anybody, once", async () => {
      const { registry, flag, ids, modelId } = await loadFixture(withWithdrawal);
      await expect(registry.flag(...flag(2)))
        .to.emit(registry, "ModelFlagged")
        .withArgs(modelId, ids[2]);
      expect(await registry.isFlagged(modelId, ids[2]!)).to.equal(true);
      expect(await registry.isFlagged(modelId, ids[1]!)).to.equal(false);
      await expect(registry.flag(...flag(2))).to.be.revertedWithCustomError(registry, "ModelAlreadyFlagged");
    });

    it("takes an empty proof where the model has one contribution (one-leaf tree)", async () => {
      const { registry, contributions, alice, table, contributionId, modelId } = await loadFixture(withModel);
      await contributions.connect(alice).withdrawConsent(contributionId);
      await registry.flag(modelId, table.cells[0]!, 0, []);
      expect(await registry.isFlagged(modelId, contributionId)).to.equal(true);
    });
  });

  describe("views", () => {
    it("revert for an unknown model where zero would mean something", async () => {
      const { registry } = await loadFixture(withManifest);
      await expect(registry.recordOf(1n)).to.be.revertedWithCustomError(registry, "ModelUnknown");
      await expect(registry.tokenURI(1n)).to.be.revertedWithCustomError(registry, "ERC721NonexistentToken");
      expect(await registry.trainerOf(1n)).to.deep.equal([ethers.ZeroAddress, 0n]);
    });

    it("show what is wired", async () => {
      const { models, token, parameters, datanets, contributions } = await loadFixture(withManifest);
      const wired = [models.TOKEN(), models.PARAMETERS(), models.DATANETS(), models.CONTRIBUTIONS()];
      const expected = [token, parameters, datanets, contributions].map((each) => each.getAddress());
      expect(await Promise.all(wired)).to.deep.equal(await Promise.all(expected));
    });
  });
});
