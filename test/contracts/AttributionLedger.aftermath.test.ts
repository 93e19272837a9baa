import { expect } from "chai";

import type { Hex } from "../../engine/src/core/hash/hex.js";
import { ROLE } from "../../sdk/src/role.js";
import { batchWith, earningsOf, post } from "../helpers/attest.js";
import { payAndClose } from "../helpers/buckets.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { claimItem } from "../helpers/claims.js";
import { deployLedger, setParameter, STAKE } from "../helpers/deploy-ledger.js";
import { mutable } from "../helpers/mutable.js";
import { asProver } from "../helpers/prover.js";
import { registerManifest } from "../helpers/register-model.js";
import { DAY, open } from "../helpers/units.js";

/** Two models with two pending batches each, all signed by the first two attestors; the first model's first batch is wrong. */
async function deployWrong() {
  const world = await deployLedger();
  const { ledger, staking, datanetId, frozen, contributionIds } = world;
  const given = { datanetId, contributionCount: contributionIds.length };
  const models = [world.modelId, await registerManifest(world, frozen, given)];
  await setParameter(world, "ChallengeWindowSeconds", 7n * DAY);
  const earnings = earningsOf(world, [open(50)]);
  const batches = [];
  for (const modelId of models) {
    for (let i = 0; i < 2; i++) {
      const bucket = await payAndClose(world, { modelId });
      const parent = (await ledger.headOf(modelId)) as Hex;
      batches.push(await post(world, batchWith(earnings, { modelId, bucket, parent })));
    }
  }
  const [wrong, successor, other, otherNext] = batches;
  const judge = await asProver(world);
  const refute = (challenger = world.mallory) => ledger.connect(judge).refute(mutable(wrong!), "score", challenger);
  const stakeOf = async (each = world.attestor1) => (await staking.poolOf(ROLE.attestor, each)).active;
  const chain = { wrong: wrong!, successor: successor!, other: other!, otherNext: otherNext! };
  return { ...world, ...chain, otherId: models[1]!, earnings, judge, refute, stakeOf };
}

describe("AttributionLedger", () => {
  describe("after a refutation", () => {
    it("[a challenge freezes only what it contests] models are isolated: another's batches stand, and pay in time", async () => {
      const { ledger, other, otherNext, otherId, earnings, refute } = await loadFixture(deployWrong);
      const before = await ledger.accountOf(otherId);
      await refute();
      expect(await ledger.accountOf(otherId)).to.deep.equal(before);
      expect(await ledger.headOf(otherId)).to.equal(otherNext.id);
      await time.increaseTo(other.finalAt);
      await ledger.claim(claimItem(other, earnings, 0));
    });

    it("the buckets wait, with their money, for a right batch each", async () => {
      const world = await loadFixture(deployWrong);
      const { ledger, modelId, refute } = world;
      const { available, closedBuckets } = await ledger.accountOf(modelId);
      await refute();
      const account = await ledger.accountOf(modelId);
      expect([account.available, account.closedBuckets, account.nextBucket]).to.deep.equal([
        available,
        closedBuckets,
        0n,
      ]);
      expect(await ledger.waitsSince(modelId, 0n)).to.equal(await time.latest());
      expect(await ledger.waitsSince(modelId, 1n)).to.equal(0n);

      await setParameter(world, "MinAttestorStake", open(1));
      const earnings = earningsOf(world, [open(60)]);
      const right = await post(world, batchWith(earnings));
      const next = await post(world, batchWith(earningsOf(world, [open(100)]), { bucket: 1n, parent: right.id }));
      await time.increaseTo(next.finalAt);
      await ledger.claim(claimItem(right, earnings, 0));
      expect((await ledger.accountOf(modelId)).available).to.equal(available - open(60));
    });

    it("signers of both the refuted batch and its successor are slashed once", async () => {
      const { refute, stakeOf } = await loadFixture(deployWrong);
      await refute();
      expect(await stakeOf()).to.equal(STAKE / 2n);
    });

    it("[challenger is the submitter] a challenger who signed gets no bounty, however many others signed", async () => {
      const world = await loadFixture(deployWrong);
      const { token, attestor1, refute } = world;
      await setParameter(world, "BountyBps", 50_00n);
      const supply = await token.totalSupply();
      await expect(refute(attestor1)).to.changeTokenBalance(ethers, token, attestor1, 0n);
      expect(await token.totalSupply()).to.equal(supply - STAKE); // half of two stakes, all of it burnt
    });

    it("[period or bond changed while a dispute runs] window, quorum and slash are those of the posting", async () => {
      const world = await loadFixture(deployWrong);
      const { ledger, wrong, modelId, refute, stakeOf } = world;
      const before = await ledger.batchOf(modelId, 0n);
      await setParameter(world, "ChallengeWindowSeconds", 3_600n);
      await setParameter(world, "QuorumSigners", 16n);
      await setParameter(world, "AttestorSlashBps", 100_00n);
      expect(await ledger.batchOf(modelId, 0n)).to.deep.equal(before);
      await time.setNextBlockTimestamp(wrong.finalAt - 1n);
      await refute();
      expect(await stakeOf()).to.equal(STAKE / 2n);
    });

    it("[a challenge freezes only what it contests] a hold goes on for what takes the batch's place, and for no other model", async () => {
      const world = await loadFixture(deployWrong);
      const { ledger, judge, wrong, modelId, otherId, refute } = world;
      const until = wrong.finalAt + DAY;
      await ledger.connect(judge).hold(mutable(wrong), until);
      await refute();
      await setParameter(world, "MinAttestorStake", open(1));
      await setParameter(world, "ChallengeWindowSeconds", 3_600n);
      await post(world, batchWith(earningsOf(world, [open(60)])));
      expect((await ledger.batchOf(modelId, 0n)).finalAt).to.equal(until);
      expect((await ledger.batchOf(otherId, 0n)).finalAt).to.equal(world.other.finalAt);
    });
  });
});
