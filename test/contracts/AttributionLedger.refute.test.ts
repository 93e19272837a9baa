import { expect } from "chai";

import type { Hex } from "../../engine/src/core/hash/hex.js";
import { ROLE } from "../../sdk/src/role.js";
import { attest, batchWith, earningsOf, post } from "../helpers/attest.js";
import { payAndClose } from "../helpers/buckets.js";
import { ethers, loadFixture, mine, time } from "../helpers/chain.js";
import { claimItem } from "../helpers/claims.js";
import { deployLedger, setParameter, STAKE } from "../helpers/deploy-ledger.js";
import { mutable } from "../helpers/mutable.js";
import { registerManifest } from "../helpers/register-model.js";
import { asProver } from "../helpers/prover.js";
import { open } from "../helpers/units.js";

/** Three posted batches that stand on each other, and a fourth closed bucket. Each signed by another pair. */
async function deployChain() {
  const world = await deployLedger();
  const { attestor1, attestor2, attestor3 } = world;
  const pairs = [
    [attestor1, attestor2],
    [attestor2, attestor3],
    [attestor1, attestor3],
  ];
  const earnings = [0, 1, 2].map((i) => earningsOf(world, [open(50 * (i + 1))]));
  const batches = [];
  for (const [i, pair] of pairs.entries()) {
    await payAndClose(world);
    const parent = (await world.ledger.headOf(1n)) as Hex;
    batches.push(await post(world, batchWith(earnings[i]!, { bucket: BigInt(i), parent }), pair));
  }
  const stakes = async () => {
    const pools = [attestor1, attestor2, attestor3].map((each) => world.staking.poolOf(ROLE.attestor, each));
    return (await Promise.all(pools)).map(({ active, unbonding }) => active + unbonding);
  };
  const [first, second, third] = batches;
  return { ...world, earnings, first: first!, second: second!, third: third!, stakes, asProver: await asProver(world) };
}

const BOUNTY = open(4_000); // 20% of the 20,000 that two halves of 20,000 make, per signer 2,000

describe("AttributionLedger", () => {
  describe("refute", () => {
    it("refuses anybody but a judge", async () => {
      const { ledger, second, mallory } = await loadFixture(deployChain);
      await expect(ledger.connect(mallory).refute(mutable(second), "score", mallory))
        .to.be.revertedWithCustomError(ledger, "LedgerNotJudge")
        .withArgs(mallory.address);
    });

    describe("given a batch that does not stand", () => {
      it("refuses another batch, other signers, a bucket without one", async () => {
        const { ledger, second, third, asProver, mallory } = await loadFixture(deployChain);
        const unknown = [
          { ...second, batch: { ...second.batch, rowCount: 2 } },
          { ...second, signers: third.signers },
          { ...second, batch: { ...second.batch, bucket: 3n } },
          { ...second, batch: { ...second.batch, modelId: 2n } },
        ];
        for (const posted of unknown) {
          await expect(
            ledger.connect(asProver).refute(mutable(posted), "score", mallory),
          ).to.be.revertedWithCustomError(ledger, "LedgerUnknownBatch");
        }
      });

      it("refuses one that was refuted, and its dropped successors (endless re-challenge)", async () => {
        const { ledger, second, third, asProver, mallory } = await loadFixture(deployChain);
        await ledger.connect(asProver).refute(mutable(second), "score", mallory);
        for (const posted of [second, third]) {
          await expect(
            ledger.connect(asProver).refute(mutable(posted), "score", mallory),
          ).to.be.revertedWithCustomError(ledger, "LedgerUnknownBatch");
        }
      });
    });

    describe("given the window's end", () => {
      it("takes the last second", async () => {
        const { ledger, first, asProver, mallory } = await loadFixture(deployChain);
        await time.setNextBlockTimestamp(first.finalAt - 1n);
        await ledger.connect(asProver).refute(mutable(first), "score", mallory);
        expect((await ledger.accountOf(1n)).nextBucket).to.equal(0n);
      });

      it("refuses one second after", async () => {
        const { ledger, first, asProver, mallory } = await loadFixture(deployChain);
        await time.setNextBlockTimestamp(first.finalAt);
        await expect(ledger.connect(asProver).refute(mutable(first), "score", mallory))
          .to.be.revertedWithCustomError(ledger, "LedgerBatchFinal")
          .withArgs(1n, 0n, first.finalAt);
        await mine();
        expect(await ledger.isFinal(1n, 0n)).to.equal(true);
      });
    });

    describe("given a pending batch with a successor", () => {
      it("drops both, slashes its signers only, pays the bounty, burns the rest, and remembers the digest", async () => {
        const world = await loadFixture(deployChain);
        const { ledger, staking, token, second, third, stakes, asProver, mallory } = world;
        const supply = await token.totalSupply();
        const sent = ledger.connect(asProver).refute(mutable(second), "score", mallory);
        await expect(sent).to.changeTokenBalances(
          ethers,
          token,
          [staking, mallory, ledger],
          [-STAKE, BOUNTY, 0n], // half of each of two stakes
        );
        await expect(sent).to.emit(ledger, "BatchRefuted").withArgs(1n, 1n, second.id, "score", mallory.address, 2n);

        expect(await token.totalSupply()).to.equal(supply - STAKE + BOUNTY);
        expect(await stakes()).to.deep.equal([STAKE, STAKE / 2n, STAKE / 2n]);
        expect((await ledger.accountOf(1n)).nextBucket).to.equal(1n);
        expect(await ledger.isRefuted(second.digest)).to.equal(true);
        expect(await ledger.isRefuted(third.digest)).to.equal(false);
        for (const bucket of [1n, 2n]) {
          expect(await ledger.batchOf(1n, bucket)).to.deep.equal([ethers.ZeroHash, 0n, 0n, 0n, 0n]);
          expect(await ledger.isFinal(1n, bucket)).to.equal(false);
        }
      });

      it("leaves the batches before as they were", async () => {
        const { ledger, first, second, asProver, mallory } = await loadFixture(deployChain);
        await ledger.connect(asProver).refute(mutable(second), "score", mallory);
        expect(await ledger.headOf(1n)).to.equal(first.id);
        await ledger.requireChallengeable(mutable(first));
        await time.increaseTo(first.finalAt);
        expect(await ledger.isFinal(1n, 0n)).to.equal(true);
      });

      it("never pays from what was dropped, even once its window is over", async () => {
        const { ledger, earnings, second, third, asProver, mallory } = await loadFixture(deployChain);
        await ledger.connect(asProver).refute(mutable(second), "score", mallory);
        await time.increaseTo(third.finalAt);
        for (const [posted, at] of [
          [second, 1],
          [third, 2],
        ] as const) {
          await expect(ledger.claim(claimItem(posted, earnings[at]!, 0))).to.be.revertedWithCustomError(
            ledger,
            "LedgerUnknownBatch",
          );
        }
      });

      it("never takes the refuted digest again, and takes another one", async () => {
        const world = await loadFixture(deployChain);
        const { ledger, first, second, asProver, mallory, attestor1, attestor2 } = world;
        await ledger.connect(asProver).refute(mutable(second), "score", mallory);
        const again = await attest(world, second.batch, [attestor1, attestor2]);
        await expect(ledger.post(again.batch, again.signers, again.signatures, ""))
          .to.be.revertedWithCustomError(ledger, "LedgerDigestRefuted")
          .withArgs(second.digest);

        const right = batchWith(earningsOf(world, [open(60)]), { bucket: 1n, parent: first.id });
        await setParameter(world, "MinAttestorStake", open(1));
        const posted = await post(world, right, [attestor1, attestor2]);
        expect(await ledger.headOf(1n)).to.equal(posted.id);
        await expect(ledger.requireChallengeable(mutable(second))).to.be.revertedWithCustomError(
          ledger,
          "LedgerUnknownBatch",
        );
      });

      it("slashes by the terms of the posting, not of now (parameters changed during a window)", async () => {
        const world = await loadFixture(deployChain);
        await setParameter(world, "AttestorSlashBps", 100_00n);
        await world.ledger.connect(world.asProver).refute(mutable(world.second), "score", world.mallory);
        expect(await world.stakes()).to.deep.equal([STAKE, STAKE / 2n, STAKE / 2n]);
      });
    });

    it("costs a challenger who also signed more than the bounty (challenger is the submitter)", async () => {
      const { ledger, token, second, stakes, asProver, attestor2 } = await loadFixture(deployChain);
      const before = await token.balanceOf(attestor2);
      await ledger.connect(asProver).refute(mutable(second), "score", attestor2);
      const bounty = (await token.balanceOf(attestor2)) - before;
      const lost = STAKE - (await stakes())[1]!;
      expect(bounty).to.be.lessThan(lost);
    });

    it("reaches a signer who left while it was pending (unstake just before the slash)", async () => {
      const { ledger, staking, second, stakes, asProver, mallory, deployer, attestor2 } =
        await loadFixture(deployChain);
      const shares = await staking.sharesOf(ROLE.attestor, attestor2, deployer);
      await staking.connect(deployer).unbond(ROLE.attestor, attestor2, shares);
      await ledger.connect(asProver).refute(mutable(second), "score", mallory);
      expect((await stakes())[1]).to.equal(STAKE / 2n);
    });

    it("[dispute over 1 wei of stake] refutes a batch whose signers have a base unit left, or nothing, and takes it", async () => {
      const world = await loadFixture(deployLedger);
      const { ledger, staking, deployer, attestor1, attestor2, datanetId, frozen, mallory } = world;
      await setParameter(world, "AttestorSlashBps", 100_00n);
      const poor = await registerManifest(world, frozen, { datanetId, contributionCount: 5 });
      await payAndClose(world);
      await payAndClose(world, { modelId: poor });
      const signers = [attestor1, attestor2];
      const first = await post(world, batchWith(earningsOf(world, [open(50)])), signers);
      const second = await post(world, batchWith(earningsOf(world, [open(60)]), { modelId: poor }), signers);
      const prover = ledger.connect(await asProver(world));
      await prover.refute(mutable(first), "score", mallory);
      await staking.connect(deployer).stake(ROLE.attestor, attestor1, 1n);

      await expect(prover.refute(mutable(second), "score", mallory)).to.emit(ledger, "BatchRefuted");
      expect((await ledger.accountOf(poor)).nextBucket).to.equal(0n);
      for (const signer of signers) expect((await staking.poolOf(ROLE.attestor, signer)).active).to.equal(0n);
    });

    it("does not touch other models", async () => {
      const { ledger, second, asProver, mallory } = await loadFixture(deployChain);
      const other = await ledger.accountOf(2n);
      await ledger.connect(asProver).refute(mutable(second), "score", mallory);
      expect(await ledger.accountOf(2n)).to.deep.equal(other);
    });
  });
});
