import { expect } from "chai";

import { parameterId } from "../../sdk/src/parameter.js";
import { ROLE } from "../../sdk/src/role.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { deployMoney } from "../helpers/deploy-money.js";
import { DAY, open } from "../helpers/units.js";

async function deployStaked() {
  const money = await deployMoney();
  await money.staking.connect(money.alice).stake(ROLE.attestor, money.alice, open(10_000));
  return money;
}

async function deployUnbonding() {
  const money = await deployStaked();
  await money.staking.connect(money.alice).unbond(ROLE.attestor, money.alice, open(4_000));
  return { ...money, unbondingId: 1n, releaseAt: BigInt(await time.latest()) + 30n * DAY };
}

describe("Staking", () => {
  describe("wire", () => {
    it("refuses anybody but the deployer, a second slasher and none", async () => {
      const { staking, alice, slasher } = await loadFixture(deployMoney);
      await expect(staking.connect(alice).wire(ROLE.host, alice)).to.be.revertedWithCustomError(
        staking,
        "WiredOnceNotDeployer",
      );
      await expect(staking.wire(ROLE.attestor, alice))
        .to.be.revertedWithCustomError(staking, "WiredOnceAlready")
        .withArgs(ethers.encodeBytes32String("slasher.0"), slasher);
      await expect(staking.wire(ROLE.host, ethers.ZeroAddress)).to.be.revertedWithCustomError(
        staking,
        "WiredOnceZeroTarget",
      );
    });

    it("opens the role", async () => {
      const { staking, alice, bob } = await loadFixture(deployMoney);
      await expect(staking.wire(ROLE.host, bob))
        .to.emit(staking, "Wired")
        .withArgs(ethers.encodeBytes32String("slasher.3"), bob);
      expect(await staking.slasherOf(ROLE.host)).to.equal(bob);
      await staking.connect(alice).stake(ROLE.host, alice, 1n);
    });
  });

  describe("stake", () => {
    it("refuses nothing, nobody, and a role whose slasher is not known yet", async () => {
      const { staking, alice } = await loadFixture(deployMoney);
      const asAlice = staking.connect(alice);
      await expect(asAlice.stake(ROLE.attestor, alice, 0n)).to.be.revertedWithCustomError(staking, "StakingZeroAmount");
      await expect(asAlice.stake(ROLE.attestor, ethers.ZeroAddress, 1n)).to.be.revertedWithCustomError(
        staking,
        "StakingZeroOperator",
      );
      await expect(asAlice.stake(ROLE.host, alice, 1n))
        .to.be.revertedWithCustomError(staking, "StakingNoSlasher")
        .withArgs(ROLE.host);
    });

    it("takes the amount for as many shares", async () => {
      const { staking, token, alice } = await loadFixture(deployMoney);
      const stake = staking.connect(alice).stake;
      expect(await stake.staticCall(ROLE.attestor, alice, open(7))).to.equal(open(7));

      const sent = stake(ROLE.attestor, alice, open(7));
      await expect(sent)
        .to.emit(staking, "Staked")
        .withArgs(ROLE.attestor, alice, alice, open(7), open(7), open(7), open(7));
      await expect(sent).to.changeTokenBalances(ethers, token, [alice, staking], [-open(7), open(7)]);
      expect(await staking.sharesOf(ROLE.attestor, alice, alice)).to.equal(open(7));
      expect(await staking.poolOf(ROLE.attestor, alice)).to.deep.equal([open(7), 0n]);
      expect((await staking.totals()).active).to.equal(open(7));
    });

    it("delegates to an operator without giving it the shares", async () => {
      const { staking, alice, bob } = await loadFixture(deployStaked);
      await expect(staking.connect(bob).stake(ROLE.attestor, alice, open(5)))
        .to.emit(staking, "Staked")
        .withArgs(ROLE.attestor, alice, bob, open(5), open(5), open(5), open(10_005));
      expect(await staking.sharesOf(ROLE.attestor, alice, bob)).to.equal(open(5));
      expect(await staking.sharesOf(ROLE.attestor, alice, alice)).to.equal(open(10_000));
      await expect(staking.connect(alice).unbond(ROLE.attestor, alice, open(10_001)))
        .to.be.revertedWithCustomError(staking, "StakingInsufficientShares")
        .withArgs(open(10_001), open(10_000));
    });

    it("[donation or first-depositor inflation] gives the second staker its due whatever is sent to the contract", async () => {
      const { staking, token, alice, bob } = await loadFixture(deployMoney);
      await staking.connect(alice).stake(ROLE.attestor, alice, 1n);
      await token.connect(alice).transfer(staking, open(100_000));
      await staking.connect(bob).stake(ROLE.attestor, alice, open(100));
      expect(await staking.sharesOf(ROLE.attestor, alice, bob)).to.equal(open(100));
      expect(await staking.poolOf(ROLE.attestor, alice)).to.deep.equal([open(100) + 1n, 0n]);
    });
  });

  describe("isActive", () => {
    it("needs the minimum of the role, delegations included", async () => {
      const { staking, parameters, owner, alice, bob } = await loadFixture(deployMoney);
      await staking.connect(alice).stake(ROLE.attestor, alice, open(9_999));
      expect(await staking.isActive(ROLE.attestor, alice)).to.equal(false);
      await staking.connect(bob).stake(ROLE.attestor, alice, open(1));
      expect(await staking.isActive(ROLE.attestor, alice)).to.equal(true);
      await parameters.connect(owner).set(parameterId("MinAttestorStake"), open(10_001));
      expect(await staking.isActive(ROLE.attestor, alice)).to.equal(false);
    });

    it("compares each role with its own minimum", async () => {
      const { staking, alice } = await loadFixture(deployMoney);
      const minima = [10_000, 1_000, 10_000, 5_000, 100];
      for (const [role, minimum] of minima.entries()) {
        if (BigInt(role) !== ROLE.attestor) await staking.wire(role, alice);
        await staking.connect(alice).stake(role, alice, open(minimum) - 1n);
        expect(await staking.isActive(role, alice)).to.equal(false);
        await staking.connect(alice).stake(role, alice, 1n);
        expect(await staking.isActive(role, alice)).to.equal(true);
      }
    });
  });

  describe("describe", () => {
    it("logs where an operator serves", async () => {
      const { staking, alice } = await loadFixture(deployMoney);
      const metadataHash = ethers.id("{}");
      await expect(staking.connect(alice).describe(ROLE.host, "https://host.example/v1", metadataHash))
        .to.emit(staking, "ServiceDescribed")
        .withArgs(ROLE.host, alice, "https://host.example/v1", metadataHash);
    });
  });

  describe("unbond", () => {
    it("refuses no shares and more than there are", async () => {
      const { staking, alice, bob } = await loadFixture(deployStaked);
      await expect(staking.connect(alice).unbond(ROLE.attestor, alice, 0n)).to.be.revertedWithCustomError(
        staking,
        "StakingZeroAmount",
      );
      await expect(staking.connect(bob).unbond(ROLE.attestor, alice, 1n))
        .to.be.revertedWithCustomError(staking, "StakingInsufficientShares")
        .withArgs(1n, 0n);
    });

    it("refuses shares that are worth nothing", async () => {
      const { staking, slasher, alice } = await loadFixture(deployStaked);
      await staking.connect(slasher).slash(ROLE.attestor, alice, 5_000n, ethers.ZeroAddress);
      await expect(staking.connect(alice).unbond(ROLE.attestor, alice, 1n)).to.be.revertedWithCustomError(
        staking,
        "StakingZeroAmount",
      );
    });

    it("moves stake from active to unbonding, with its own release", async () => {
      const { staking, token, alice } = await loadFixture(deployStaked);
      const unbond = staking.connect(alice).unbond;
      expect(await unbond.staticCall(ROLE.attestor, alice, open(4_000))).to.equal(1n);

      const sent = unbond(ROLE.attestor, alice, open(4_000));
      await expect(sent).to.changeTokenBalances(ethers, token, [alice, staking], [0n, 0n]);
      const releaseAt = BigInt(await time.latest()) + 30n * DAY;
      await expect(sent)
        .to.emit(staking, "UnbondingStarted")
        .withArgs(ROLE.attestor, alice, alice, 1n, open(4_000), open(4_000), open(6_000), open(6_000), releaseAt);
      expect(await staking.poolOf(ROLE.attestor, alice)).to.deep.equal([open(6_000), open(4_000)]);
      expect(await staking.isActive(ROLE.attestor, alice)).to.equal(false);
      expect((await staking.totals()).active).to.equal(open(6_000));
      const [unbonding, amount] = await staking.unbondingOf(1n);
      expect(amount).to.equal(open(4_000));
      expect([unbonding.operator, unbonding.staker]).to.deep.equal([alice.address, alice.address]);
      expect([unbonding.releaseAt, unbonding.shares, unbonding.role]).to.deep.equal([releaseAt, open(4_000), 0n]);
    });
  });

  describe("withdraw", () => {
    it("refuses what does not exist, another's, and what is not released", async () => {
      const { staking, alice, bob, unbondingId, releaseAt } = await loadFixture(deployUnbonding);
      await expect(staking.connect(alice).withdraw(2n))
        .to.be.revertedWithCustomError(staking, "StakingUnknownUnbonding")
        .withArgs(2n);
      await expect(staking.connect(bob).withdraw(unbondingId))
        .to.be.revertedWithCustomError(staking, "StakingNotStaker")
        .withArgs(unbondingId, bob, alice);
      await time.setNextBlockTimestamp(releaseAt - 1n);
      await expect(staking.connect(alice).withdraw(unbondingId))
        .to.be.revertedWithCustomError(staking, "StakingNotReleased")
        .withArgs(unbondingId, releaseAt);
    });

    it("pays at the release, once", async () => {
      const { staking, token, alice, unbondingId, releaseAt } = await loadFixture(deployUnbonding);
      await time.increaseTo(releaseAt - 1n);
      const sent = staking.connect(alice).withdraw(unbondingId);
      await expect(sent).to.emit(staking, "Withdrawn").withArgs(unbondingId, alice, open(4_000));
      await expect(sent).to.changeTokenBalances(ethers, token, [alice, staking], [open(4_000), -open(4_000)]);
      expect(await staking.poolOf(ROLE.attestor, alice)).to.deep.equal([open(6_000), 0n]);
      expect((await staking.unbondingOf(unbondingId)).amount).to.equal(0n);
      await expect(staking.connect(alice).withdraw(unbondingId)).to.be.revertedWithCustomError(
        staking,
        "StakingUnknownUnbonding",
      );
    });

    it("[a third party's deposit that resets somebody's timer] keeps the release whatever others stake and unbond", async () => {
      const { staking, alice, bob, unbondingId, releaseAt } = await loadFixture(deployUnbonding);
      await time.increaseTo(releaseAt - 10n);
      await staking.connect(bob).stake(ROLE.attestor, alice, open(500));
      await staking.connect(bob).unbond(ROLE.attestor, alice, open(500));
      expect((await staking.unbondingOf(unbondingId)).unbonding.releaseAt).to.equal(releaseAt);
      await time.increaseTo(releaseAt);
      expect(await staking.connect(alice).withdraw.staticCall(unbondingId)).to.equal(open(4_000));
    });

    it("[configuration edits that act on positions opened before] keeps the release when UnbondingSeconds changes", async () => {
      const { staking, parameters, owner, alice, unbondingId, releaseAt } = await loadFixture(deployUnbonding);
      await parameters.connect(owner).set(parameterId("UnbondingSeconds"), 90n * DAY);
      await time.increaseTo(releaseAt);
      expect(await staking.connect(alice).withdraw.staticCall(unbondingId)).to.equal(open(4_000));
    });
  });
});
