import { setTimeout } from "node:timers/promises";

import { expect } from "chai";
import { ZeroHash } from "ethers";

import { claimItems } from "../../indexer/src/claim-items.js";
import { challenge, NotRefutableError } from "../../sdk/src/actions/challenge.js";
import { claim } from "../../sdk/src/actions/claim.js";
import { claimBySignature } from "../../sdk/src/actions/claim-by-signature.js";
import { closeBucket } from "../../sdk/src/actions/close-bucket.js";
import { deposit } from "../../sdk/src/actions/deposit.js";
import { pay } from "../../sdk/src/actions/pay.js";
import { postBatch } from "../../sdk/src/actions/post-batch.js";
import { settleVouchers } from "../../sdk/src/actions/settle-vouchers.js";
import { signBatch } from "../../sdk/src/actions/sign-batch.js";
import { signClaim } from "../../sdk/src/actions/sign-claim.js";
import { signVoucher } from "../../sdk/src/actions/sign-voucher.js";
import { unbond } from "../../sdk/src/actions/unbond.js";
import { withdrawConsent } from "../../sdk/src/actions/withdraw-consent.js";
import { ReadOnlyClientError, connect } from "../../sdk/src/client.js";
import { OpenLedgerRevert } from "../../sdk/src/open-ledger-revert.js";
import { send } from "../../sdk/src/send.js";
import { readEvents } from "../../sdk/src/logs.js";
import { ethers, loadFixture, mine, time } from "../helpers/chain.js";
import { attributedBucket, forgedBatch, paidBucket } from "../helpers/sdk-bucket.js";
import { sdkModel } from "../helpers/sdk-model.js";
import { rejection } from "../helpers/rejection.js";
import { open } from "../helpers/units.js";

const DAY = 86_400n;

describe("the economy through the SDK", () => {
  describe("an honest batch", () => {
    it("pays what was earned, once, whoever sends the claim", async () => {
      const { world, batch, content, fault } = await loadFixture(attributedBucket);
      const { as, attestor1, mallory, alice, bob, host } = world;
      expect(fault).to.equal(undefined);

      const signature = await signBatch(as(attestor1), batch);
      const posted = await postBatch(as(mallory), { batch, signatures: [signature], uri: "urn:x" });
      expect(posted.signers).to.deep.equal([attestor1.address]);
      await time.increase(3n * DAY + 1n);

      const items = claimItems(world.deployment, posted, content);
      const before = [await as(host).token.balanceOf(alice), await as(host).token.balanceOf(bob)];
      const paid = await claim(as(host), items);
      const after = [await as(host).token.balanceOf(alice), await as(host).token.balanceOf(bob)];
      const earned = content.earnings.map(({ sum }) => sum);
      expect(after.map((balance, i) => balance - before[i]!)).to.deep.equal(earned);
      expect(paid.total).to.equal(earned.reduce((sum, each) => sum + each, 0n));
      expect(paid.skipped).to.deep.equal([]);

      const again = await claim(as(host), items);
      expect(again.total).to.equal(0n);
      expect(again.skipped.map(({ reason }) => reason)).to.deep.equal(["LedgerNothingToClaim", "LedgerNothingToClaim"]);
    });

    it("pays an owner's claims to whom the owner signed for, and skips those of others", async () => {
      const { world, batch, content } = await loadFixture(attributedBucket);
      const { as, attestor1, alice, carol, mallory } = world;
      const signature = await signBatch(as(attestor1), batch);
      const posted = await postBatch(as(attestor1), { batch, signatures: [signature], uri: "urn:x" });
      await time.increase(3n * DAY + 1n);

      const deadline = BigInt(await time.latest()) + DAY;
      const signed = await signClaim(as(alice), { deadline, recipient: carol.address });
      const items = claimItems(world.deployment, posted, content);
      const { claimed, skipped } = await claimBySignature(as(mallory), { items, signed });
      expect(claimed.map(({ owner, recipient }) => ({ owner, recipient }))).to.deep.equal([
        { owner: alice.address, recipient: carol.address },
      ]);
      expect(skipped).to.deep.equal([{ modelId: 1n, contributionId: 2n, reason: "LedgerNotOwner" }]);
    });
  });

  /** Nothing can be shown with what was never published. */
  const NOT_PUBLISHED = {
    proof: "data",
    reason: "row root",
    demand: { kind: "row", from: 0, to: 1, parts: 1 },
  } as const;

  describe("a wrong batch", () => {
    it("falls to one challenge with the engine's fault", async () => {
      const { world, batch, posted, fault } = await loadFixture(forgedBatch);
      const { as, mallory, attestor1 } = world;
      expect(fault).to.include({ proof: "score" });

      const refuted = await challenge(as(mallory), fault!);
      expect(refuted).to.include({ modelId: batch.modelId, bucket: batch.bucket, challenger: mallory.address });
      expect(refuted.id).to.equal(posted.id);
      expect((await as(mallory).staking.poolOf(0n, attestor1)).active).to.be.lessThan(open(10_000));
    });

    it("is not refuted by a fault that no contract re-computes", async () => {
      const { world } = await loadFixture(attributedBucket);
      await rejection(NotRefutableError, challenge(world.as(world.mallory), NOT_PUBLISHED));
    });

    it("is not refuted with evidence that it does not commit to", async () => {
      const { world, fault } = await loadFixture(forgedBatch);
      if (fault?.proof !== "score") throw new Error("Expected a score fault.");
      const [posted, row, entry, cell, query] = fault.args;
      const made = { ...fault, args: [posted, row, entry, cell, query, query] } as const;
      const error = await rejection(OpenLedgerRevert, challenge(world.as(world.mallory), made));
      expect(error).to.include({ errorName: "ProverWrongVector", contract: "ScoreProver" });
    });
  });

  it("reads back every event it caused, in order", async () => {
    const { world } = await loadFixture(paidBucket);
    const events = await readEvents(connect(ethers.provider, world.deployment), { pageBlocks: 7 });
    const settled = events.filter(({ event }) => event === "Settled");
    expect(settled).to.have.length(2);
    const places = events.map(({ blockNumber, logIndex }) => blockNumber * 10_000 + logIndex);
    expect(places).to.deep.equal([...places].sort((a, b) => a - b));
  });

  describe("refusals", () => {
    it("decodes the reason with its arguments", async () => {
      const { world } = await loadFixture(paidBucket);
      const { as, payer } = world;
      const error = await rejection(OpenLedgerRevert, closeBucket(as(payer), { modelId: 1n, bucket: 0n }));
      expect(error.errorName).to.equal("VaultBucketStillOpen");
      expect(error.args).to.include({ modelId: 1n, bucket: 0n });
    });

    it("decodes OpenZeppelin's and the reasons of contracts behind the one that was called", async () => {
      const { as, payer, host } = await loadFixture(sdkModel);
      const rich = { payee: host.address, amount: open(2_000_000_000) };
      expect(await rejection(OpenLedgerRevert, deposit(as(payer), rich))).to.include({
        errorName: "ERC20InsufficientBalance",
        contract: "OpenToken",
      });
    });

    it("decodes the reason of a transaction that was mined and failed", async () => {
      const { as, payer } = await loadFixture(sdkModel);
      const client = as(payer);
      await ethers.provider.send("evm_setAutomine", [false]);
      try {
        const sent = send(client, "models", () => client.models.retire(1n, { gasLimit: 500_000n }));
        const failed = rejection(OpenLedgerRevert, sent);
        while ((await ethers.provider.send("eth_pendingTransactions", [])).length === 0) await setTimeout(5);
        await mine();
        expect(await failed).to.include({ errorName: "ModelNotOwner", contract: "ModelRegistry" });
      } finally {
        await ethers.provider.send("evm_setAutomine", [true]);
      }
    });

    it("tells a client that only reads", async () => {
      const { deployment } = await loadFixture(sdkModel);
      await rejection(ReadOnlyClientError, withdrawConsent(connect(ethers.provider, deployment), 1n));
    });
  });

  it("settles vouchers, withdraws consent and unbonds", async () => {
    const { as, payer, host, alice, attestor1 } = await loadFixture(sdkModel);
    const amount = open(5);
    await deposit(as(payer), { payee: host.address, amount });
    const signed = await signVoucher(as(payer), {
      payer: payer.address,
      payee: host.address,
      modelId: 1n,
      cumulativeFee: amount,
      head: ethers.id("head"),
    });
    const [settlement] = await settleVouchers(as(host), [signed]);
    expect(settlement).to.include({ amount, headAfter: ethers.id("head"), cumulativeBefore: 0n });
    expect(await withdrawConsent(as(alice), 1n)).to.include({ contributionId: 1n, owner: alice.address });
    const shares = await as(attestor1).staking.sharesOf(0n, attestor1, attestor1);
    expect((await unbond(as(attestor1), { role: "attestor", shares })).amount).to.equal(open(10_000));
  });

  it("approves exactly what an action needs, and only then", async () => {
    const { as, payer, host } = await loadFixture(sdkModel);
    const client = as(payer);
    await pay(client, { modelId: 1n, payee: host.address, amount: open(1), requestHash: ZeroHash });
    expect(await client.token.allowance(payer, client.vault)).to.equal(0n);
    await client.token.approve(client.vault, open(10));
    await pay(client, { modelId: 1n, payee: host.address, amount: open(1), requestHash: ZeroHash });
    expect(await client.token.allowance(payer, client.vault)).to.equal(open(9));
  });
});
