import { expect } from "chai";

import { manifestResult } from "../../engine/src/core/dispute/results.js";
import { claimOf } from "../../engine/src/core/dispute/trajectory.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { parameterId } from "../../sdk/src/parameter.js";
import { ROLE } from "../../sdk/src/role.js";
import { VERDICT } from "../../sdk/src/verdict.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { STAKE } from "../helpers/deploy-ledger.js";
import { deployMoney } from "../helpers/deploy-money.js";
import { BOND, judged, NO_BATCH, passPhases, rerun } from "../helpers/disputes.js";
import { hashOf } from "../helpers/hashes.js";
import { mutable } from "../helpers/mutable.js";
import { open } from "../helpers/units.js";

const MODEL = 1n;

/** Disputes on their own, with a stand-in for the registry that holds a bond of the model's trainer; five attestors. */
async function deployManifest() {
  const { token, parameters, staking, alice, bob, carol } = await deployMoney();
  const models = await ethers.deployContract("DisputedModelsMock");
  const disputes = await ethers.deployContract("Disputes", [token, parameters, staking, models]);
  const panelists = (await ethers.getSigners()).slice(10, 15);
  for (const each of panelists) await staking.stake(ROLE.attestor, each, STAKE);
  for (const each of [alice, bob, carol]) await token.connect(each).approve(disputes, ethers.MaxUint256);
  await models.set(MODEL, carol, open(1_000), 0n);

  const committed = (await disputes.manifestResult(MODEL)) as Hex;
  const claim = mutable(claimOf(rerun(hashOf("other manifest"))));
  const openAs = (who: typeof alice) => disputes.connect(who).openManifest(MODEL, claim);
  return {
    ...{
      token,
      parameters,
      staking,
      models,
      disputes,
      alice,
      bob,
      trainer: carol,
      panelists,
      committed,
      claim,
      openAs,
    },
    bound: [carol.address],
    id: 1n,
    answer: () => disputes.connect(carol).answer(1n, mutable(claimOf(rerun(committed)))),
  };
}

describe("Disputes", () => {
  describe("openManifest", () => {
    it("takes the bond and asks for manifest and default list", async () => {
      const { disputes, token, models, alice, openAs, committed, id } = await loadFixture(deployManifest);
      const sent = openAs(alice);
      await expect(sent).to.changeTokenBalances(ethers, token, [alice, disputes], [-BOND, BOND]);
      await expect(sent).to.emit(disputes, "DisputeOpened");
      const { manifestHash, defaultsHash } = await models.recordOf(MODEL);
      expect(committed).to.equal(manifestResult(manifestHash as Hex, defaultsHash as Hex));
      const dispute = await disputes.disputeOf(id);
      expect([dispute.committed, dispute.batchId, dispute.modelId]).to.deep.equal([committed, ethers.ZeroHash, MODEL]);
    });

    it("refuses the trainer", async () => {
      const { disputes, trainer, openAs } = await loadFixture(deployManifest);
      await expect(openAs(trainer))
        .to.be.revertedWithCustomError(disputes, "DisputeBoundCannotChallenge")
        .withArgs(trainer.address);
    });

    it("refuses a claim of what stands anyway", async () => {
      const { disputes, alice, committed } = await loadFixture(deployManifest);
      await expect(
        disputes.connect(alice).openManifest(MODEL, mutable(claimOf(rerun(committed)))),
      ).to.be.revertedWithCustomError(disputes, "DisputeNothingClaimed");
    });

    it("refuses where no bond is held any more", async () => {
      const { disputes, models, trainer, alice, openAs } = await loadFixture(deployManifest);
      await models.set(MODEL, trainer, 0n, 0n);
      await expect(openAs(alice)).to.be.revertedWithCustomError(disputes, "DisputeBondNotHeld");
    });

    it("takes a retired model's until the bond could be released before the dispute is over, not a second longer", async () => {
      const { disputes, models, parameters, trainer, alice, bob, openAs } = await loadFixture(deployManifest);
      const [shortest] = await parameters.bounds(parameterId("UnbondingSeconds"));
      const phase = await parameters.get(parameterId("DisputePhaseSeconds"));
      const retiredAt = BigInt(await time.latest());
      await models.set(MODEL, trainer, open(1_000), retiredAt);
      const last = retiredAt + shortest - 5n * phase;
      await time.setNextBlockTimestamp(last);
      await openAs(alice);
      await models.set(2n, trainer, open(1_000), retiredAt);
      await time.setNextBlockTimestamp(last + 2n);
      await expect(disputes.connect(bob).openManifest(2n, mutable(claimOf(rerun(hashOf("other"))))))
        .to.be.revertedWithCustomError(disputes, "DisputeBondNotHeld")
        .withArgs(2n, retiredAt + shortest, last + 2n + 5n * phase);
    });

    it("refuses a second dispute of the manifest", async () => {
      const { disputes, alice, bob, openAs } = await loadFixture(deployManifest);
      await openAs(alice);
      await expect(openAs(bob)).to.be.revertedWithCustomError(disputes, "DisputeSubjectTaken");
    });
  });

  describe("join", () => {
    it("refuses the trainer, staked or not", async () => {
      const { disputes, staking, alice, trainer, openAs, bound, id } = await loadFixture(deployManifest);
      await openAs(alice);
      await staking.stake(ROLE.attestor, trainer, STAKE);
      await expect(disputes.connect(trainer).join(id, bound)).to.be.revertedWithCustomError(disputes, "DisputeParty");
    });
  });

  describe("settle", () => {
    it("lets a refuted manifest fall, the bounty to the challenger", async () => {
      const world = await loadFixture(deployManifest);
      const { disputes, models, alice, openAs, answer, id } = world;
      await openAs(alice);
      await answer();
      await judged(world, [VERDICT.refuted, VERDICT.refuted]);
      await passPhases(disputes, id, 3.5);
      await expect(disputes.settle(id, NO_BATCH))
        .to.emit(models, "ModelFell")
        .withArgs(MODEL, "re-execution", alice.address);
      await expect(openAs(alice)).to.be.revertedWithCustomError(disputes, "DisputeBondNotHeld");
    });

    it("leaves a manifest that was upheld, for good", async () => {
      const world = await loadFixture(deployManifest);
      const { disputes, models, alice, bob, openAs, answer, id } = world;
      await openAs(alice);
      await answer();
      await judged(world, [VERDICT.upheld, VERDICT.upheld]);
      await passPhases(disputes, id, 3.5);
      await expect(disputes.settle(id, NO_BATCH)).to.not.emit(models, "ModelFell");
      await expect(openAs(bob)).to.be.revertedWithCustomError(disputes, "DisputeSubjectTaken");
    });

    it("divides the money of a model that fell to another proof meanwhile", async () => {
      const world = await loadFixture(deployManifest);
      const { disputes, models, alice, openAs, id } = world;
      await openAs(alice);
      await models.fall(MODEL, "weight", alice);
      await passPhases(disputes, id, 3.5);
      await expect(disputes.settle(id, NO_BATCH)).to.not.emit(models, "ModelFell");
      expect(await disputes.owedTo(alice)).to.equal(BOND);
    });
  });
});
