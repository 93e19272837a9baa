import { expect } from "chai";

import { answerItem } from "../../engine/src/core/audit/answer-item.js";
import type { DataItem } from "../../engine/src/core/audit/data-item.js";
import { dataItemStruct } from "../../sdk/src/data-item.js";
import { deployAnswered } from "../helpers/answered-bucket.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { setParameter } from "../helpers/deploy-ledger.js";
import { deployServed, itemOf } from "../helpers/served-batch.js";
import { open } from "../helpers/units.js";

const ROWS = 5;
const CONTRIBUTIONS = 5;
const ROW = itemOf("row", 0);

describe("DataAvailability", () => {
  describe("request", () => {
    describe("when no honest batch has the item", () => {
      const impossible: DataItem[] = [
        itemOf("piece", 0, 1),
        itemOf("row", ROWS),
        itemOf("row", 0, 1),
        itemOf("query", ROWS),
        itemOf("query", 0, 1), // 64 lanes are one block
        itemOf("earning", CONTRIBUTIONS),
        itemOf("earning", 0, 1),
        itemOf("credit", CONTRIBUTIONS),
      ];
      for (const item of impossible) {
        it(`refuses ${item.kind} ${item.index}, part ${item.part}`, async () => {
          const { availability, first, ask } = await loadFixture(deployServed);
          const { kind, index, part } = dataItemStruct(item);
          await expect(ask(first, item))
            .to.be.revertedWithCustomError(availability, "DataNoSuchItem")
            .withArgs(kind, index, part);
        });
      }
    });

    describe("given a batch that does not stand or is past its window", () => {
      it("refuses another batch, and other signers", async () => {
        const { ledger, first, second, ask } = await loadFixture(deployServed);
        for (const posted of [
          { ...first, batch: { ...first.batch, parent: second.id } },
          { ...first, signers: first.signers.toReversed() },
        ]) {
          await expect(ask(posted, ROW)).to.be.revertedWithCustomError(ledger, "LedgerUnknownBatch");
        }
      });

      it("takes the window's last second", async () => {
        const { availability, first, ask } = await loadFixture(deployServed);
        await time.setNextBlockTimestamp(first.finalAt - 1n);
        await expect(ask(first, ROW)).to.emit(availability, "DataRequested");
      });

      it("refuses one second after, also while the batch is held (no chain of holds keeps it from being final)", async () => {
        const { ledger, first, ask } = await loadFixture(deployServed);
        await time.setNextBlockTimestamp(first.finalAt - 1n);
        await ask(first, ROW);
        await time.setNextBlockTimestamp(first.finalAt);
        await expect(ask(first, itemOf("row", 1)))
          .to.be.revertedWithCustomError(ledger, "LedgerWindowOver")
          .withArgs(1n, 0n, first.finalAt);
      });
    });

    describe("given a batch in its window", () => {
      it("takes the fee, remembers the terms of now, and holds the batch for twice the time of an answer", async () => {
        const world = await loadFixture(deployServed);
        const { availability, ledger, token, bob, first, fee, answerSeconds, ask, idOf } = world;
        const item = itemOf("credit", 2, 7);
        const at = first.finalAt - 10n;
        await time.setNextBlockTimestamp(at);
        const sent = ask(first, item);

        const requestId = await idOf(first, item);
        const { kind, index, part } = dataItemStruct(item);
        await expect(sent)
          .to.emit(availability, "DataRequested")
          .withArgs(requestId, first.id, bob.address, 1n, 0n, [kind, index, part], fee, at + answerSeconds);
        await expect(sent).to.changeTokenBalances(ethers, token, [bob, availability], [-fee, fee]);
        expect(await availability.requestOf(requestId)).to.deep.equal([
          bob.address,
          fee,
          at,
          at + answerSeconds,
          false,
        ]);
        expect((await ledger.batchOf(1n, 0n)).finalAt).to.equal(at + 2n * answerSeconds);
      });

      it("holds a batch in the middle of the chain and its successors, not those before", async () => {
        const { ledger, first, second, answerSeconds, ask } = await loadFixture(deployServed);
        const at = second.finalAt - 10n;
        await time.setNextBlockTimestamp(at);
        await ask(second, ROW);
        expect((await ledger.batchOf(1n, 0n)).finalAt).to.equal(first.finalAt);
        expect((await ledger.batchOf(1n, 1n)).finalAt).to.equal(at + 2n * answerSeconds);
      });

      it("keeps its fee and its deadline when parameters change (snapshot)", async () => {
        const world = await loadFixture(deployServed);
        const { availability, token, mallory, first, fee, answerSeconds, ask, expire, atDeadline, idOf } = world;
        await ask(first, ROW);
        const { askedAt, answerBy } = await availability.requestOf(await idOf(first, ROW));
        await setParameter(world, "AnswerFee", open(500));
        await setParameter(world, "AnswerSeconds", 3_600n);
        expect(answerBy).to.equal(askedAt + answerSeconds);

        await time.increase(3_601n);
        await expect(expire(first, ROW)).to.be.revertedWithCustomError(availability, "DataTooEarly");
        await atDeadline(first, ROW, 1n);
        await expect(expire(first, ROW)).to.changeTokenBalances(ethers, token, [availability, mallory], [-fee, 0n]);
      });

      it("is free where governance made it so", async () => {
        const world = await loadFixture(deployServed);
        const { availability, carol, first, ask } = world;
        await setParameter(world, "AnswerFee", 0n);
        await expect(ask(first, ROW, carol)).to.emit(availability, "DataRequested");
      });

      it("refuses who cannot pay: every request of a flood costs its fee", async () => {
        const { token, carol, first, ask } = await loadFixture(deployServed);
        await expect(ask(first, ROW, carol)).to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance");
      });

      it("takes many requests for one batch, each of another item, and refuses one twice", async () => {
        const world = await loadFixture(deployServed);
        const { availability, token, first, fee, ask, idOf } = world;
        const items = [ROW, itemOf("row", 1), itemOf("query", 0), itemOf("piece", 0), itemOf("earning", 0)];
        for (const item of items) await ask(first, item);
        expect(await token.balanceOf(availability)).to.equal(fee * BigInt(items.length));
        for (const item of items) {
          await expect(ask(first, item))
            .to.be.revertedWithCustomError(availability, "DataAlreadyAsked")
            .withArgs(await idOf(first, item));
        }
      });

      it("refuses what was answered: it is in the logs", async () => {
        const world = await loadFixture(deployServed);
        const { availability, first, ask, answer, idOf } = world;
        await ask(first, ROW);
        await answer(answerItem(ROW, first.served));
        await expect(ask(first, ROW))
          .to.be.revertedWithCustomError(availability, "DataAlreadyAsked")
          .withArgs(await idOf(first, ROW));
      });

      it("lets a signer ask, as anybody", async () => {
        const { availability, token, deployer, attestor1, first, fee, ask } = await loadFixture(deployServed);
        await token.connect(deployer).transfer(attestor1, fee);
        await token.connect(attestor1).approve(availability, fee);
        await expect(ask(first, ROW, attestor1)).to.changeTokenBalance(ethers, token, attestor1, -fee);
      });
    });
  });

  describe("wire", () => {
    it("is the deployer's, once", async () => {
      const { availability, deployer, mallory, ledger } = await loadFixture(deployAnswered);
      expect(await availability.ledger()).to.equal(await ledger.getAddress());
      await expect(availability.connect(mallory).wire(mallory)).to.be.revertedWithCustomError(
        availability,
        "WiredOnceNotDeployer",
      );
      await expect(availability.connect(deployer).wire(mallory)).to.be.revertedWithCustomError(
        availability,
        "WiredOnceAlready",
      );
    });
  });
});
