import { expect } from "chai";

import { ROLE } from "../../sdk/src/role.js";
import { ethers, loadFixture } from "../helpers/chain.js";
import { deployMoney } from "../helpers/deploy-money.js";
import { open } from "../helpers/units.js";

const WAD = 10n ** 18n;

/** Alice stakes 300 OPEN, bob delegates 100 to her, carol stakes 100 for herself. */
async function deployStakers() {
  const money = await deployMoney();
  const { staking, alice, bob, carol } = money;
  await staking.connect(alice).stake(ROLE.attestor, alice, open(300));
  await staking.connect(bob).stake(ROLE.attestor, alice, open(100));
  await staking.connect(carol).stake(ROLE.attestor, carol, open(100));
  return money;
}

/** The same, after a slash that leaves alice's pool a third, in odd numbers. */
async function deploySlashed() {
  const money = await deployStakers();
  await money.staking.connect(money.slasher).slash(ROLE.attestor, money.alice, 6_667n, ethers.ZeroAddress);
  return money;
}

describe("Staking", () => {
  describe("addReward", () => {
    it("refuses nothing", async () => {
      const { staking } = await loadFixture(deployStakers);
      await expect(staking.addReward(0n)).to.be.revertedWithCustomError(staking, "StakingZeroAmount");
    });

    it("shares among all active stake", async () => {
      const { staking, token, deployer, alice, bob, carol } = await loadFixture(deployStakers);
      const sent = staking.addReward(open(50));
      await expect(sent)
        .to.emit(staking, "RewardAdded")
        .withArgs(deployer, open(50), WAD / 10n, 0n);
      await expect(sent).to.changeTokenBalances(ethers, token, [deployer, staking], [-open(50), open(50)]);
      expect(await staking.pendingReward(ROLE.attestor, alice, alice)).to.equal(open(30));
      expect(await staking.pendingReward(ROLE.attestor, alice, bob)).to.equal(open(10));
      expect(await staking.pendingReward(ROLE.attestor, carol, carol)).to.equal(open(10));
      expect(await staking.totals()).to.deep.equal([open(500), 0n, WAD / 10n]);
    });

    it("keeps what does not divide for the next", async () => {
      const { staking, alice } = await loadFixture(deployStakers);
      await staking.connect(alice).stake(ROLE.attestor, alice, 1n);
      await staking.addReward(7n * WAD + 1n);
      const { active, undistributed, rewardPerTokenWad } = await staking.totals();
      const promised = rewardPerTokenWad * active;
      expect(promised).to.be.lessThanOrEqual((7n * WAD + 1n - undistributed) * WAD);
      expect(promised).to.be.greaterThan((7n * WAD + 1n - undistributed - 1n) * WAD);
    });

    it("while nobody is staked, keeps the reward and shares it with the next", async () => {
      const { staking, deployer, alice } = await loadFixture(deployMoney);
      await expect(staking.addReward(open(5)))
        .to.emit(staking, "RewardAdded")
        .withArgs(deployer, open(5), 0n, open(5));
      await staking.connect(alice).stake(ROLE.attestor, alice, open(1) - 1n);
      await staking.addReward(open(5)); // less than 1 OPEN counts as nobody
      expect((await staking.totals()).undistributed).to.equal(open(10));
      await staking.connect(alice).stake(ROLE.attestor, alice, 1n);
      await staking.addReward(open(2));
      expect(await staking.pendingReward(ROLE.attestor, alice, alice)).to.equal(open(12));
      expect((await staking.totals()).undistributed).to.equal(0n);
    });

    it("[stake just before a reward step] gives no part of earlier rewards and its fair part of the next", async () => {
      const { staking, carol, payer } = await loadFixture(deployStakers);
      await staking.addReward(open(50));
      await staking.connect(payer).stake(ROLE.attestor, carol, open(500));
      expect(await staking.pendingReward(ROLE.attestor, carol, payer)).to.equal(0n);
      await staking.addReward(open(10));
      expect(await staking.pendingReward(ROLE.attestor, carol, payer)).to.equal(open(5));
      expect(await staking.pendingReward(ROLE.attestor, carol, carol)).to.equal(open(11));
    });

    it("pays what is unbonding nothing", async () => {
      const { staking, bob, alice } = await loadFixture(deployStakers);
      await staking.connect(bob).unbond(ROLE.attestor, alice, open(100));
      await staking.addReward(open(40));
      expect(await staking.pendingReward(ROLE.attestor, alice, bob)).to.equal(0n);
      expect(await staking.pendingReward(ROLE.attestor, alice, alice)).to.equal(open(30));
    });

    it("after a slash, shares by what the stake is worth then", async () => {
      const { staking, slasher, alice, bob, carol } = await loadFixture(deployStakers);
      await staking.addReward(open(50));
      await staking.connect(slasher).slash(ROLE.attestor, alice, 5_000n, ethers.ZeroAddress);
      await staking.addReward(open(30)); // 200 and 100 OPEN
      expect(await staking.pendingReward(ROLE.attestor, alice, alice)).to.equal(open(30) + open(15));
      expect(await staking.pendingReward(ROLE.attestor, alice, bob)).to.equal(open(10) + open(5));
      expect(await staking.pendingReward(ROLE.attestor, carol, carol)).to.equal(open(10) + open(10));
    });

    it("gives an emptied, once slashed pool nothing of what came in between", async () => {
      const { staking, alice, bob, carol } = await loadFixture(deploySlashed);
      await staking.connect(alice).unbond(ROLE.attestor, alice, open(300));
      await staking.connect(bob).unbond(ROLE.attestor, alice, open(100));
      await staking.addReward(open(10));
      await staking.connect(alice).stake(ROLE.attestor, alice, open(100));
      await staking.addReward(open(10));
      expect(await staking.pendingReward(ROLE.attestor, alice, alice)).to.equal(open(5));
      expect(await staking.pendingReward(ROLE.attestor, carol, carol)).to.equal(open(15));
    });
  });

  describe("claimReward", () => {
    it("pays the caller once", async () => {
      const { staking, token, bob, alice } = await loadFixture(deployStakers);
      await staking.addReward(open(50));
      const claimReward = staking.connect(bob).claimReward;
      expect(await claimReward.staticCall(ROLE.attestor, alice)).to.equal(open(10));

      const sent = claimReward(ROLE.attestor, alice);
      await expect(sent).to.emit(staking, "RewardPaid").withArgs(ROLE.attestor, alice, bob, open(10));
      await expect(sent).to.changeTokenBalances(ethers, token, [staking, bob], [-open(10), open(10)]);
      expect(await claimReward.staticCall(ROLE.attestor, alice)).to.equal(0n);
    });

    it("[removing a signer with rewards pending] pays after everything was unbonded", async () => {
      const { staking, bob, alice } = await loadFixture(deployStakers);
      await staking.addReward(open(50));
      await staking.connect(bob).unbond(ROLE.attestor, alice, open(100));
      expect(await staking.connect(bob).claimReward.staticCall(ROLE.attestor, alice)).to.equal(open(10));
    });

    for (const deploy of [deployStakers, deploySlashed]) {
      it(`[accrue once vs. a thousand times] pays the same however often anybody claims (${deploy.name})`, async () => {
        const rewards = Array.from({ length: 40 }, (_, i) => 1_000_003n * BigInt(i + 1) ** 7n + 1n);
        const { staking, alice, bob } = await loadFixture(deploy);
        const start = await ethers.provider.send("evm_snapshot", []);
        for (const reward of rewards) await staking.addReward(reward);
        const once = [
          await staking.connect(alice).claimReward.staticCall(ROLE.attestor, alice),
          await staking.connect(bob).claimReward.staticCall(ROLE.attestor, alice),
        ];
        expect(once[0]).to.be.greaterThan(0n);

        await ethers.provider.send("evm_revert", [start]);
        const often = [0n, 0n];
        for (const reward of rewards) {
          await staking.addReward(reward);
          often[0]! += await staking.connect(alice).claimReward.staticCall(ROLE.attestor, alice);
          await staking.connect(alice).claimReward(ROLE.attestor, alice);
        }
        often[1] = await staking.connect(bob).claimReward.staticCall(ROLE.attestor, alice);
        expect(often).to.deep.equal(once);
      });
    }
  });
});
