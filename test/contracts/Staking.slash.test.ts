import { expect } from "chai";

import { parameterId } from "../../sdk/src/parameter.js";
import { ROLE } from "../../sdk/src/role.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { deployMoney } from "../helpers/deploy-money.js";
import { DAY, open } from "../helpers/units.js";

const ALL = 10_000n;

/** Alice, 8,000 OPEN and bob's 2,000 behind her; carol is the challenger. */
async function deployPool() {
  const money = await deployMoney();
  const { staking, slasher, alice, bob } = money;
  await staking.connect(alice).stake(ROLE.attestor, alice, open(8_000));
  await staking.connect(bob).stake(ROLE.attestor, alice, open(2_000));
  return { ...money, asSlasher: staking.connect(slasher) };
}

describe("Staking", () => {
  describe("slash", () => {
    it("refuses anybody but the role's slasher, the owner and the deployer too", async () => {
      const { staking, slasher, owner, deployer, alice } = await loadFixture(deployPool);
      for (const caller of [owner, deployer, alice]) {
        await expect(staking.connect(caller).slash(ROLE.attestor, alice, 1n, caller))
          .to.be.revertedWithCustomError(staking, "StakingNotSlasher")
          .withArgs(ROLE.attestor, caller);
      }
      await expect(staking.connect(slasher).slash(ROLE.host, alice, 1n, slasher))
        .to.be.revertedWithCustomError(staking, "StakingNotSlasher")
        .withArgs(ROLE.host, slasher);
    });

    it("[cuts above 100%] refuses more than everything", async () => {
      const { staking, asSlasher, alice, carol } = await loadFixture(deployPool);
      await expect(asSlasher.slash(ROLE.attestor, alice, ALL + 1n, carol))
        .to.be.revertedWithCustomError(staking, "StakingSlashAboveAll")
        .withArgs(ALL + 1n);
    });

    it("takes nothing from nobody, silently, so that one signer without stake does not save the others", async () => {
      const { staking, asSlasher, bob, carol } = await loadFixture(deployPool);
      expect(await asSlasher.slash.staticCall(ROLE.attestor, bob, ALL, carol)).to.equal(0n);
      await expect(asSlasher.slash(ROLE.attestor, bob, ALL, carol)).not.to.emit(staking, "Slashed");
    });

    it("takes its part of every share, pays the bounty and burns the rest", async () => {
      const { staking, token, asSlasher, alice, bob, carol } = await loadFixture(deployPool);
      const supply = await token.totalSupply();
      expect(await asSlasher.slash.staticCall(ROLE.attestor, alice, 5_000n, carol)).to.equal(open(5_000));

      const sent = asSlasher.slash(ROLE.attestor, alice, 5_000n, carol);
      await expect(sent)
        .to.emit(staking, "Slashed")
        .withArgs(ROLE.attestor, alice, 5_000n, open(5_000), 0n, open(1_000), open(4_000), carol);
      await expect(sent).to.changeTokenBalances(ethers, token, [staking, carol], [-open(5_000), open(1_000)]);
      expect(await token.totalSupply()).to.equal(supply - open(4_000));
      expect(await staking.poolOf(ROLE.attestor, alice)).to.deep.equal([open(5_000), 0n]);
      expect((await staking.totals()).active).to.equal(open(5_000));

      await staking.connect(bob).unbond(ROLE.attestor, alice, open(2_000)); // shares, now worth half
      expect((await staking.unbondingOf(1n)).amount).to.equal(open(1_000));
    });

    it("burns everything when there is no challenger", async () => {
      const { staking, token, asSlasher, alice } = await loadFixture(deployPool);
      const sent = asSlasher.slash(ROLE.attestor, alice, 5_000n, ethers.ZeroAddress);
      await expect(sent)
        .to.emit(staking, "Slashed")
        .withArgs(ROLE.attestor, alice, 5_000n, open(5_000), 0n, 0n, open(5_000), ethers.ZeroAddress);
      await expect(sent).to.changeTokenBalance(ethers, token, staking, -open(5_000));
    });

    it("[exit through a slash] caps the bounty", async () => {
      const { parameters, owner, token, asSlasher, alice, carol } = await loadFixture(deployPool);
      await parameters.connect(owner).set(parameterId("BountyCap"), open(3));
      const sent = asSlasher.slash(ROLE.attestor, alice, ALL, carol);
      await expect(sent).to.changeTokenBalance(ethers, token, carol, open(3));
    });

    it("pays no bounty where BountyBps is 0", async () => {
      const { parameters, owner, token, asSlasher, alice, carol } = await loadFixture(deployPool);
      await parameters.connect(owner).set(parameterId("BountyBps"), 0n);
      const sent = asSlasher.slash(ROLE.attestor, alice, ALL, carol);
      await expect(sent).to.changeTokenBalance(ethers, token, carol, 0n);
    });

    it("[unstake just before the slash] takes the same part of what is leaving, released or not", async () => {
      const { staking, asSlasher, alice, bob, carol } = await loadFixture(deployPool);
      await staking.connect(bob).unbond(ROLE.attestor, alice, open(2_000));
      await time.increase(31n * DAY); // released, but still there
      await expect(asSlasher.slash(ROLE.attestor, alice, 5_000n, carol))
        .to.emit(staking, "Slashed")
        .withArgs(ROLE.attestor, alice, 5_000n, open(4_000), open(1_000), open(1_000), open(4_000), carol);
      expect(await staking.poolOf(ROLE.attestor, alice)).to.deep.equal([open(4_000), open(1_000)]);
      await expect(staking.connect(bob).withdraw(1n)).to.emit(staking, "Withdrawn").withArgs(1n, bob, open(1_000));
    });

    it("spares what starts to unbond after the slash the part that others lost in it", async () => {
      const { staking, asSlasher, alice, bob, carol } = await loadFixture(deployPool);
      await staking.connect(bob).unbond(ROLE.attestor, alice, open(2_000));
      await asSlasher.slash(ROLE.attestor, alice, 5_000n, carol);
      await staking.connect(alice).unbond(ROLE.attestor, alice, open(8_000));
      await time.increase(31n * DAY);
      expect(await staking.connect(bob).withdraw.staticCall(1n)).to.equal(open(1_000));
      expect(await staking.connect(alice).withdraw.staticCall(2n)).to.equal(open(4_000));
    });

    it("[slash that rounds to zero] takes at least one base unit of something", async () => {
      const { staking, slasher, alice, bob, carol } = await loadFixture(deployMoney);
      await staking.connect(alice).stake(ROLE.attestor, alice, 3n);
      const slash = staking.connect(slasher).slash;
      expect(await slash.staticCall(ROLE.attestor, alice, 1n, carol)).to.equal(1n);
      await staking.connect(bob).stake(ROLE.attestor, bob, 1n);
      await expect(slash(ROLE.attestor, bob, 1n, carol))
        .to.emit(staking, "Slashed")
        .withArgs(ROLE.attestor, bob, 1n, 1n, 0n, 0n, 1n, carol);
      expect(await staking.sharesOf(ROLE.attestor, bob, bob)).to.equal(0n);
    });

    it("takes the rest too when shares would be left worth less than a millionth", async () => {
      const { staking, asSlasher, alice, bob, carol } = await loadFixture(deployPool);
      await asSlasher.slash(ROLE.attestor, alice, 9_999n, carol);
      expect(await staking.poolOf(ROLE.attestor, alice)).to.deep.equal([open(1), 0n]);
      await asSlasher.slash(ROLE.attestor, alice, 9_999n, carol);
      expect(await staking.poolOf(ROLE.attestor, alice)).to.deep.equal([0n, 0n]);
      expect(await staking.sharesOf(ROLE.attestor, alice, bob)).to.equal(0n);
    });

    describe("given a slash of everything", () => {
      async function deployVoid() {
        const pool = await deployPool();
        const { staking, asSlasher, deployer, bob, alice, carol } = pool;
        await staking.connect(bob).unbond(ROLE.attestor, alice, open(1_000));
        await staking.connect(deployer).addReward(open(90));
        await asSlasher.slash(ROLE.attestor, alice, ALL, carol);
        return pool;
      }

      it("voids all shares, and pays an unbonding nothing", async () => {
        const { staking, alice, bob } = await loadFixture(deployVoid);
        expect(await staking.poolOf(ROLE.attestor, alice)).to.deep.equal([0n, 0n]);
        expect(await staking.sharesOf(ROLE.attestor, alice, alice)).to.equal(0n);
        expect((await staking.unbondingOf(1n)).amount).to.equal(0n);
        await expect(staking.connect(bob).unbond(ROLE.attestor, alice, 1n)).to.be.revertedWithCustomError(
          staking,
          "StakingInsufficientShares",
        );
        await time.increase(31n * DAY);
        await expect(staking.connect(bob).withdraw(1n)).to.emit(staking, "Withdrawn").withArgs(1n, bob, 0n);
      });

      it("leaves the rewards earned before", async () => {
        const { staking, token, alice, bob } = await loadFixture(deployVoid);
        expect(await staking.pendingReward(ROLE.attestor, alice, alice)).to.equal(open(80));
        await expect(staking.connect(bob).claimReward(ROLE.attestor, alice)).to.changeTokenBalance(
          ethers,
          token,
          bob,
          open(10),
        );
        expect(await staking.pendingReward(ROLE.attestor, alice, bob)).to.equal(0n);
      });

      it("[slash 100% then rejoin] starts afresh: old shares get nothing of the new stake or its rewards", async () => {
        const { staking, deployer, alice, bob } = await loadFixture(deployVoid);
        await staking.connect(alice).stake(ROLE.attestor, alice, open(50));
        expect(await staking.sharesOf(ROLE.attestor, alice, alice)).to.equal(open(50));
        expect(await staking.sharesOf(ROLE.attestor, alice, bob)).to.equal(0n);
        await staking.connect(deployer).addReward(open(5));
        expect(await staking.pendingReward(ROLE.attestor, alice, alice)).to.equal(open(85));
        expect(await staking.pendingReward(ROLE.attestor, alice, bob)).to.equal(open(10));
        await staking.connect(alice).unbond(ROLE.attestor, alice, open(50));
        expect((await staking.unbondingOf(2n)).amount).to.equal(open(50));
        expect((await staking.unbondingOf(1n)).amount).to.equal(0n);
      });
    });
  });
});
