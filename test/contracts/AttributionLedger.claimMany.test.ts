import { expect } from "chai";
import type { TypedDataField } from "ethers";

import { batchWith, earningsOf, ledgerDomain, post } from "../helpers/attest.js";
import { payAndClose } from "../helpers/buckets.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { claimItem, finalBatch } from "../helpers/claims.js";
import { deployLedger } from "../helpers/deploy-ledger.js";
import { otherEncodings } from "../helpers/signatures.js";
import { open } from "../helpers/units.js";

async function deployFinal() {
  const world = await deployLedger();
  const final = await finalBatch(world, [open(20), open(10), open(5), open(1)]);
  const reasonOf = (error: string) => world.ledger.interface.getError(error)!.selector;
  return { ...world, ...final, reasonOf };
}

const AUTHORIZATION: Record<string, TypedDataField[]> = {
  ClaimAuthorization: [
    { name: "owner", type: "address" },
    { name: "recipient", type: "address" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
};

type World = Awaited<ReturnType<typeof deployFinal>>;

/** Alice's permission to pay bob, valid for an hour. */
async function authorize(world: World, change: { nonce?: bigint; deadline?: bigint; owner?: string } = {}) {
  const { alice, bob, ledger } = world;
  const deadline = change.deadline ?? BigInt(await time.latest()) + 3_600n;
  const nonce = change.nonce ?? (await ledger.nonces(alice));
  const value = { owner: change.owner ?? alice.address, recipient: bob.address, nonce, deadline };
  return { deadline, signature: await alice.signTypedData(await ledgerDomain(world), AUTHORIZATION, value) };
}

describe("AttributionLedger", () => {
  describe("claimMany", () => {
    it("pays nothing for nothing", async () => {
      const { ledger } = await loadFixture(deployFinal);
      expect(await ledger.claimMany.staticCall([])).to.equal(0n);
    });

    it("pays each item to its token's owner, in any order", async () => {
      const { ledger, token, item, alice, bob, carol, mallory, contributionIds } = await loadFixture(deployFinal);
      const items = [item(0), item(3), item(1), item(2)];
      expect(await ledger.connect(mallory).claimMany.staticCall(items)).to.equal(open(36));
      const sent = ledger.connect(mallory).claimMany(items);
      await expect(sent).to.changeTokenBalances(
        ethers,
        token,
        [ledger, alice, bob, carol, mallory],
        [-open(36), open(21), open(10), open(5), 0n],
      );
      for (const [i, owner, amount] of [
        [0, alice, 20],
        [1, bob, 10],
        [2, carol, 5],
        [3, alice, 1],
      ] as const) {
        await expect(sent)
          .to.emit(ledger, "Claimed")
          .withArgs(1n, contributionIds[i], owner.address, owner.address, open(amount), open(amount));
        expect(await ledger.claimedOf(1n, contributionIds[i]!)).to.equal(open(amount));
      }
      expect((await ledger.accountOf(1n)).available).to.equal(open(14));
    });

    it("skips every dead item with its reason and pays the rest", async () => {
      const world = await loadFixture(deployFinal);
      const { ledger, token, item, alice, bob, contributions, reasonOf } = world;
      await ledger.claim(item(2));
      await payAndClose(world, { amount: open(2) });
      const earnings = earningsOf(world, [open(30)]);
      const pending = await post(world, batchWith(earnings, { bucket: 1n, parent: world.posted.id }));

      const burnt = { ...item(0), earning: { ...item(0).earning, contributionId: 99n } };
      const dead = [
        [claimItem(pending, earnings, 0), reasonOf("LedgerBatchNotFinal")],
        [{ ...item(0), bucket: 9n }, reasonOf("LedgerUnknownBatch")],
        [{ ...item(0), index: 1 }, reasonOf("LedgerBadEarningProof")],
        [item(2), reasonOf("LedgerNothingToClaim")],
        [item(4), reasonOf("LedgerNothingToClaim")],
        [burnt, contributions.interface.getError("ERC721NonexistentToken")!.selector],
      ] as const;
      const sent = ledger.claimMany([item(0), ...dead.map(([each]) => each), item(1)]);
      await expect(sent).to.changeTokenBalances(ethers, token, [ledger, alice, bob], [-open(30), open(20), open(10)]);
      for (const [{ modelId, earning }, reason] of dead) {
        await expect(sent).to.emit(ledger, "ClaimSkipped").withArgs(modelId, earning.contributionId, reason);
      }
    });

    it("pays a duplicate once (duplicate ids in one call)", async () => {
      const { ledger, token, item, alice, contributionIds, reasonOf } = await loadFixture(deployFinal);
      const sent = ledger.claimMany([item(0), item(0)]);
      await expect(sent).to.changeTokenBalance(ethers, token, alice, open(20));
      await expect(sent)
        .to.emit(ledger, "ClaimSkipped")
        .withArgs(1n, contributionIds[0], reasonOf("LedgerNothingToClaim"));
    });

    it("pays while there are funds and skips the rest (root total above the funds)", async () => {
      const world = await loadFixture(deployLedger);
      const { ledger, token, alice, bob, carol, contributionIds } = world;
      const { item } = await finalBatch(world, [open(30), open(30), open(20)]); // of 50 received
      const sent = ledger.claimMany([item(0), item(1), item(2)]);
      await expect(sent).to.changeTokenBalances(
        ethers,
        token,
        [ledger, alice, bob, carol],
        [-open(50), open(30), 0n, open(20)],
      );
      await expect(sent)
        .to.emit(ledger, "ClaimSkipped")
        .withArgs(1n, contributionIds[1], ledger.interface.getError("LedgerInsolvent")!.selector);
      expect((await ledger.accountOf(1n)).available).to.equal(0n);
    });
  });

  describe("claimBySignature", () => {
    it("refuses address 0 as recipient", async () => {
      const world = await loadFixture(deployFinal);
      const { deadline, signature } = await authorize(world);
      await expect(
        world.ledger.claimBySignature([world.item(0)], world.alice, ethers.ZeroAddress, deadline, signature),
      ).to.be.revertedWithCustomError(world.ledger, "LedgerZeroRecipient");
    });

    it("takes the deadline's second and refuses the next (deadline edge)", async () => {
      const world = await loadFixture(deployFinal);
      const { ledger, item, alice, bob } = world;
      const { deadline, signature } = await authorize(world);
      const snapshot = await ethers.provider.send("evm_snapshot", []);
      await time.setNextBlockTimestamp(deadline + 1n);
      await expect(ledger.claimBySignature([item(0)], alice, bob, deadline, signature))
        .to.be.revertedWithCustomError(ledger, "LedgerClaimExpired")
        .withArgs(deadline);
      await ethers.provider.send("evm_revert", [snapshot]);
      await time.setNextBlockTimestamp(deadline);
      await ledger.claimBySignature([item(0)], alice, bob, deadline, signature);
    });

    for (const [name, change] of [
      ["a skipped nonce", { nonce: 1n }],
      ["another owner", { owner: `0x${"22".repeat(20)}` }],
      ["another deadline", { deadline: 2n ** 40n }],
    ] as const) {
      it(`refuses a signature for ${name}`, async () => {
        const world = await loadFixture(deployFinal);
        const { ledger, item, alice, bob } = world;
        const { signature } = await authorize(world, change);
        const { deadline } = await authorize(world);
        await expect(ledger.claimBySignature([item(0)], alice, bob, deadline, signature))
          .to.be.revertedWithCustomError(ledger, "LedgerBadClaimSignature")
          .withArgs(alice.address);
      });
    }

    it("refuses another recipient (a struct field missing from the typehash)", async () => {
      const world = await loadFixture(deployFinal);
      const { deadline, signature } = await authorize(world);
      await expect(
        world.ledger.claimBySignature([world.item(0)], world.alice, world.mallory, deadline, signature),
      ).to.be.revertedWithCustomError(world.ledger, "LedgerBadClaimSignature");
    });

    for (const name of ["64-byte compact", "high s", "v = 0 or 1", "trailing byte", "empty", "all zero"]) {
      it(`refuses another encoding of a good signature: ${name}`, async () => {
        const world = await loadFixture(deployFinal);
        const { ledger, item, alice, bob } = world;
        const { deadline, signature } = await authorize(world);
        const other = otherEncodings(signature)[name]!;
        await expect(ledger.claimBySignature([item(0)], alice, bob, deadline, other)).to.be.revertedWithCustomError(
          ledger,
          "LedgerBadClaimSignature",
        );
      });
    }

    it("[recovered signer address(0)] takes no permission of nobody, nor of a precompile that answers anything", async () => {
      const world = await loadFixture(deployFinal);
      const { ledger, item, mallory } = world;
      const { deadline, signature } = await authorize(world);
      const nobodies = Array.from({ length: 11 }, (_, i) => ethers.zeroPadValue(ethers.toBeHex(i), 20));
      for (const nobody of nobodies) {
        for (const given of ["0x", ethers.zeroPadBytes("0x", 65), signature]) {
          await expect(
            ledger.connect(mallory).claimBySignature([item(0)], nobody, mallory, deadline, given),
          ).to.be.revertedWithCustomError(ledger, "LedgerBadClaimSignature");
        }
      }
    });

    it("refuses the second time (nonce reused)", async () => {
      const world = await loadFixture(deployFinal);
      const { ledger, item, alice, bob } = world;
      const { deadline, signature } = await authorize(world);
      await ledger.claimBySignature([item(0)], alice, bob, deadline, signature);
      await expect(ledger.claimBySignature([item(3)], alice, bob, deadline, signature)).to.be.revertedWithCustomError(
        ledger,
        "LedgerBadClaimSignature",
      );
    });

    it("reverts where nothing is paid, and keeps the nonce: nobody burns a permission", async () => {
      const world = await loadFixture(deployFinal);
      const { ledger, item, alice, bob } = world;
      const { deadline, signature } = await authorize(world);
      for (const items of [[], [item(1)], [{ ...item(0), bucket: 9n }]]) {
        await expect(ledger.claimBySignature(items, alice, bob, deadline, signature))
          .to.be.revertedWithCustomError(ledger, "LedgerNothingPaid")
          .withArgs(items.length);
      }
      expect(await ledger.nonces(alice)).to.equal(0n);
    });

    it("pays the owner's items to the recipient and skips the others'", async () => {
      const world = await loadFixture(deployFinal);
      const { ledger, token, item, alice, bob, mallory, contributionIds, reasonOf } = world;
      const { deadline, signature } = await authorize(world);
      const args = [[item(0), item(2), item(3)], alice, bob, deadline, signature] as const;
      const [items, ...rest] = args;
      expect(await ledger.connect(mallory).claimBySignature.staticCall([...items], ...rest)).to.equal(open(21));
      const sent = ledger.connect(mallory).claimBySignature([...items], ...rest);
      await expect(sent).to.changeTokenBalances(
        ethers,
        token,
        [ledger, alice, bob, mallory],
        [-open(21), 0n, open(21), 0n],
      );
      await expect(sent)
        .to.emit(ledger, "Claimed")
        .withArgs(1n, contributionIds[0], alice.address, bob.address, open(20), open(20));
      await expect(sent).to.emit(ledger, "ClaimSkipped").withArgs(1n, contributionIds[2], reasonOf("LedgerNotOwner"));
      expect(await ledger.claimedOf(1n, contributionIds[0]!)).to.equal(open(20));
      expect(await ledger.claimedOf(1n, contributionIds[2]!)).to.equal(0n);
      expect(await ledger.nonces(alice)).to.equal(1n);
    });

    it("takes a contract wallet's, as long as it accepts it (ERC-1271 wallet that changes its answer)", async () => {
      const world = await loadFixture(deployFinal);
      const { ledger, token, contributions, item, alice, bob, contributionIds } = world;
      const wallet = await ethers.deployContract("ERC1271WalletMock", [alice]);
      await contributions.connect(alice).transferFrom(alice, wallet, contributionIds[0]!);
      const owner = await wallet.getAddress();
      const { deadline, signature } = await authorize(world, { owner, nonce: 0n });

      await wallet.refuse(true);
      await expect(ledger.claimBySignature([item(0)], owner, bob, deadline, signature)).to.be.revertedWithCustomError(
        ledger,
        "LedgerBadClaimSignature",
      );
      await wallet.refuse(false);
      await expect(ledger.claimBySignature([item(0)], owner, bob, deadline, signature)).to.changeTokenBalance(
        ethers,
        token,
        bob,
        open(20),
      );
    });

    it("replays nowhere else: other contract or chain", async () => {
      const world = await loadFixture(deployFinal);
      const { ledger, item, alice, bob } = world;
      const value = { owner: alice.address, recipient: bob.address, nonce: 0n, deadline: 2n ** 40n };
      for (const change of [{ chainId: 1n }, { verifyingContract: `0x${"11".repeat(20)}` }]) {
        const domain = { ...(await ledgerDomain(world)), ...change };
        const signature = await alice.signTypedData(domain, AUTHORIZATION, value);
        await expect(
          ledger.claimBySignature([item(0)], alice, bob, value.deadline, signature),
        ).to.be.revertedWithCustomError(ledger, "LedgerBadClaimSignature");
      }
    });
  });
});
