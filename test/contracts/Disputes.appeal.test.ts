import { expect } from "chai";

import { VERDICT } from "../../sdk/src/verdict.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { BOND, deployDisputed, judged, phaseEnd } from "../helpers/disputes.js";
import { outcome, settles } from "../helpers/settle-dispute.js";

const { undecided, upheld, refuted } = VERDICT;

describe("Disputes", () => {
  describe("appeal", () => {
    it("takes another bond, once, from anybody", async () => {
      const world = await loadFixture(deployDisputed);
      const { disputes, token, carol, bob, id } = world;
      await world.answer();
      await judged(world, [refuted, refuted]);
      const sent = disputes.connect(carol).appeal(id);
      await expect(sent).to.changeTokenBalances(ethers, token, [carol, disputes], [-BOND, BOND]);
      await expect(sent).to.emit(disputes, "DisputeAppealed").withArgs(id, carol.address, refuted, BOND);
      await expect(disputes.connect(bob).appeal(id))
        .to.be.revertedWithCustomError(disputes, "DisputeAlreadyAppealed")
        .withArgs(id, carol.address);
      expect(await disputes.bondsOf(id)).to.equal(3n * BOND);
    });

    it("takes its first and last second, neither the one before nor the one after", async () => {
      const world = await loadFixture(deployDisputed);
      const { disputes, alice, bob, id, openAs } = world;
      await openAs(bob, 1);
      const [from, end] = [await phaseEnd(disputes, id, 3), await phaseEnd(disputes, id, 3.5)];
      await time.setNextBlockTimestamp(from - 1n);
      await expect(disputes.connect(bob).appeal(id)).to.be.revertedWithCustomError(disputes, "DisputeTooEarly");
      await time.setNextBlockTimestamp(from);
      await disputes.connect(bob).appeal(id);
      const next = await phaseEnd(disputes, 2n, 3.5);
      await time.setNextBlockTimestamp(next - 1n);
      await disputes.connect(alice).appeal(2n);
      expect(next).to.be.greaterThan(end);
    });

    it("refuses one second after", async () => {
      const { disputes, bob, id } = await loadFixture(deployDisputed);
      const end = await phaseEnd(disputes, id, 3.5);
      await time.setNextBlockTimestamp(end);
      await expect(disputes.connect(bob).appeal(id))
        .to.be.revertedWithCustomError(disputes, "DisputeTooLate")
        .withArgs(id, end);
    });

    describe("given a ruling", () => {
      it("upholds what the panel refuted: nobody is slashed, the challenger loses", async () => {
        const world = await loadFixture(deployDisputed);
        const { alice, bob, carol, ledger } = world;
        const votes = [refuted, refuted, upheld];
        const [first, second, third] = await outcome(world, { votes, appellant: carol, ruling: upheld });
        await settles(world, upheld, [
          [alice, 0n],
          [bob, BOND + BOND / 4n],
          [carol, BOND],
          [first!, 0n],
          [second!, 0n],
          [third!, BOND / 4n],
        ]);
        expect((await ledger.accountOf(1n)).nextBucket).to.equal(1n);
      });

      it("refutes what the panel upheld", async () => {
        const world = await loadFixture(deployDisputed);
        const { alice, bob, carol, ledger } = world;
        const [first, second, third] = await outcome(world, {
          votes: [upheld, upheld, refuted],
          appellant: carol,
          ruling: refuted,
        });
        await settles(world, refuted, [
          [alice, BOND],
          [bob, 0n],
          [carol, BOND],
          [first!, 0n],
          [second!, 0n],
          [third!, BOND / 2n],
        ]);
        expect((await ledger.accountOf(1n)).nextBucket).to.equal(0n);
      });

      it("takes the bond of an appeal in vain", async () => {
        const world = await loadFixture(deployDisputed);
        const { alice, bob, carol } = world;
        const votes = [upheld, upheld];
        const [first, second] = await outcome(world, { votes, appellant: carol, ruling: upheld });
        await settles(world, upheld, [
          [alice, 0n],
          [bob, BOND + BOND / 3n],
          [carol, 0n],
          [first!, BOND / 3n],
          [second!, BOND / 3n],
        ]);
      });

      it("decides what the panel left undecided, and burns all where nobody earned it", async () => {
        const world = await loadFixture(deployDisputed);
        const { alice, bob, carol } = world;
        await outcome(world, { appellant: carol, ruling: refuted });
        await settles(world, refuted, [
          [alice, BOND],
          [bob, 0n],
          [carol, BOND],
        ]);
      });

      it("lets signers who were silent at first undo a default", async () => {
        const world = await loadFixture(deployDisputed);
        const { alice, carol, ledger } = world;
        await outcome(world, { answered: false, appellant: carol, ruling: upheld });
        await settles(world, upheld, [
          [alice, 0n],
          [carol, BOND],
        ]);
        expect((await ledger.accountOf(1n)).nextBucket).to.equal(1n);
      });
    });

    describe("given no ruling (governance silent)", () => {
      it("lets the panel's verdict stand, and takes the appellant's bond", async () => {
        const world = await loadFixture(deployDisputed);
        const { alice, bob, carol, ledger } = world;
        const [first, second] = await outcome(world, { votes: [refuted, refuted], appellant: carol });
        await settles(world, refuted, [
          [alice, BOND],
          [bob, 0n],
          [carol, 0n],
          [first!, BOND / 2n],
          [second!, BOND / 2n],
        ]);
        expect((await ledger.accountOf(1n)).nextBucket).to.equal(0n);
      });

      it("returns all bonds where the panel was silent too", async () => {
        const world = await loadFixture(deployDisputed);
        const { alice, bob, carol } = world;
        await outcome(world, { appellant: carol });
        await settles(world, undecided, [
          [alice, BOND],
          [bob, BOND],
          [carol, BOND],
        ]);
      });

      it("settles from the second the ruling's time is over, not before", async () => {
        const world = await loadFixture(deployDisputed);
        const { disputes, carol, id, posted } = world;
        await judged(world, []);
        await disputes.connect(carol).appeal(id);
        const from = await phaseEnd(disputes, id, 4.5);
        await time.setNextBlockTimestamp(from - 1n);
        await expect(disputes.settle(id, posted))
          .to.be.revertedWithCustomError(disputes, "DisputeTooEarly")
          .withArgs(id, from);
        await time.setNextBlockTimestamp(from);
        await disputes.settle(id, posted);
      });
    });
  });

  describe("rule", () => {
    async function deployAppealed() {
      const world = await deployDisputed();
      await world.answer();
      await judged(world, []);
      await world.disputes.connect(world.carol).appeal(world.id);
      return world;
    }

    it("refuses everybody but the owner of the parameters, and follows a new owner", async () => {
      const { disputes, parameters, owner, mallory, treasury, id } = await loadFixture(deployAppealed);
      await expect(disputes.connect(mallory).rule(id, upheld))
        .to.be.revertedWithCustomError(disputes, "DisputeNotOwner")
        .withArgs(mallory.address, owner.address);
      await parameters.connect(owner).transferOwnership(treasury);
      await parameters.connect(treasury).acceptOwnership();
      await expect(disputes.connect(owner).rule(id, upheld)).to.be.revertedWithCustomError(disputes, "DisputeNotOwner");
      await expect(disputes.connect(treasury).rule(id, upheld))
        .to.emit(disputes, "DisputeRuled")
        .withArgs(id, treasury.address, upheld);
    });

    it("refuses without an appeal", async () => {
      const { disputes, owner, id } = await loadFixture(deployDisputed);
      await expect(disputes.connect(owner).rule(id, upheld)).to.be.revertedWithCustomError(
        disputes,
        "DisputeNotAppealed",
      );
    });

    it("refuses no verdict, and a second one", async () => {
      const { disputes, owner, id } = await loadFixture(deployAppealed);
      const asOwner = disputes.connect(owner);
      await expect(asOwner.rule(id, undecided)).to.be.revertedWithCustomError(disputes, "DisputeNoVerdict");
      await asOwner.rule(id, upheld);
      await expect(asOwner.rule(id, refuted))
        .to.be.revertedWithCustomError(disputes, "DisputeAlreadyRuled")
        .withArgs(id, upheld);
    });

    it("takes the last second of its time", async () => {
      const { disputes, owner, id } = await loadFixture(deployAppealed);
      await time.setNextBlockTimestamp((await phaseEnd(disputes, id, 4.5)) - 1n);
      await disputes.connect(owner).rule(id, refuted);
      expect(await disputes.outcomeOf(id)).to.equal(refuted);
    });

    it("refuses one second after", async () => {
      const { disputes, owner, id } = await loadFixture(deployAppealed);
      const end = await phaseEnd(disputes, id, 4.5);
      await time.setNextBlockTimestamp(end);
      await expect(disputes.connect(owner).rule(id, refuted))
        .to.be.revertedWithCustomError(disputes, "DisputeTooLate")
        .withArgs(id, end);
    });
  });
});
