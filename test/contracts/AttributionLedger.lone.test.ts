import { expect } from "chai";
import { MaxUint256 } from "ethers";

import { batchId } from "../../engine/src/core/hash/batch-id.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import type { Batch } from "../../engine/src/core/hash/structs.js";
import { parameterId } from "../../sdk/src/parameter.js";
import { attest, batchWith, earningsOf, post, type Posted } from "../helpers/attest.js";
import { payAndClose } from "../helpers/buckets.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { claimItem } from "../helpers/claims.js";
import { deployLedger, type LedgerWorld, setParameter } from "../helpers/deploy-ledger.js";
import { hashOf } from "../helpers/hashes.js";
import { manifestJudge } from "../helpers/manifest-judge.js";
import { mutable } from "../helpers/mutable.js";
import { asProver } from "../helpers/prover.js";
import { DAY, open } from "../helpers/units.js";

const SILENCE = 7n * DAY;
const WINDOW = 3n * DAY;
const BOND = open(10_000);

/** A closed bucket that nobody answered; bob and mallory have OPEN, approved to the ledger. */
async function deploySilent() {
  const world = await deployLedger();
  const { token, ledger, deployer, bob, mallory } = world;
  for (const account of [bob, mallory]) {
    await token.connect(deployer).transfer(account, open(50_000));
    await token.connect(account).approve(ledger, MaxUint256);
  }
  await payAndClose(world);
  const earnings = earningsOf(world, [open(50)]);
  const silentAt = (await ledger.waitsSince(1n, 0n)) + SILENCE;
  return { ...world, batch: batchWith(earnings), earnings, silentAt, asProver: await asProver(world) };
}

type Silent = Awaited<ReturnType<typeof deploySilent>>;

/** Bob posts the batch alone, as soon as he may. */
async function postedAlone(world: LedgerWorld, batch: Batch, poster = world.bob): Promise<Posted> {
  const { ledger } = world;
  const silentAt = (await ledger.waitsSince(batch.modelId, batch.bucket)) + SILENCE;
  if (BigInt(await time.latest()) < silentAt) await time.increaseTo(silentAt);
  await ledger.connect(poster).postAlone(batch, "urn:batch");
  const digest = (await ledger.batchDigest(batch)) as Hex;
  const { finalAt } = await ledger.batchOf(batch.modelId, batch.bucket);
  const signers: Hex[] = [];
  return { batch, signers, digest, id: batchId({ digest, signers, earningsRoot: batch.earningsRoot }), finalAt };
}

/** The same, with bob's batch standing. */
async function deployAlone() {
  const world = await deploySilent();
  return { ...world, posted: await postedAlone(world, world.batch) };
}

const bondOf = async ({ ledger }: Silent, bucket = 0n) => (await ledger.bondOf(1n, bucket)).amount;

describe("AttributionLedger", () => {
  describe("postAlone", () => {
    describe("given a bucket that is not silent", () => {
      it("refuses the last second before, and takes the next (last second)", async () => {
        const { ledger, bob, batch, silentAt } = await loadFixture(deploySilent);
        await time.setNextBlockTimestamp(silentAt - 1n);
        await expect(ledger.connect(bob).postAlone(batch, ""))
          .to.be.revertedWithCustomError(ledger, "LedgerNotSilent")
          .withArgs(1n, 0n, silentAt);
        await time.setNextBlockTimestamp(silentAt);
        await ledger.connect(bob).postAlone(batch, "");
        expect((await ledger.accountOf(1n)).nextBucket).to.equal(1n);
      });

      it("counts from its parent's posting", async () => {
        const world = await loadFixture(deployAlone);
        const { ledger, posted } = world;
        await time.increaseTo(posted.finalAt);
        await payAndClose(world);
        const second = await postedAlone(world, batchWith(world.earnings, { bucket: 1n, parent: posted.id }));
        await payAndClose(world);
        await payAndClose(world);
        await time.increase(SILENCE);
        const third = await post(world, batchWith(world.earnings, { bucket: 2n, parent: second.id }));
        const fourth = batchWith(world.earnings, { bucket: 3n, parent: third.id });
        expect(await ledger.waitsSince(1n, 3n)).to.equal((await ledger.batchOf(1n, 2n)).postedAt);
        await expect(ledger.connect(world.bob).postAlone(fourth, "")).to.be.revertedWithCustomError(
          ledger,
          "LedgerNotSilent",
        );
      });

      it("counts again from a drop, so that a quorum has its time", async () => {
        const world = await loadFixture(deployAlone);
        const { ledger, bob, posted, asProver, mallory } = world;
        await ledger.connect(asProver).drop(mutable(posted), "withheld", mallory);
        expect(await ledger.waitsSince(1n, 0n)).to.equal(await time.latest());
        await expect(ledger.connect(bob).postAlone(posted.batch, "")).to.be.revertedWithCustomError(
          ledger,
          "LedgerNotSilent",
        );
        await post(world, posted.batch);
      });

      it("reads the wait of now, within its bounds", async () => {
        const world = await loadFixture(deploySilent);
        await setParameter(world, "SilenceSeconds", 30n * DAY);
        await time.increaseTo(world.silentAt);
        await expect(world.ledger.connect(world.bob).postAlone(world.batch, "")).to.be.revertedWithCustomError(
          world.ledger,
          "LedgerNotSilent",
        );
      });
    });

    it("refuses what post refuses: an open bucket, another parent, an empty batch", async () => {
      const { ledger, bob, batch, silentAt } = await loadFixture(deploySilent);
      await time.increaseTo(silentAt);
      for (const [change, error] of [
        [{ bucket: 1n }, "LedgerBucketOutOfOrder"],
        [{ modelId: 2n }, "LedgerBucketNotClosed"],
        [{ parent: hashOf("parent") }, "LedgerWrongParent"],
        [{ rowCount: 0 }, "LedgerEmptyBatch"],
      ] as const) {
        await expect(ledger.connect(bob).postAlone({ ...batch, ...change }, "")).to.be.revertedWithCustomError(
          ledger,
          error,
        );
      }
    });

    it("refuses a bucket that a quorum answered", async () => {
      const world = await loadFixture(deploySilent);
      await time.increaseTo(world.silentAt);
      await post(world, world.batch);
      await expect(world.ledger.connect(world.bob).postAlone(world.batch, ""))
        .to.be.revertedWithCustomError(world.ledger, "LedgerBucketOutOfOrder")
        .withArgs(1n, 0n, 1n);
    });

    it("refuses a poster without the bond", async () => {
      const { ledger, token, alice, batch, silentAt } = await loadFixture(deploySilent);
      await time.increaseTo(silentAt);
      await token.connect(alice).approve(ledger, MaxUint256);
      await expect(ledger.connect(alice).postAlone(batch, "")).to.be.revertedWithCustomError(
        token,
        "ERC20InsufficientBalance",
      );
    });

    describe("given a silent bucket", () => {
      it("takes the bond and stores a batch without signers, with a window twice as long", async () => {
        const { ledger, token, bob, batch, silentAt } = await loadFixture(deploySilent);
        await time.increaseTo(silentAt);
        const digest = (await ledger.batchDigest(batch)) as Hex;
        const id = batchId({ digest, signers: [], earningsRoot: batch.earningsRoot });
        expect(await ledger.connect(bob).postAlone.staticCall(batch, "urn:x")).to.equal(id);

        const sent = ledger.connect(bob).postAlone(batch, "urn:x");
        await expect(sent).to.changeTokenBalances(ethers, token, [bob, ledger], [-BOND, BOND]);
        const finalAt = BigInt(await time.latest()) + 2n * WINDOW;
        await expect(sent)
          .to.emit(ledger, "BatchPosted")
          .withArgs(1n, 0n, id, Object.values(batch), [], "urn:x", finalAt, bob.address)
          .and.to.emit(ledger, "BondPosted")
          .withArgs(1n, 0n, bob.address, BOND);
        expect(await ledger.batchOf(1n, 0n)).to.deep.equal([id, finalAt, 0n, 0n, finalAt - 2n * WINDOW]);
        expect(await ledger.bondOf(1n, 0n)).to.deep.equal([bob.address, BOND]);
        expect((await ledger.batchOf(1n, 0n)).postedAt).to.equal(await time.latest());
        expect(await ledger.waitsSince(1n, 0n)).to.equal(0n);
      });

      it("pays claims once it is final, like any other", async () => {
        const world = await loadFixture(deployAlone);
        const { ledger, token, alice, posted, earnings } = world;
        const item = claimItem(posted, earnings, 0);
        await time.setNextBlockTimestamp(posted.finalAt - 1n);
        await expect(ledger.claim(item)).to.be.revertedWithCustomError(ledger, "LedgerBatchNotFinal");
        await time.increaseTo(posted.finalAt);
        await expect(ledger.claim(item)).to.changeTokenBalances(ethers, token, [alice, ledger], [open(50), -open(50)]);
      });

      it("is the parent of a quorum's batch, which waits with it", async () => {
        const world = await loadFixture(deployAlone);
        await payAndClose(world);
        const next = await post(world, batchWith(world.earnings, { bucket: 1n, parent: world.posted.id }));
        expect(next.finalAt).to.equal(world.posted.finalAt);
      });

      it("keeps window and bond when parameters change (period or bond changed while a dispute runs)", async () => {
        const world = await loadFixture(deployAlone);
        await setParameter(world, "LonePosterBond", open(1));
        await setParameter(world, "ChallengeWindowSeconds", 3_600n);
        expect((await world.ledger.batchOf(1n, 0n)).finalAt).to.equal(world.posted.finalAt);
        expect(await bondOf(world)).to.equal(BOND);
      });
    });
  });

  describe("refute of a lone batch", () => {
    it("slashes all of the bond: a capped bounty, the rest burnt", async () => {
      const { ledger, token, posted, asProver, mallory, bob } = await loadFixture(deployAlone);
      const supply = await token.totalSupply();
      const bounty = open(2_000); // 20%
      const sent = ledger.connect(asProver).refute(mutable(posted), "score", mallory);
      await expect(sent).to.changeTokenBalances(ethers, token, [ledger, mallory], [-BOND, bounty]);
      await expect(sent)
        .to.emit(ledger, "BondSlashed")
        .withArgs(1n, 0n, bob.address, bounty, BOND - bounty, mallory.address);
      expect(await token.totalSupply()).to.equal(supply - BOND + bounty);
      expect(await ledger.bondOf(1n, 0n)).to.deep.equal([ethers.ZeroAddress, 0n]);
      await expect(ledger.releaseBond(1n, 0n)).to.be.revertedWithCustomError(ledger, "LedgerNoBond").withArgs(1n, 0n);
    });

    it("pays no more than the cap", async () => {
      const world = await loadFixture(deployAlone);
      await setParameter(world, "BountyCap", open(3));
      await expect(
        world.ledger.connect(world.asProver).refute(mutable(world.posted), "score", world.mallory),
      ).to.changeTokenBalance(ethers, world.token, world.mallory, open(3));
    });

    it("burns all of it where nobody takes a bounty", async () => {
      const world = await loadFixture(deployAlone);
      await setParameter(world, "BountyBps", 0n);
      const supply = await world.token.totalSupply();
      await world.ledger.connect(world.asProver).refute(mutable(world.posted), "score", world.mallory);
      expect(await world.token.totalSupply()).to.equal(supply - BOND);
    });

    it("costs a poster who refutes itself (challenger is the submitter)", async () => {
      const { ledger, token, posted, asProver, bob } = await loadFixture(deployAlone);
      await ledger.connect(asProver).refute(mutable(posted), "score", bob);
      expect(await token.balanceOf(bob)).to.equal(open(50_000) - BOND + open(2_000));
    });

    it("never takes the digest again, from anybody, alone or signed", async () => {
      const world = await loadFixture(deployAlone);
      const { ledger, posted, asProver, bob, mallory, attestor1, attestor2 } = world;
      await ledger.connect(asProver).refute(mutable(posted), "score", mallory);
      await time.increase(SILENCE);
      for (const poster of [bob, mallory]) {
        await expect(ledger.connect(poster).postAlone(posted.batch, ""))
          .to.be.revertedWithCustomError(ledger, "LedgerDigestRefuted")
          .withArgs(posted.digest);
      }
      const sent = await attest(world, posted.batch, [attestor1, attestor2]);
      await expect(ledger.post(sent.batch, sent.signers, sent.signatures, "")).to.be.revertedWithCustomError(
        ledger,
        "LedgerDigestRefuted",
      );
    });

    it("leaves the bond of a dropped lone successor to its poster", async () => {
      const world = await loadFixture(deployAlone);
      const { ledger, token, posted, asProver, mallory } = world;
      await payAndClose(world);
      await setParameter(world, "SilenceSeconds", DAY);
      await time.increaseTo((await ledger.waitsSince(1n, 1n)) + DAY);
      await ledger.connect(mallory).postAlone(batchWith(world.earnings, { bucket: 1n, parent: posted.id }), "");
      await ledger.connect(asProver).refute(mutable(posted), "score", world.carol);
      await expect(ledger.releaseBond(1n, 1n)).to.changeTokenBalances(ethers, token, [ledger, mallory], [-BOND, BOND]);
    });

    it("convicts nobody of equivocation: nobody signed it", async () => {
      const world = await loadFixture(deployAlone);
      const { ledger, posted, attestor1, attestor2 } = world;
      const rival = { ...posted.batch, dataHash: hashOf("rival") };
      const sent = await attest(world, rival, [attestor1, attestor2]);
      await expect(
        ledger.proveEquivocation(mutable(posted), sent.batch, sent.signers, sent.signatures),
      ).to.be.revertedWithCustomError(ledger, "LedgerNoEquivocator");
    });
  });

  describe("releaseBond", () => {
    it("refuses where there is none", async () => {
      const { ledger } = await loadFixture(deploySilent);
      await expect(ledger.releaseBond(1n, 0n)).to.be.revertedWithCustomError(ledger, "LedgerNoBond").withArgs(1n, 0n);
    });

    it("waits until the batch is final, and pays once, whoever sends it", async () => {
      const { ledger, token, posted, bob, carol } = await loadFixture(deployAlone);
      await time.setNextBlockTimestamp(posted.finalAt - 1n);
      await expect(ledger.releaseBond(1n, 0n))
        .to.be.revertedWithCustomError(ledger, "LedgerBatchNotFinal")
        .withArgs(1n, 0n, posted.finalAt);
      await time.increaseTo(posted.finalAt);
      expect(await ledger.releaseBond.staticCall(1n, 0n)).to.equal(BOND);
      const sent = ledger.connect(carol).releaseBond(1n, 0n);
      await expect(sent).to.changeTokenBalances(ethers, token, [ledger, bob, carol], [-BOND, BOND, 0n]);
      await expect(sent).to.emit(ledger, "BondReleased").withArgs(1n, 0n, bob.address, BOND);
    });

    it("refuses a second time (replay)", async () => {
      const { ledger, posted } = await loadFixture(deployAlone);
      await time.increaseTo(posted.finalAt);
      await ledger.releaseBond(1n, 0n);
      await expect(ledger.releaseBond(1n, 0n)).to.be.revertedWithCustomError(ledger, "LedgerNoBond");
    });

    it("waits as long as a hold does", async () => {
      const { ledger, posted, asProver } = await loadFixture(deployAlone);
      const until = posted.finalAt + DAY;
      await ledger.connect(asProver).hold(mutable(posted), until);
      await time.setNextBlockTimestamp(posted.finalAt);
      await expect(ledger.releaseBond(1n, 0n))
        .to.be.revertedWithCustomError(ledger, "LedgerBatchNotFinal")
        .withArgs(1n, 0n, until);
    });

    for (const [name, fall] of [
      ["was dropped without being refuted", (w) => w.ledger.connect(w.asProver).drop(mutable(w.posted), "x", w.carol)],
      ["was voided with its model", async (w) => w.models.connect(await manifestJudge(w)).fall(1n, "weight", w.carol)],
    ] as [string, (world: Awaited<ReturnType<typeof deployAlone>>) => Promise<unknown>][]) {
      it(`pays at once when the batch ${name}`, async () => {
        const world = await loadFixture(deployAlone);
        await fall(world);
        await expect(world.ledger.releaseBond(1n, 0n)).to.changeTokenBalances(
          ethers,
          world.token,
          [world.ledger, world.bob],
          [-BOND, BOND],
        );
      });
    }

    it("pays the dropped batch's poster also after a quorum answered the bucket", async () => {
      const world = await loadFixture(deployAlone);
      const { ledger, token, posted, asProver, bob } = world;
      await ledger.connect(asProver).drop(mutable(posted), "withheld", world.carol);
      const signed = await post(world, posted.batch);
      await expect(ledger.releaseBond(1n, 0n)).to.changeTokenBalance(ethers, token, bob, BOND);
      await ledger.connect(asProver).refute(mutable(signed), "score", world.carol);
    });

    it("pays the dropped batch's poster when another posts the same batch alone, whose own bond then stands", async () => {
      const world = await loadFixture(deployAlone);
      const { ledger, token, posted, asProver, bob, mallory } = world;
      await ledger.connect(asProver).drop(mutable(posted), "withheld", world.carol);
      await setParameter(world, "LonePosterBond", open(7));
      await time.increase(await world.parameters.get(parameterId("SilenceSeconds")));
      const sent = ledger.connect(mallory).postAlone(posted.batch, "");
      await expect(sent).to.changeTokenBalances(
        ethers,
        token,
        [ledger, bob, mallory],
        [open(7) - BOND, BOND, -open(7)],
      );
      await expect(sent).to.emit(ledger, "BondReleased").withArgs(1n, 0n, bob.address, BOND);
      expect(await ledger.bondOf(1n, 0n)).to.deep.equal([mallory.address, open(7)]);
      await expect(ledger.connect(asProver).refute(mutable(posted), "score", world.carol))
        .to.emit(ledger, "BondSlashed")
        .withArgs(1n, 0n, mallory.address, open("1.4"), open("5.6"), world.carol.address);
    });
  });
});
