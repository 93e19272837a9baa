import { expect } from "chai";

import { answerItem } from "../../engine/src/core/audit/answer-item.js";
import { ROLE } from "../../sdk/src/role.js";
import { deployAnswered } from "../helpers/answered-bucket.js";
import { attest, batchWith, earningsOf, post } from "../helpers/attest.js";
import { payAndClose } from "../helpers/buckets.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { STAKE } from "../helpers/deploy-ledger.js";
import { mutable } from "../helpers/mutable.js";
import { asProver } from "../helpers/prover.js";
import { registerManifest } from "../helpers/register-model.js";
import { deployServed, itemOf, postServed, type Served, withRequests } from "../helpers/served-batch.js";
import { open } from "../helpers/units.js";

const ROW = itemOf("row", 0);
const DAY = 86_400n;
const REPEAT_SECONDS = 90n * DAY;

const stakeOf = async ({ staking }: Pick<Served, "staking">, attestor: Served["attestor1"]) =>
  (await staking.poolOf(ROLE.attestor, attestor)).active;

/** A request for the first batch's row 0 that nobody answered. */
async function deployOverdue() {
  const world = await deployServed();
  await world.ask(world.first, ROW);
  await world.atDeadline(world.first, ROW, 1n);
  return { ...world, requestId: await world.idOf(world.first, ROW) };
}

/** The same after it fell, `again()` posts the same batch, by the same signers or others, and lets it fall again. */
async function deployFallen() {
  const world = await deployOverdue();
  await world.expire(world.first, ROW);
  const fellAt = BigInt(await time.latest());
  const again = async (attestors = [world.attestor1, world.attestor2], askedAt?: bigint) => {
    if (askedAt !== undefined) await time.increaseTo(askedAt - 10n);
    const posted = await postServed(world, world.asked.content, attestors);
    if (askedAt !== undefined) await time.setNextBlockTimestamp(askedAt);
    await world.ask(posted, ROW);
    await world.atDeadline(posted, ROW, 1n);
    return world.expire(posted, ROW);
  };
  return { ...world, fellAt, again };
}

/** A batch of each of two models, by the same signers. */
async function deployTwoModels() {
  const world = await withRequests(await deployAnswered());
  const { frozen, datanetId, contributionIds } = world;
  const modelId = await registerManifest(world, frozen, { datanetId, contributionCount: contributionIds.length });
  await payAndClose(world, { modelId });
  const first = await postServed(world, world.asked.content);
  const other = await post(world, batchWith(earningsOf(world, []), { modelId }));
  return { ...world, first, other };
}

describe("DataAvailability", () => {
  describe("expire", () => {
    it("refuses what was never asked for, and what was answered", async () => {
      const { availability, first, ask, answer, expire, idOf } = await loadFixture(deployServed);
      for (const before of [undefined, () => ask(first, ROW).then(() => answer(answerItem(ROW, first.served)))]) {
        await before?.();
        await expect(expire(first, ROW))
          .to.be.revertedWithCustomError(availability, "DataNotAsked")
          .withArgs(await idOf(first, ROW));
      }
    });

    it("refuses the last second of an answer", async () => {
      const { availability, first, ask, expire, atDeadline, idOf } = await loadFixture(deployServed);
      await ask(first, ROW);
      const requestId = await idOf(first, ROW);
      const { answerBy } = await availability.requestOf(requestId);
      await atDeadline(first, ROW);
      await expect(expire(first, ROW))
        .to.be.revertedWithCustomError(availability, "DataTooEarly")
        .withArgs(requestId, answerBy);
    });

    it("drops the batch and its successors one second after, and returns the fee to the asker", async () => {
      const world = await loadFixture(deployOverdue);
      const { availability, ledger, token, bob, mallory, first, fee, expire, requestId } = world;
      const sent = expire(first, ROW);
      await expect(sent)
        .to.emit(availability, "DataExpired")
        .withArgs(requestId, first.id, bob.address, fee)
        .and.to.emit(ledger, "BatchRefuted")
        .withArgs(1n, 0n, first.id, "withheld", bob.address, 2n);
      await expect(sent).to.changeTokenBalances(ethers, token, [availability, bob, mallory], [-fee, fee, 0n]);
      expect((await ledger.accountOf(1n)).nextBucket).to.equal(0n);
      expect((await availability.requestOf(requestId)).askedAt).to.equal(0n);
    });

    it("slashes nobody the first time, and lets the batch be posted again", async () => {
      const world = await loadFixture(deployOverdue);
      const { availability, ledger, staking, first, expire, attestor1, attestor2, requestId } = world;
      const sent = expire(first, ROW);
      await expect(sent).not.to.emit(staking, "Slashed");
      for (const signer of [attestor1, attestor2]) {
        await expect(sent).to.emit(availability, "WithholdingCounted").withArgs(signer.address, requestId, 1n, false);
        const fellAt = BigInt(await time.latest());
        expect(await availability.withholdingOf(signer)).to.deep.equal([fellAt, 1n]);
      }
      const { batch, signers, signatures } = await attest(world, first.batch, [attestor1, attestor2]);
      await ledger.post(batch, signers, signatures, "");
      expect(await ledger.headOf(1n)).to.equal(first.id);
    });

    it("can be sent until the batch is final, the last second included", async () => {
      const world = await loadFixture(deployServed);
      const { ledger, first, ask, expire } = world;
      await time.setNextBlockTimestamp(first.finalAt - 1n);
      await ask(first, ROW);
      const { finalAt } = await ledger.batchOf(1n, 0n);
      await time.setNextBlockTimestamp(finalAt - 1n);
      await expect(expire(first, ROW)).to.emit(ledger, "BatchRefuted");
    });

    it("refuses once the batch is final: then the fee is reclaimed", async () => {
      const world = await loadFixture(deployServed);
      const { availability, ledger, token, bob, first, fee, ask, expire, reclaim, idOf } = world;
      await time.setNextBlockTimestamp(first.finalAt - 1n);
      await ask(first, ROW);
      const { finalAt } = await ledger.batchOf(1n, 0n);
      await time.setNextBlockTimestamp(finalAt);
      const requestId = await idOf(first, ROW);
      await expect(expire(first, ROW))
        .to.be.revertedWithCustomError(availability, "DataRequestVoid")
        .withArgs(requestId);
      const sent = reclaim(first, ROW);
      await expect(sent).to.emit(availability, "DataReclaimed").withArgs(requestId, bob.address, fee);
      await expect(sent).to.changeTokenBalances(ethers, token, [availability, bob], [-fee, fee]);
      expect(await ledger.isFinal(1n, 0n)).to.equal(true);
    });
  });

  describe("given a batch that fell while requests were open", () => {
    /** The first batch is refuted; requests for it and its successor are left over. */
    async function deployVoid() {
      const world = await deployServed();
      await world.ask(world.first, ROW);
      await world.ask(world.second, ROW);
      await world.ledger
        .connect(await asProver(world))
        .drop(mutable({ batch: world.first.batch, signers: world.first.signers }), "test", world.mallory);
      return world;
    }

    it("neither takes answers nor expires requests, for it and its successors", async () => {
      const { availability, first, second, answer, expire, atDeadline } = await loadFixture(deployVoid);
      for (const { served } of [first, second]) {
        await expect(answer(answerItem(ROW, served))).to.be.revertedWithCustomError(availability, "DataRequestVoid");
      }
      await atDeadline(second, ROW, 1n);
      for (const posted of [first, second]) {
        await expect(expire(posted, ROW)).to.be.revertedWithCustomError(availability, "DataRequestVoid");
      }
    });

    it("returns every fee to its asker, once, whoever sends it", async () => {
      const world = await loadFixture(deployVoid);
      const { availability, token, bob, mallory, first, second, fee, reclaim } = world;
      for (const posted of [first, second]) {
        await expect(reclaim(posted, ROW)).to.changeTokenBalances(
          ethers,
          token,
          [availability, bob, mallory],
          [-fee, fee, 0n],
        );
        await expect(reclaim(posted, ROW)).to.be.revertedWithCustomError(availability, "DataNotAsked");
      }
    });

    it("stays void when the same batch is posted again, also past the deadline; reclaimed, it can be asked anew", async () => {
      const world = await loadFixture(deployVoid);
      const { availability, ledger, first, attestor1, attestor2, ask, answer, expire, reclaim, atDeadline } = world;
      const { batch, signers, signatures } = await attest(world, first.batch, [attestor1, attestor2]);
      await ledger.post(batch, signers, signatures, "");
      expect(await ledger.headOf(1n)).to.equal(first.id);
      await expect(ask(first, ROW)).to.be.revertedWithCustomError(availability, "DataAlreadyAsked");
      await expect(answer(answerItem(ROW, first.served))).to.be.revertedWithCustomError(
        availability,
        "DataRequestVoid",
      );
      await atDeadline(first, ROW, 1n);
      await expect(expire(first, ROW)).to.be.revertedWithCustomError(availability, "DataRequestVoid");

      await reclaim(first, ROW);
      await ask(first, ROW);
      await expect(answer(answerItem(ROW, first.served))).to.emit(availability, "DataAnswered");
    });
  });

  describe("reclaim", () => {
    it("refuses while the request can still be answered, or drop the batch", async () => {
      const { availability, first, ask, reclaim, atDeadline, idOf } = await loadFixture(deployServed);
      await ask(first, ROW);
      const requestId = await idOf(first, ROW);
      for (const before of [undefined, () => atDeadline(first, ROW, 1n)]) {
        await before?.();
        await expect(reclaim(first, ROW))
          .to.be.revertedWithCustomError(availability, "DataRequestStands")
          .withArgs(requestId);
      }
    });

    it("refuses what was answered", async () => {
      const { availability, first, ask, answer, reclaim } = await loadFixture(deployServed);
      await ask(first, ROW);
      await answer(answerItem(ROW, first.served));
      await expect(reclaim(first, ROW)).to.be.revertedWithCustomError(availability, "DataNotAsked");
    });
  });

  describe("given signers whose batch fell as withheld before", () => {
    it("slashes repeaters alone, by the terms of the posting; the bounty is the asker's", async () => {
      const world = await loadFixture(deployFallen);
      const { availability, staking, token, bob, attestor1, attestor2, attestor3, again, fee } = world;
      const sent = again([attestor2, attestor3]);
      const bounty = open(2_000); // 20% of half of a stake of 20,000
      await expect(sent).to.changeTokenBalances(
        ethers,
        token,
        [staking, availability, bob],
        [-STAKE / 2n, -fee, bounty + fee],
      );
      expect(await stakeOf(world, attestor1)).to.equal(STAKE);
      expect(await stakeOf(world, attestor2)).to.equal(STAKE / 2n);
      expect(await stakeOf(world, attestor3)).to.equal(STAKE);
      expect((await availability.withholdingOf(attestor2)).count).to.equal(2n);
      expect((await availability.withholdingOf(attestor3)).count).to.equal(1n);
    });

    it("counts again in the last second of the memory, and begins afresh one second after", async () => {
      for (const [late, left] of [
        [0n, STAKE / 2n],
        [1n, STAKE],
      ] as const) {
        const world = await loadFixture(deployFallen);
        await world.again(undefined, world.fellAt + REPEAT_SECONDS + late);
        expect(await stakeOf(world, world.attestor1)).to.equal(left);
        expect((await world.availability.withholdingOf(world.attestor1)).count).to.equal(2n);
      }
    });

    it("costs an asker who signed more than the bounty (the asker is the repeater)", async () => {
      const world = await loadFixture(deployFallen);
      const { availability, token, deployer, attestor1, attestor2, fee, ask, expire, atDeadline } = world;
      await token.connect(deployer).transfer(attestor1, fee);
      await token.connect(attestor1).approve(availability, fee);
      const posted = await postServed(world, world.asked.content, [attestor1, attestor2]);
      await ask(posted, ROW, attestor1);
      await atDeadline(posted, ROW, 1n);
      await expire(posted, ROW);
      const bounties = (await token.balanceOf(attestor1)) - fee;
      expect(bounties).to.equal(0n); // who is among the slashed gets nothing, for the others neither
      expect(bounties).to.be.lessThan(STAKE - (await stakeOf(world, attestor1)));
    });

    it("takes what one outage hits for one fall, however many batches and whenever they fall", async () => {
      const world = await loadFixture(deployTwoModels);
      const { availability, ledger, first, other, ask, expire, atDeadline, attestor1 } = world;
      await ask(first, ROW);
      await time.increase(3_600n);
      await ask(other, ROW);
      await atDeadline(first, ROW, 1n);
      await expire(first, ROW);
      const record = await availability.withholdingOf(attestor1);

      await atDeadline(other, ROW, 1n);
      await expect(expire(other, ROW))
        .to.emit(ledger, "BatchRefuted")
        .and.not.to.emit(availability, "WithholdingCounted");
      expect(await availability.withholdingOf(attestor1)).to.deep.equal(record);
      expect(await stakeOf(world, attestor1)).to.equal(STAKE);
    });

    it("counts a fall of another model like one of the same", async () => {
      const world = await loadFixture(deployTwoModels);
      const { first, other, ask, expire, atDeadline, attestor1 } = world;
      await ask(first, ROW);
      await atDeadline(first, ROW, 1n);
      await expire(first, ROW);
      await ask(other, ROW);
      await atDeadline(other, ROW, 1n);
      await expire(other, ROW);
      expect(await stakeOf(world, attestor1)).to.equal(STAKE / 2n);
    });
  });
});
