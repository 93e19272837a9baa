import { expect } from "chai";

import { batchWith, earningsOf, post } from "../helpers/attest.js";
import { payAndClose } from "../helpers/buckets.js";
import { ethers, loadFixture, mine, time } from "../helpers/chain.js";
import { claimItem, finalBatch } from "../helpers/claims.js";
import { deployLedger } from "../helpers/deploy-ledger.js";
import { hashOf } from "../helpers/hashes.js";
import { registerManifest } from "../helpers/register-model.js";
import { open } from "../helpers/units.js";

/** One final batch over 50 OPEN: 20 for alice's first contribution, 10 for bob's, 5 for carol's first, 1 for alice's second. */
async function deployFinal() {
  const world = await deployLedger();
  const final = await finalBatch(world, [open(20), open(10), open(5), open(1)]);
  return { ...world, ...final };
}

describe("AttributionLedger", () => {
  describe("claim", () => {
    describe("given a batch that pays nothing", () => {
      it("refuses one that is not final, the last second of its window", async () => {
        const world = await loadFixture(deployLedger);
        await payAndClose(world);
        const earnings = earningsOf(world, [open(20)]);
        const posted = await post(world, batchWith(earnings));
        await time.increaseTo(posted.finalAt - 2n);
        await expect(world.ledger.claim(claimItem(posted, earnings, 0)))
          .to.be.revertedWithCustomError(world.ledger, "LedgerBatchNotFinal")
          .withArgs(1n, 0n, posted.finalAt);
        await mine();
        await world.ledger.claim(claimItem(posted, earnings, 0));
      });

      it("refuses an unknown one: other digest, signers, root, bucket or model", async () => {
        const { ledger, item } = await loadFixture(deployFinal);
        const changes = [
          { digest: hashOf("other") },
          { signersHash: hashOf("other") },
          { earningsRoot: hashOf("other") },
          { bucket: 1n },
          { modelId: 2n },
        ];
        for (const change of changes) {
          await expect(ledger.claim({ ...item(0), ...change })).to.be.revertedWithCustomError(
            ledger,
            "LedgerUnknownBatch",
          );
        }
      });
    });

    describe("given an earning that is not the tree's", () => {
      it("refuses another's proof, another place, and places beyond the contributions (padding leaf)", async () => {
        const { ledger, item } = await loadFixture(deployFinal);
        const wrong = [
          { ...item(0), proof: item(1).proof },
          { ...item(0), index: 1 },
          { ...item(4), index: 5 },
          { ...item(0), index: 8 },
        ];
        for (const each of wrong) {
          await expect(ledger.claim(each))
            .to.be.revertedWithCustomError(ledger, "LedgerBadEarningProof")
            .withArgs(1n, each.earning.contributionId);
        }
      });

      it("refuses another depth: an inner node as a leaf, a longer and an empty proof", async () => {
        const { ledger, item } = await loadFixture(deployFinal);
        const { proof } = item(0);
        for (const other of [proof.slice(1), [...proof, hashOf("sibling")], []]) {
          await expect(ledger.claim({ ...item(0), proof: other })).to.be.revertedWithCustomError(
            ledger,
            "LedgerBadEarningProof",
          );
        }
      });

      for (const change of [
        { contributionId: 2n },
        { cumulative: open(21) },
        { statementRoot: hashOf("other") },
        { sum: 1n },
        { count: 1 },
      ]) {
        it(`refuses another ${Object.keys(change)[0]!} (a field missing from the typehash)`, async () => {
          const { ledger, item } = await loadFixture(deployFinal);
          const given = { ...item(0), earning: { ...item(0).earning, ...change } };
          await expect(ledger.claim(given)).to.be.revertedWithCustomError(ledger, "LedgerBadEarningProof");
        });
      }
    });

    it("refuses a contribution without a token", async () => {
      const world = await loadFixture(deployLedger);
      const { item } = await finalBatch({ ...world, contributionIds: [99n, 98n, 97n, 96n, 95n] }, [open(1)]);
      await expect(world.ledger.claim(item(0)))
        .to.be.revertedWithCustomError(world.contributions, "ERC721NonexistentToken")
        .withArgs(99n);
    });

    it("pays the owner, whoever sends it", async () => {
      const { ledger, token, item, alice, mallory, contributionIds } = await loadFixture(deployFinal);
      expect(await ledger.connect(mallory).claim.staticCall(item(0))).to.equal(open(20));
      const sent = ledger.connect(mallory).claim(item(0));
      await expect(sent).to.changeTokenBalances(ethers, token, [ledger, alice, mallory], [-open(20), open(20), 0n]);
      await expect(sent)
        .to.emit(ledger, "Claimed")
        .withArgs(1n, contributionIds[0], alice.address, alice.address, open(20), open(20));
      expect(await ledger.claimedOf(1n, contributionIds[0]!)).to.equal(open(20));
      expect(await ledger.accountOf(1n)).to.deep.equal([open(50), open(30), 5n, 1n, 1n]);
    });

    it("pays whoever owns the token now", async () => {
      const { ledger, token, contributions, item, alice, bob, contributionIds } = await loadFixture(deployFinal);
      await contributions.connect(alice).transferFrom(alice, bob, contributionIds[0]!);
      await expect(ledger.claim(item(0))).to.changeTokenBalances(ethers, token, [alice, bob], [0n, open(20)]);
    });

    it("refuses the second time (claim twice)", async () => {
      const { ledger, item, contributionIds } = await loadFixture(deployFinal);
      await ledger.claim(item(0));
      await expect(ledger.claim(item(0)))
        .to.be.revertedWithCustomError(ledger, "LedgerNothingToClaim")
        .withArgs(1n, contributionIds[0], open(20));
    });

    it("pays from a later batch only what it adds", async () => {
      const world = await loadFixture(deployFinal);
      const { ledger, token, item, alice } = world;
      await ledger.claim(item(0));
      const later = await finalBatch(world, [open(27)]);
      await expect(ledger.claim(later.item(0))).to.changeTokenBalance(ethers, token, alice, open(7));
    });

    it("pays all batches so far with one proof, and nothing from the earlier ones after", async () => {
      const world = await loadFixture(deployFinal);
      const { ledger, token, item, alice } = world;
      const later = await finalBatch(world, [open(27)]);
      await expect(ledger.claim(later.item(0))).to.changeTokenBalance(ethers, token, alice, open(27));
      await expect(ledger.claim(item(0))).to.be.revertedWithCustomError(ledger, "LedgerNothingToClaim");
    });

    it("pays nothing from a root that lowers a cumulative amount", async () => {
      const world = await loadFixture(deployFinal);
      await world.ledger.claim(world.item(0));
      const lower = await finalBatch(world, [open(19)]);
      await expect(world.ledger.claim(lower.item(0)))
        .to.be.revertedWithCustomError(world.ledger, "LedgerNothingToClaim")
        .withArgs(1n, world.contributionIds[0], open(20));
    });

    it("never pays more than the model received, whatever a root says (root total above the funds)", async () => {
      const world = await loadFixture(deployFinal);
      const { ledger, token, contributionIds, datanetId, frozen } = world;
      // A second model holds money of its own: it is not the first one's to pay.
      const other = await registerManifest(world, frozen, { datanetId, contributionCount: 5 });
      await finalBatch(world, [], { modelId: other });
      const { item } = await finalBatch(world, [open(60), open(60)]); // of 100 received

      await ledger.claim(item(0));
      await expect(ledger.claim(item(1)))
        .to.be.revertedWithCustomError(ledger, "LedgerInsolvent")
        .withArgs(1n, open(60), open(40));
      expect(await ledger.claimedOf(1n, contributionIds[1]!)).to.equal(0n);
      expect(await token.balanceOf(ledger)).to.equal(open(40) + open(50));
    });

    it("[proof replayed across epochs, models, tokens] pays for no proof of another batch, whatever of it is shown", async () => {
      const world = await loadFixture(deployFinal);
      const { ledger, datanetId, frozen } = world;
      const neighbour = await registerManifest(world, frozen, { datanetId, contributionCount: 5 });
      const batches = [
        world.item,
        (await finalBatch(world, [open(40)])).item,
        (await finalBatch(world, [open(30)], { modelId: neighbour })).item,
      ].map((item) => item(0));
      for (const { modelId, bucket, digest, earningsRoot, signersHash, ...proven } of batches) {
        const place = { modelId, bucket };
        const batch = { digest, earningsRoot, signersHash };
        for (const other of batches.filter((each) => each.digest !== digest)) {
          const replays = [
            [{ ...other, ...proven }, "LedgerBadEarningProof"],
            [{ ...other, ...batch, ...proven }, "LedgerUnknownBatch"],
            [{ ...other, ...place }, "LedgerUnknownBatch"],
            [{ ...other, earningsRoot, ...proven }, "LedgerUnknownBatch"],
          ] as const;
          for (const [replay, error] of replays) {
            await expect(ledger.claim(replay)).to.be.revertedWithCustomError(ledger, error);
          }
        }
      }
      for (const own of batches) await ledger.claim(own);
    });

    it("keeps the accounts of neighbouring models apart", async () => {
      const world = await loadFixture(deployFinal);
      const { ledger, contributionIds, datanetId, frozen } = world;
      for (const modelId of [2n, 3n]) {
        expect(await registerManifest(world, frozen, { datanetId, contributionCount: 5 })).to.equal(modelId);
        await ledger.claim((await finalBatch(world, [open(10 + Number(modelId))], { modelId })).item(0));
      }
      await ledger.claim(world.item(0));
      const claimed = [0n, 1n, 2n, 3n, 4n].map((modelId) => ledger.claimedOf(modelId, contributionIds[0]!));
      expect(await Promise.all(claimed)).to.deep.equal([0n, open(20), open(12), open(13), 0n]);
    });
  });

  describe("claimTo", () => {
    it("refuses anybody but the owner", async () => {
      const { ledger, item, alice, bob, contributionIds } = await loadFixture(deployFinal);
      await expect(ledger.connect(bob).claimTo(item(0), bob))
        .to.be.revertedWithCustomError(ledger, "LedgerNotOwner")
        .withArgs(contributionIds[0], bob.address, alice.address);
    });

    it("refuses address 0", async () => {
      const { ledger, item, alice } = await loadFixture(deployFinal);
      await expect(ledger.connect(alice).claimTo(item(0), ethers.ZeroAddress)).to.be.revertedWithCustomError(
        ledger,
        "LedgerZeroRecipient",
      );
    });

    it("refuses what a claim refuses", async () => {
      const { ledger, item, alice, bob } = await loadFixture(deployFinal);
      await ledger.claim(item(0));
      await expect(ledger.connect(alice).claimTo(item(0), bob)).to.be.revertedWithCustomError(
        ledger,
        "LedgerNothingToClaim",
      );
    });

    it("pays the recipient", async () => {
      const { ledger, token, item, alice, bob, contributionIds } = await loadFixture(deployFinal);
      expect(await ledger.connect(alice).claimTo.staticCall(item(0), bob)).to.equal(open(20));
      const sent = ledger.connect(alice).claimTo(item(0), bob);
      await expect(sent).to.changeTokenBalances(ethers, token, [ledger, alice, bob], [-open(20), 0n, open(20)]);
      await expect(sent)
        .to.emit(ledger, "Claimed")
        .withArgs(1n, contributionIds[0], alice.address, bob.address, open(20), open(20));
      expect(await ledger.claimedOf(1n, contributionIds[0]!)).to.equal(open(20));
      expect((await ledger.accountOf(1n)).available).to.equal(open(30));
    });
  });
});
