import { expect } from "chai";

import { manifestResult } from "../../engine/src/core/dispute/results.js";
import { claimOf } from "../../engine/src/core/dispute/trajectory.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { parameterId } from "../../sdk/src/parameter.js";
import { ROLE } from "../../sdk/src/role.js";
import { VERDICT } from "../../sdk/src/verdict.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { setParameter, STAKE } from "../helpers/deploy-ledger.js";
import { BOND, deployDisputed, judged, NO_BATCH, passPhases, rerun } from "../helpers/disputes.js";
import { hashOf } from "../helpers/hashes.js";
import { mutable } from "../helpers/mutable.js";
import { open } from "../helpers/units.js";

const ID = 2n; // dispute 1 is about a row

/** Somebody who has made the model again, with another result, and the trainer, who defends it. */
async function deployManifest() {
  const world = await deployDisputed();
  const { disputes, token, bob, trainer, modelId } = world;
  await token.connect(trainer).approve(disputes, ethers.MaxUint256);
  const committed = (await disputes.manifestResult(modelId)) as Hex;
  const claim = mutable(claimOf(rerun(hashOf("other manifest"))));
  return {
    ...world,
    ...{ committed, claim, id: ID, bound: [trainer.address] },
    openAs: (who = bob) => disputes.connect(who).openManifest(modelId, claim),
    answer: () => disputes.connect(trainer).answer(ID, mutable(claimOf(rerun(committed)))),
  };
}

describe("Disputes", () => {
  describe("openManifest", () => {
    it("takes the bond and asks for manifest and default list", async () => {
      const { disputes, token, models, modelId, bob, openAs, committed } = await loadFixture(deployManifest);
      const sent = openAs();
      await expect(sent).to.changeTokenBalances(ethers, token, [bob, disputes], [-BOND, BOND]);
      await expect(sent).to.emit(disputes, "DisputeOpened");
      const { manifestHash, defaultsHash } = await models.recordOf(modelId);
      expect(committed).to.equal(manifestResult(manifestHash as Hex, defaultsHash as Hex));
      const dispute = await disputes.disputeOf(ID);
      expect([dispute.committed, dispute.batchId, dispute.modelId]).to.deep.equal([
        committed,
        ethers.ZeroHash,
        modelId,
      ]);
    });

    it("refuses the trainer", async () => {
      const { disputes, trainer, openAs } = await loadFixture(deployManifest);
      await expect(openAs(trainer))
        .to.be.revertedWithCustomError(disputes, "DisputeBoundCannotChallenge")
        .withArgs(trainer.address);
    });

    it("refuses a claim of what stands anyway, and a model that does not exist", async () => {
      const { disputes, models, bob, modelId, committed, claim } = await loadFixture(deployManifest);
      await expect(
        disputes.connect(bob).openManifest(modelId, mutable(claimOf(rerun(committed)))),
      ).to.be.revertedWithCustomError(disputes, "DisputeNothingClaimed");
      await expect(disputes.connect(bob).openManifest(9n, claim)).to.be.revertedWithCustomError(models, "ModelUnknown");
    });

    it("takes a retired model's until its bond could be released before the dispute is over, not a second longer", async () => {
      const world = await loadFixture(deployManifest);
      const { models, disputes, parameters, trainer, modelId, phase, openAs } = world;
      const [shortest] = await parameters.bounds(parameterId("UnbondingSeconds"));
      await setParameter(world, "UnbondingSeconds", shortest);
      await models.connect(trainer).retire(modelId);
      const releaseAt = BigInt(await time.latest()) + shortest;
      await time.increaseTo(releaseAt - 5n * phase - 2n);
      const snapshot = await ethers.provider.send("evm_snapshot", []);
      await time.setNextBlockTimestamp(releaseAt - 5n * phase);
      await openAs();
      await ethers.provider.send("evm_revert", [snapshot]);
      await time.setNextBlockTimestamp(releaseAt - 5n * phase + 1n);
      await expect(openAs())
        .to.be.revertedWithCustomError(disputes, "DisputeBondNotHeld")
        .withArgs(modelId, releaseAt, releaseAt + 1n);
    });

    it("refuses where the bond was released", async () => {
      const { models, disputes, parameters, trainer, modelId, openAs } = await loadFixture(deployManifest);
      await models.connect(trainer).retire(modelId);
      await time.increase(await parameters.get(parameterId("UnbondingSeconds")));
      await models.releaseBond(modelId);
      await expect(openAs()).to.be.revertedWithCustomError(disputes, "DisputeBondNotHeld");
    });

    it("refuses a second dispute of the manifest", async () => {
      const { disputes, alice, openAs } = await loadFixture(deployManifest);
      await openAs();
      await expect(openAs(alice)).to.be.revertedWithCustomError(disputes, "DisputeSubjectTaken");
    });
  });

  describe("join", () => {
    it("refuses the trainer, staked or not, and takes who signed the model's batches", async () => {
      const { disputes, staking, deployer, trainer, attestor1, openAs, bound } = await loadFixture(deployManifest);
      await openAs();
      await staking.connect(deployer).stake(ROLE.attestor, trainer, STAKE);
      await expect(disputes.connect(trainer).join(ID, bound)).to.be.revertedWithCustomError(disputes, "DisputeParty");
      await expect(disputes.connect(attestor1).join(ID, bound)).to.emit(disputes, "PanelJoined");
    });
  });

  describe("settle", () => {
    it("lets a refuted manifest fall, its bounty to the challenger, and slashes no attestor", async () => {
      const world = await loadFixture(deployManifest);
      const { disputes, models, ledger, staking, bob, trainer, attestor1, modelId, openAs, answer } = world;
      await openAs();
      await answer();
      await judged(world, [VERDICT.refuted, VERDICT.refuted]);
      await passPhases(disputes, ID, 3.5);
      await expect(disputes.settle(ID, NO_BATCH))
        .to.emit(models, "ModelFell")
        .withArgs(modelId, trainer.address, "re-execution", bob.address, open(200), open(800));
      expect((await ledger.accountOf(modelId)).nextBucket).to.equal(0n);
      expect((await staking.poolOf(ROLE.attestor, attestor1)).active).to.equal(STAKE);
      await expect(openAs()).to.be.revertedWithCustomError(disputes, "DisputeBondNotHeld");
    });

    it("costs a trainer that challenges itself through another account more than the bounty brings", async () => {
      const world = await loadFixture(deployManifest);
      const { disputes, token, bob, openAs } = world;
      await openAs();
      await passPhases(disputes, ID, 3.5);
      const bond = open(1_000);
      await expect(disputes.settle(ID, NO_BATCH)).to.changeTokenBalances(ethers, token, [bob], [bond / 5n]);
    });

    it("leaves a manifest that was upheld, for good", async () => {
      const world = await loadFixture(deployManifest);
      const { disputes, models, alice, openAs, answer } = world;
      await openAs();
      await answer();
      await judged(world, [VERDICT.upheld, VERDICT.upheld]);
      await passPhases(disputes, ID, 3.5);
      await expect(disputes.settle(ID, NO_BATCH)).to.not.emit(models, "ModelFell");
      await expect(openAs(alice)).to.be.revertedWithCustomError(disputes, "DisputeSubjectTaken");
    });

    it("divides the money of a model that fell to another proof meanwhile", async () => {
      const world = await loadFixture(deployManifest);
      const { disputes, models, bob, mallory, modelId, openAs } = world;
      await openAs();
      const address = await disputes.getAddress();
      await ethers.provider.send("hardhat_impersonateAccount", [address]);
      await ethers.provider.send("hardhat_setBalance", [address, "0xde0b6b3a7640000"]);
      await models.connect(await ethers.getSigner(address)).fall(modelId, "weight", mallory);
      await passPhases(disputes, ID, 3.5);
      await expect(disputes.settle(ID, NO_BATCH)).to.not.emit(models, "ModelFell");
      expect(await disputes.owedTo(bob)).to.equal(BOND);
    });

    it("lets a row's dispute end without a slash when the model fell under it", async () => {
      const world = await loadFixture(deployManifest);
      const { disputes, staking, alice, attestor1, openAs, posted } = world;
      await openAs();
      await passPhases(disputes, ID, 3.5);
      await disputes.settle(ID, NO_BATCH); // nobody answered either
      await disputes.settle(1n, posted);
      expect(await disputes.owedTo(alice)).to.equal(BOND);
      expect((await staking.poolOf(ROLE.attestor, attestor1)).active).to.equal(STAKE);
    });
  });
});
