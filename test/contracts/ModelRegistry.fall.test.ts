import { expect } from "chai";

import { parameterId } from "../../sdk/src/parameter.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { manifestJudge } from "../helpers/manifest-judge.js";
import { withModel } from "../helpers/model-fixtures.js";
import { DEFAULTS, registerModel } from "../helpers/models.js";
import { wait } from "../helpers/time.js";
import { open } from "../helpers/units.js";

const BOND = open(1_000);
const BOUNTY = BOND / 5n; // 20%

/** A model, and a judge to let it fall. */
async function withJudge() {
  const given = await withModel();
  return { ...given, judge: await manifestJudge(given.world) };
}

/** The same, fallen. */
async function withFallen() {
  const given = await withJudge();
  await given.models.connect(given.judge).fall(given.modelId, "weight", given.bob);
  return given;
}

describe("ModelRegistry", () => {
  describe("wire", () => {
    it("names vault, ledger and judges once, by the deployer", async () => {
      const { models, vault, ledger, deployer, bob } = await loadFixture(withModel);
      expect(await models.vault()).to.equal(vault);
      expect(await models.ledger()).to.equal(ledger);
      const wireBy = (caller: typeof bob) => models.connect(caller).wire(vault, ledger, [bob]);
      await expect(wireBy(deployer)).to.be.revertedWithCustomError(models, "WiredOnceAlready");
      await expect(wireBy(bob)).to.be.revertedWithCustomError(models, "WiredOnceNotDeployer");
      expect(await models.isJudge(bob)).to.equal(false);
    });

    it("names every judge it is given, and logs them", async () => {
      const { models, token, parameters, datanets, contributions, vault, ledger, alice, bob, carol } =
        await loadFixture(withModel);
      const fresh = await ethers.deployContract("ModelRegistry", [token, parameters, datanets, contributions]);
      const sent = fresh.wire(vault, ledger, [alice, bob]);
      for (const judge of [alice, bob]) {
        await expect(sent).to.emit(fresh, "Wired").withArgs(ethers.encodeBytes32String("judge"), judge);
      }
      expect(await Promise.all([alice, bob, carol].map((each) => fresh.isJudge(each)))).to.deep.equal([
        true,
        true,
        false,
      ]);
      expect(await models.isJudge(alice)).to.equal(false);
    });
  });

  describe("fall", () => {
    it("refuses anybody but a judge, the deployer, the owner and governance included", async () => {
      const { models, modelId, deployer, owner, trainer, bob } = await loadFixture(withModel);
      for (const caller of [deployer, owner, trainer, bob]) {
        await expect(models.connect(caller).fall(modelId, "weight", bob))
          .to.be.revertedWithCustomError(models, "ModelNotJudge")
          .withArgs(caller);
      }
    });

    it("refuses an unknown model", async () => {
      const { models, judge, bob } = await loadFixture(withJudge);
      for (const unknown of [0n, 9n]) {
        await expect(models.connect(judge).fall(unknown, "weight", bob))
          .to.be.revertedWithCustomError(models, "ModelUnknown")
          .withArgs(unknown);
      }
    });

    it("refuses the second time (endless re-challenge)", async () => {
      const { models, modelId, judge, bob } = await loadFixture(withFallen);
      await expect(models.connect(judge).fall(modelId, "weight", bob))
        .to.be.revertedWithCustomError(models, "ModelAlreadyFallen")
        .withArgs(modelId);
    });

    it("refuses when the bond was released", async () => {
      const { world, models, registry, modelId, judge, bob } = await loadFixture(withJudge);
      await registry.retire(modelId);
      await wait(world, "UnbondingSeconds");
      await registry.releaseBond(modelId);
      await expect(models.connect(judge).fall(modelId, "weight", bob))
        .to.be.revertedWithCustomError(models, "ModelBondAlreadyReleased")
        .withArgs(modelId);
    });

    it("takes the bond: a part to the challenger, the rest burnt", async () => {
      const { models, token, modelId, trainer, judge, bob } = await loadFixture(withJudge);
      const supply = await token.totalSupply();
      const sent = models.connect(judge).fall(modelId, "weight", bob);
      await expect(sent)
        .to.emit(models, "ModelFell")
        .withArgs(modelId, trainer, "weight", bob, BOUNTY, BOND - BOUNTY);
      await expect(sent).to.changeTokenBalances(ethers, token, [models, bob, trainer], [-BOND, BOUNTY, 0n]);
      expect(await token.totalSupply()).to.equal(supply - (BOND - BOUNTY));
      expect(await models.trainerOf(modelId)).to.deep.equal([trainer.address, 0n]);
      expect((await models.recordOf(modelId)).fellAt).to.equal(await time.latest());
    });

    it("tells the vault and the ledger", async () => {
      const { models, vault, ledger, modelId, judge, bob } = await loadFixture(withJudge);
      const sent = models.connect(judge).fall(modelId, "weight", bob);
      await expect(sent).to.emit(vault, "ModelStopped").withArgs(modelId, 0n, 0n);
      await expect(sent).to.emit(ledger, "PendingVoided").withArgs(modelId, 0n, 0n);
    });

    it("burns everything where nobody challenged", async () => {
      const { models, token, modelId, trainer, judge } = await loadFixture(withJudge);
      const supply = await token.totalSupply();
      await expect(models.connect(judge).fall(modelId, "dispute", ethers.ZeroAddress))
        .to.emit(models, "ModelFell")
        .withArgs(modelId, trainer, "dispute", ethers.ZeroAddress, 0n, BOND);
      expect(await token.totalSupply()).to.equal(supply - BOND);
    });

    it("[cap the bounty, burn the rest] caps it, so that a trainer who convicts itself pays", async () => {
      const { models, parameters, owner, token, modelId, trainer, judge } = await loadFixture(withJudge);
      await parameters.connect(owner).set(parameterId("BountyCap"), open(1));
      const sent = models.connect(judge).fall(modelId, "weight", trainer);
      await expect(sent).to.changeTokenBalances(ethers, token, [models, trainer], [-BOND, open(1)]);
    });

    it("takes the bond of a retired model until it is released, whatever its owner does meanwhile", async () => {
      const { world, models, registry, token, modelId, trainer, judge, alice, bob } = await loadFixture(withJudge);
      await registry.retire(modelId);
      await registry.transferFrom(trainer, alice, modelId);
      await wait(world, "UnbondingSeconds");
      await models.connect(judge).fall(modelId, "weight", bob);
      expect(await token.balanceOf(models)).to.equal(0n);
      await expect(registry.releaseBond(modelId)).to.be.revertedWithCustomError(models, "ModelAlreadyFallen");
    });

    it("leaves the other models and their bonds alone (a fault in one never touches another)", async () => {
      const { world, models, token, manifest, judge, modelId, bob } = await loadFixture(withJudge);
      const other = await registerModel(world, manifest);
      await models.connect(judge).fall(modelId, "weight", bob);
      await wait(world, "ManifestWindowSeconds");
      expect(await models.isPayable(other)).to.equal(true);
      expect(await models.isSettleable(other)).to.equal(true);
      expect(await token.balanceOf(models)).to.equal(BOND);
    });
  });

  describe("given a fallen model", () => {
    it("takes no payments", async () => {
      const { world, models, modelId } = await loadFixture(withFallen);
      await wait(world, "ManifestWindowSeconds");
      expect(await models.isPayable(modelId)).to.equal(false);
      expect(await models.isSettleable(modelId)).to.equal(false);
    });

    it("cannot be retired, and its bond cannot be released", async () => {
      const { models, registry, modelId } = await loadFixture(withFallen);
      for (const sent of [registry.retire(modelId), registry.releaseBond(modelId)]) {
        await expect(sent).to.be.revertedWithCustomError(models, "ModelAlreadyFallen").withArgs(modelId);
      }
    });

    it("is nobody's parent (expired or suspended parents)", async () => {
      const { registry, manifest, modelId } = await loadFixture(withFallen);
      await expect(registry.register({ ...manifest, parents: [modelId] }, DEFAULTS, "ipfs://bundle"))
        .to.be.revertedWithCustomError(registry, "ModelParentUnusable")
        .withArgs(modelId);
    });
  });

  describe("isSettleable", () => {
    it("is false for an unknown model, and in the manifest window", async () => {
      const { models, modelId } = await loadFixture(withModel);
      expect(await models.isSettleable(9n)).to.equal(false);
      const { opensAt } = await models.recordOf(modelId);
      await time.increaseTo(opensAt - 1n);
      expect(await models.isSettleable(modelId)).to.equal(false);
      await time.increaseTo(opensAt);
      expect(await models.isSettleable(modelId)).to.equal(true);
    });

    it("ends a withdrawal delay after retirement, to the second, as fixed then (configuration edits)", async () => {
      const { world, models, registry, parameters, owner, modelId } = await loadFixture(withModel);
      await wait(world, "ManifestWindowSeconds");
      await registry.retire(modelId);
      const { retiredAt, settlesUntil } = await models.recordOf(modelId);
      const delay = parameterId("WithdrawalDelaySeconds");
      expect(settlesUntil).to.equal(retiredAt + (await parameters.get(delay)));
      await parameters.connect(owner).set(delay, 3_600n);
      await time.increaseTo(settlesUntil - 1n);
      expect(await models.isSettleable(modelId)).to.equal(true);
      expect(await models.isPayable(modelId)).to.equal(false);
      await time.increaseTo(settlesUntil);
      expect(await models.isSettleable(modelId)).to.equal(false);
    });
  });

  describe("parentsOf", () => {
    it("lists the manifest's parents, none for a model without and for an unknown one", async () => {
      const { world, models, manifest, modelId } = await loadFixture(withModel);
      const second = await registerModel(world, manifest);
      const child = await registerModel(world, { ...manifest, parents: [modelId, second] });
      expect(await models.parentsOf(child)).to.deep.equal([modelId, second]);
      for (const none of [modelId, 9n]) expect(await models.parentsOf(none)).to.deep.equal([]);
    });
  });
});
