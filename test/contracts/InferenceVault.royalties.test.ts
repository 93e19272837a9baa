import { expect } from "chai";

import { parameterId } from "../../sdk/src/parameter.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { deployOpenLedger } from "../helpers/deploy-open-ledger.js";
import { manifestJudge } from "../helpers/manifest-judge.js";
import { readyToRegister, registerModel } from "../helpers/models.js";
import { DAY, open } from "../helpers/units.js";

const PAID = open(100);
/** 10% of the owner's part, which is 20% of what was paid. */
const OWNERS = PAID / 5n;
const ROYALTY = OWNERS / 10n;

/**
 * Models of one trainer, each sold to another: grandparent (alice), two parents (bob's of the grandparent, carol's of nobody), and the
 * child of both, which is the trainer's and paid for.
 */
async function deployLineage() {
  const world = await deployOpenLedger();
  const { vault, models, token, deployer, trainer, payer, host, alice, bob, carol } = world;
  const { manifest } = await readyToRegister(world);
  const register = (parents: bigint[]) => registerModel(world, { ...manifest, parents });
  const grandparent = await register([]);
  const parent = await register([grandparent]);
  const other = await register([]);
  const child = await register([parent, other]);
  for (const [model, owner] of [
    [grandparent, alice],
    [parent, bob],
    [other, carol],
  ] as const) {
    await models.connect(trainer).transferFrom(trainer, owner, model);
  }
  await token.connect(deployer).transfer(payer, open(10_000));
  await token.connect(payer).approve(vault, open(10_000));
  await time.increase(2n * DAY);

  /** Pays a model once and closes the bucket. */
  const earn = async (model: bigint, amount: bigint) => {
    const bucket = await vault.bucketCount(model);
    await vault.connect(payer).pay(model, host, amount, ethers.ZeroHash);
    await time.increase(DAY);
    return vault.close(model, bucket);
  };
  return { ...world, register, grandparent, parent, other, child, earn };
}

/** The same, after the child earned. */
async function deployEarned() {
  const world = await deployLineage();
  await world.earn(world.child, PAID);
  return world;
}

describe("InferenceVault", () => {
  describe("close", () => {
    it("sets aside nothing for a model without parents", async () => {
      const { vault, grandparent, earn, alice } = await loadFixture(deployLineage);
      const sent = await earn(grandparent, PAID);
      await expect(sent).not.to.emit(vault, "RoyaltyAccrued");
      expect(await vault.owedTo(alice)).to.equal(OWNERS);
    });

    it("sets aside the parents' equal shares of the owner's part; the five parts sum to the total", async () => {
      const { vault, parent, other, child, earn, trainer } = await loadFixture(deployLineage);
      const sent = await earn(child, PAID);
      const parts = [PAID / 10n, PAID / 5n, PAID / 2n, ROYALTY, OWNERS - ROYALTY];
      expect(parts.reduce((sum, part) => sum + part)).to.equal(PAID);
      await expect(sent)
        .to.emit(vault, "BucketClosed")
        .withArgs(child, 0n, PAID, ...parts, trainer);
      for (const each of [parent, other]) {
        await expect(sent)
          .to.emit(vault, "RoyaltyAccrued")
          .withArgs(each, child, ROYALTY / 2n, ROYALTY / 2n);
        expect(await vault.royaltyOf(each)).to.equal(ROYALTY / 2n);
      }
      expect(await vault.owedTo(trainer)).to.equal(OWNERS - ROYALTY);
    });

    it("[split sums equal totals] gives the first parent what does not divide", async () => {
      const { vault, parent, other, child, earn } = await loadFixture(deployLineage);
      await earn(child, 150n); // the owner's 30, of which 3 are the parents'
      expect([await vault.royaltyOf(parent), await vault.royaltyOf(other)]).to.deep.equal([2n, 1n]);
    });

    it("gives dust to the first parent alone, and logs no shares of 0", async () => {
      const { vault, parent, other, child, earn } = await loadFixture(deployLineage);
      const dust = await earn(child, 50n); // the owner's 10, of which 1 is the parents'
      await expect(dust).to.emit(vault, "RoyaltyAccrued").withArgs(parent, child, 1n, 1n);
      expect(await vault.royaltyOf(other)).to.equal(0n);
      await expect(await earn(child, 5n)).not.to.emit(vault, "RoyaltyAccrued");
    });

    it("takes ParentRoyaltyBps as they stand at closing, none and the most", async () => {
      const { vault, parameters, owner, parent, child, earn, trainer } = await loadFixture(deployLineage);
      const royaltyBps = parameterId("ParentRoyaltyBps");
      await parameters.connect(owner).set(royaltyBps, 0n);
      await expect(await earn(child, PAID)).not.to.emit(vault, "RoyaltyAccrued");
      expect(await vault.owedTo(trainer)).to.equal(OWNERS);
      await parameters.connect(owner).set(royaltyBps, 5_000n);
      await earn(child, PAID);
      expect(await vault.royaltyOf(parent)).to.equal(OWNERS / 4n);
    });
  });

  describe("climb", () => {
    it("refuses when nothing was set aside", async () => {
      const { vault, child, parent } = await loadFixture(deployLineage);
      for (const model of [child, parent, 99n]) {
        await expect(vault.climb(model)).to.be.revertedWithCustomError(vault, "VaultZeroAmount");
      }
    });

    it("owes a model's owner all of it where it has no parents", async () => {
      const { vault, other, carol, mallory } = await loadFixture(deployEarned);
      expect(await vault.climb.staticCall(other)).to.equal(ROYALTY / 2n);
      const sent = vault.connect(mallory).climb(other);
      await expect(sent)
        .to.emit(vault, "Climbed")
        .withArgs(other, carol, ROYALTY / 2n, ROYALTY / 2n);
      await expect(sent).not.to.emit(vault, "RoyaltyAccrued");
      expect(await vault.owedTo(carol)).to.equal(ROYALTY / 2n);
      await expect(vault.climb(other)).to.be.revertedWithCustomError(vault, "VaultZeroAmount");
    });

    it("sets aside the grandparent's share, which climbs on its own", async () => {
      const { vault, token, grandparent, parent, alice, bob } = await loadFixture(deployEarned);
      const [amount, up] = [ROYALTY / 2n, ROYALTY / 20n];
      const sent = vault.climb(parent);
      await expect(sent)
        .to.emit(vault, "Climbed")
        .withArgs(parent, bob, amount, amount - up);
      await expect(sent).to.emit(vault, "RoyaltyAccrued").withArgs(grandparent, parent, up, up);
      await vault.climb(grandparent);
      await expect(vault.collect(alice)).to.changeTokenBalance(ethers, token, alice, up);
      await expect(vault.collect(bob)).to.changeTokenBalance(ethers, token, bob, amount - up);
    });

    it("owes it to whoever owns the model then", async () => {
      const { vault, models, parent, bob, alice } = await loadFixture(deployEarned);
      await models.connect(bob).transferFrom(bob, alice, parent);
      await vault.climb(parent);
      expect(await vault.owedTo(bob)).to.equal(0n);
      expect(await vault.owedTo(alice)).to.be.greaterThan(0n);
    });

    it("climbs from a parent that retired or fell: what descends from it still does (expired or suspended parents)", async () => {
      const world = await loadFixture(deployEarned);
      const { vault, models, parent, other, child, earn, bob, carol } = world;
      await models.connect(bob).retire(parent);
      await models.connect(await manifestJudge(world)).fall(other, "weight", ethers.ZeroAddress);
      await earn(child, PAID);
      await vault.climb(parent);
      await vault.climb(other);
      expect(await vault.owedTo(bob)).to.equal(ROYALTY - ROYALTY / 10n);
      expect(await vault.owedTo(carol)).to.equal(ROYALTY);
    });

    it("[loops over 10,000 entries] costs one step, however long the lineage, to 8 parents at most", async () => {
      const { vault, register, earn, models } = await loadFixture(deployLineage);
      const parents = [1n, 2n, 3n, 4n];
      for (let i = 0; i < 4; i++) parents.push(await register([parents.at(-1)!]));
      const last = await register(parents);
      const leaf = await register([last]);
      expect((await models.parentsOf(last)).length).to.equal(8);
      await time.increase(2n * DAY);
      await earn(leaf, PAID);
      const climbed = await (await vault.climb(last)).wait();
      const closed = await (await earn(last, PAID)).wait();
      expect(climbed!.gasUsed).to.be.lessThan(350_000n); // fresh accounts
      expect(closed!.gasUsed).to.be.lessThan(350_000n);
    });
  });
});
