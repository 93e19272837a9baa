import { expect } from "chai";
import { TypedDataEncoder } from "ethers";

import { typedDigest } from "../../engine/src/core/hash/digest.js";
import { batchId } from "../../engine/src/core/hash/batch-id.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { BATCH } from "../../engine/src/core/hash/schemas.js";
import type { Batch } from "../../engine/src/core/hash/structs.js";
import { parameterId } from "../../sdk/src/parameter.js";
import { ROLE } from "../../sdk/src/role.js";
import { ascending, attest, BATCH_TYPES, batchWith, earningsOf, ledgerDomain, post } from "../helpers/attest.js";
import { payAndClose } from "../helpers/buckets.js";
import { ethers, loadFixture, networkHelpers, time } from "../helpers/chain.js";
import { deployLedger, setParameter, STAKE } from "../helpers/deploy-ledger.js";
import { hashOf } from "../helpers/hashes.js";
import { mutable } from "../helpers/mutable.js";
import { otherEncodings } from "../helpers/signatures.js";
import { open } from "../helpers/units.js";

/** A closed bucket and the batch that answers it. */
async function deployAsked() {
  const world = await deployLedger();
  await payAndClose(world);
  return { ...world, batch: batchWith(earningsOf(world, [open(50)])) };
}

/** A second closed bucket above a posted first one. */
async function deployPosted() {
  const world = await deployAsked();
  const first = await post(world, world.batch);
  await payAndClose(world);
  const second = batchWith(earningsOf(world, [open(100)]), { bucket: 1n, parent: first.id });
  return { ...world, first, second };
}

describe("AttributionLedger", () => {
  describe("batchDigest", () => {
    it("is what two independent EIP-712 encoders say, for every field (a field missing from the typehash)", async () => {
      const world = await loadFixture(deployAsked);
      const domain = await ledgerDomain(world);
      const engineDomain = {
        name: "OpenLedger AttributionLedger" as const,
        chainId: BigInt(domain.chainId!),
        verifyingContract: domain.verifyingContract as Hex,
      };
      const changes: Partial<Batch>[] = [
        {},
        { modelId: 9n },
        { bucket: 9n },
        { parent: hashOf("parent") },
        { rowRoot: hashOf("other") },
        { rowCount: 9 },
        { earningsRoot: hashOf("other") },
        { dataHash: hashOf("other") },
      ];
      const digests = new Set<string>();
      for (const change of changes) {
        const batch = { ...world.batch, ...change };
        const digest = await world.ledger.batchDigest(batch);
        expect(digest).to.equal(TypedDataEncoder.hash(domain, BATCH_TYPES, batch));
        expect(digest).to.equal(typedDigest(engineDomain, BATCH, batch));
        digests.add(digest);
      }
      expect(digests.size).to.equal(changes.length);
    });

    it("has a domain of name, version, chain and contract", async () => {
      const { ledger } = await loadFixture(deployAsked);
      const { fields, name, version, verifyingContract } = await ledger.eip712Domain();
      expect([fields, name, version]).to.deep.equal(["0x0f", "OpenLedger AttributionLedger", "1"]);
      expect(verifyingContract).to.equal(await ledger.getAddress());
    });
  });

  describe("post", () => {
    describe("given a bucket that cannot be answered", () => {
      it("refuses one that is not closed", async () => {
        const world = await loadFixture(deployLedger);
        const { batch, signers, signatures } = await attest(world, batchWith(earningsOf(world, [])), [world.attestor1]);
        await expect(world.ledger.post(batch, signers, signatures, ""))
          .to.be.revertedWithCustomError(world.ledger, "LedgerBucketNotClosed")
          .withArgs(1n, 0n);
      });

      it("refuses one out of order, later or answered", async () => {
        const world = await loadFixture(deployPosted);
        for (const bucket of [0n, 2n]) {
          const sent = await attest(world, { ...world.second, bucket }, [world.attestor1, world.attestor2]);
          await expect(world.ledger.post(sent.batch, sent.signers, sent.signatures, ""))
            .to.be.revertedWithCustomError(world.ledger, "LedgerBucketOutOfOrder")
            .withArgs(1n, bucket, 1n);
        }
      });
    });

    describe("given a batch that is not the next", () => {
      it("refuses another parent, and the old one of a batch that was replaced", async () => {
        const world = await loadFixture(deployPosted);
        const sent = await attest(world, { ...world.second, parent: hashOf("old") }, [
          world.attestor1,
          world.attestor2,
        ]);
        await expect(world.ledger.post(sent.batch, sent.signers, sent.signatures, ""))
          .to.be.revertedWithCustomError(world.ledger, "LedgerWrongParent")
          .withArgs(hashOf("old"), world.first.id);
      });

      it("refuses a parent that differs in its last byte only", async () => {
        const world = await loadFixture(deployPosted);
        const last = world.first.id.endsWith("00") ? "01" : "00";
        const parent = `${world.first.id.slice(0, -2)}${last}` as Hex;
        const sent = await attest(world, { ...world.second, parent }, [world.attestor1, world.attestor2]);
        await expect(world.ledger.post(sent.batch, sent.signers, sent.signatures, ""))
          .to.be.revertedWithCustomError(world.ledger, "LedgerWrongParent")
          .withArgs(parent, world.first.id);
      });

      for (const change of [
        { rowCount: 0 },
        { rowRoot: ethers.ZeroHash },
        { earningsRoot: ethers.ZeroHash },
        { dataHash: ethers.ZeroHash },
      ] as Partial<Batch>[]) {
        it(`refuses an empty ${Object.keys(change)[0]!} (zero root)`, async () => {
          const world = await loadFixture(deployAsked);
          const sent = await attest(world, { ...world.batch, ...change }, [world.attestor1, world.attestor2]);
          await expect(world.ledger.post(sent.batch, sent.signers, sent.signatures, "")).to.be.revertedWithCustomError(
            world.ledger,
            "LedgerEmptyBatch",
          );
        });
      }
    });

    describe("given signers that are not a quorum", () => {
      it("refuses too few", async () => {
        const world = await loadFixture(deployAsked);
        const { batch, signers, signatures } = await attest(world, world.batch, [world.attestor1]);
        await expect(world.ledger.post(batch, signers, signatures, ""))
          .to.be.revertedWithCustomError(world.ledger, "LedgerTooFewSigners")
          .withArgs(1n, 2n);
      });

      it("refuses none at all", async () => {
        const world = await loadFixture(deployAsked);
        await expect(world.ledger.post(world.batch, [], [], "")).to.be.revertedWithCustomError(
          world.ledger,
          "LedgerTooFewSigners",
        );
      });

      it("refuses a duplicate", async () => {
        const world = await loadFixture(deployAsked);
        const { batch, signers, signatures } = await attest(world, world.batch, [world.attestor1, world.attestor1]);
        await expect(world.ledger.post(batch, signers, signatures, ""))
          .to.be.revertedWithCustomError(world.ledger, "LedgerSignersUnsorted")
          .withArgs(signers[0], signers[0]);
      });

      it("refuses them in another order", async () => {
        const world = await loadFixture(deployAsked);
        const { batch, signers, signatures } = await attest(world, world.batch, [world.attestor1, world.attestor2]);
        await expect(world.ledger.post(batch, signers.toReversed(), signatures.toReversed(), ""))
          .to.be.revertedWithCustomError(world.ledger, "LedgerSignersUnsorted")
          .withArgs(signers[1], signers[0]);
      });

      it("refuses address 0, whatever its signature recovers to", async () => {
        const world = await loadFixture(deployAsked);
        const { batch, signers, signatures } = await attest(world, world.batch, [world.attestor1]);
        const given = [ethers.ZeroAddress, signers[0]!];
        await expect(world.ledger.post(batch, given, [ethers.zeroPadBytes("0x", 65), signatures[0]!], ""))
          .to.be.revertedWithCustomError(world.ledger, "LedgerSignersUnsorted")
          .withArgs(ethers.ZeroAddress, ethers.ZeroAddress);
      });

      it("refuses more signers than signatures", async () => {
        const world = await loadFixture(deployAsked);
        const { batch, signers, signatures } = await attest(world, world.batch, [world.attestor1, world.attestor2]);
        await expect(world.ledger.post(batch, signers, signatures.slice(1), ""))
          .to.be.revertedWithCustomError(world.ledger, "LedgerLengthMismatch")
          .withArgs(2n, 1n);
      });

      it("refuses one without stake", async () => {
        const world = await loadFixture(deployAsked);
        const { batch, signers, signatures } = await attest(world, world.batch, [world.attestor1, world.mallory]);
        await expect(world.ledger.post(batch, signers, signatures, ""))
          .to.be.revertedWithCustomError(world.ledger, "LedgerSignerNotActive")
          .withArgs(world.mallory.address);
      });

      it("refuses one whose stake fell below the minimum", async () => {
        const world = await loadFixture(deployAsked);
        await setParameter(world, "MinAttestorStake", STAKE + 1n);
        const { batch, signers, signatures } = await attest(world, world.batch, [world.attestor1, world.attestor2]);
        await expect(world.ledger.post(batch, signers, signatures, "")).to.be.revertedWithCustomError(
          world.ledger,
          "LedgerSignerNotActive",
        );
      });
    });

    describe("given signatures that are not the signers'", () => {
      for (const name of ["64-byte compact", "high s", "v = 0 or 1", "trailing byte", "empty", "all zero"]) {
        it(`refuses another encoding of a good one: ${name}`, async () => {
          const world = await loadFixture(deployAsked);
          const { batch, signers, signatures } = await attest(world, world.batch, [world.attestor1, world.attestor2]);
          const other = otherEncodings(signatures[1]!)[name]!;
          await expect(world.ledger.post(batch, signers, [signatures[0]!, other], ""))
            .to.be.revertedWithCustomError(world.ledger, "LedgerBadSignature")
            .withArgs(signers[1]);
        });
      }

      for (const [name, change] of [
        ["chain id", { chainId: 1n }],
        ["ledger", { verifyingContract: `0x${"11".repeat(20)}` }],
        ["version", { version: "2" }],
        ["domain name", { name: "OpenLedger InferenceVault" }],
      ] as const) {
        it(`refuses a replay from another ${name}`, async () => {
          const world = await loadFixture(deployAsked);
          const domain = { ...(await ledgerDomain(world)), ...change };
          const sorted = ascending([world.attestor1, world.attestor2]);
          const signatures = await Promise.all(
            sorted.map((each) => each.signTypedData(domain, BATCH_TYPES, world.batch)),
          );
          await expect(world.ledger.post(world.batch, sorted, signatures, ""))
            .to.be.revertedWithCustomError(world.ledger, "LedgerBadSignature")
            .withArgs(sorted[0]!.address);
        });
      }

      it("refuses a replay from another bucket", async () => {
        const world = await loadFixture(deployPosted);
        const { signers, signatures } = await attest(world, world.batch, [world.attestor1, world.attestor2]);
        await expect(world.ledger.post(world.second, signers, signatures, "")).to.be.revertedWithCustomError(
          world.ledger,
          "LedgerBadSignature",
        );
      });

      it("refuses another's signature", async () => {
        const world = await loadFixture(deployAsked);
        const { batch, signers, signatures } = await attest(world, world.batch, [world.attestor1, world.attestor2]);
        await expect(world.ledger.post(batch, signers, signatures.toReversed(), "")).to.be.revertedWithCustomError(
          world.ledger,
          "LedgerBadSignature",
        );
      });
    });

    describe("given a contract wallet as signer (ERC-1271)", () => {
      async function deployWallet() {
        const world = await deployAsked();
        const wallet = await ethers.deployContract("ERC1271WalletMock", [world.mallory]);
        await world.staking.connect(world.deployer).stake(ROLE.attestor, wallet, STAKE);
        const signed = [
          { address: (await wallet.getAddress()) as Hex, by: world.mallory },
          { address: world.attestor1.address as Hex, by: world.attestor1 },
        ].sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
        const domain = await ledgerDomain(world);
        const signatures = await Promise.all(
          signed.map(({ by }) => by.signTypedData(domain, BATCH_TYPES, world.batch)),
        );
        return { ...world, wallet, signers: signed.map(({ address }) => address), signatures };
      }

      it("takes what the wallet accepts", async () => {
        const { ledger, batch, signers, signatures } = await loadFixture(deployWallet);
        await ledger.post(batch, signers, signatures, "");
        expect((await ledger.accountOf(1n)).nextBucket).to.equal(1n);
      });

      it("refuses what it refuses", async () => {
        const { ledger, wallet, batch, signers, signatures } = await loadFixture(deployWallet);
        await wallet.refuse(true);
        await expect(ledger.post(batch, signers, signatures, ""))
          .to.be.revertedWithCustomError(ledger, "LedgerBadSignature")
          .withArgs(await wallet.getAddress());
      });

      it("keeps what was posted when the wallet changes its answer", async () => {
        const { ledger, wallet, batch, signers, signatures } = await loadFixture(deployWallet);
        await ledger.post(batch, signers, signatures, "");
        await wallet.refuse(true);
        await ledger.requireChallengeable({ batch, signers });
      });
    });

    describe("given a right one", () => {
      it("stores the record under the terms of now, and shows everything in the event", async () => {
        const world = await loadFixture(deployAsked);
        const { ledger, parameters, mallory } = world;
        const { batch, signers, signatures } = await attest(world, world.batch, [world.attestor1, world.attestor2]);
        const digest = (await ledger.batchDigest(batch)) as Hex;
        const id = batchId({ digest, signers, earningsRoot: batch.earningsRoot });
        expect(await ledger.connect(mallory).post.staticCall(batch, signers, signatures, "urn:x")).to.equal(id);

        const sent = await ledger.connect(mallory).post(batch, signers, signatures, "urn:x");
        const window = await parameters.get(parameterId("ChallengeWindowSeconds"));
        const postedAt = BigInt(await time.latest());
        const finalAt = postedAt + window;
        await expect(sent)
          .to.emit(ledger, "BatchPosted")
          .withArgs(1n, 0n, id, Object.values(batch), signers, "urn:x", finalAt, mallory.address);
        expect(await ledger.batchOf(1n, 0n)).to.deep.equal([id, finalAt, 5_000n, 2n, postedAt]);
        expect(await ledger.headOf(1n)).to.equal(id);
        expect(await ledger.isFinal(1n, 0n)).to.equal(false);
        const account = await ledger.accountOf(1n);
        expect([account.nextBucket, account.closedBuckets, account.contributionCount]).to.deep.equal([1n, 1n, 5n]);
      });

      it("takes more signers than the quorum", async () => {
        const world = await loadFixture(deployAsked);
        const { signers } = await post(world, world.batch, [world.attestor1, world.attestor2, world.attestor3]);
        expect(signers.length).to.equal(3);
      });

      it("takes the successor, which is final with its own window", async () => {
        const world = await loadFixture(deployPosted);
        const { first, second, ledger } = world;
        const posted = await post(world, second);
        expect(posted.finalAt).to.be.greaterThan(first.finalAt);
        expect(await ledger.headOf(1n)).to.equal(posted.id);
      });

      it("is never final before its parent, whatever the window has become (parameters changed during a window)", async () => {
        const world = await loadFixture(deployPosted);
        const { first, second, ledger } = world;
        await setParameter(world, "ChallengeWindowSeconds", 3_600n);
        const posted = await post(world, second);
        expect(posted.finalAt).to.equal(first.finalAt);
        expect((await ledger.batchOf(1n, 0n)).finalAt).to.equal(first.finalAt);
      });

      it("keeps its own terms when parameters change (parameters changed during a window)", async () => {
        const world = await loadFixture(deployPosted);
        await setParameter(world, "ChallengeWindowSeconds", 3_600n);
        await setParameter(world, "QuorumSigners", 3n);
        await setParameter(world, "AttestorSlashBps", 100_00n);
        const { id, finalAt } = world.first;
        const record = await world.ledger.batchOf(1n, 0n);
        expect(record.slice(0, 4)).to.deep.equal([id, finalAt, 5_000n, 2n]);
      });

      it("stands when a signer leaves while it is pending (signer revoked while pending)", async () => {
        const world = await loadFixture(deployPosted);
        await setParameter(world, "MinAttestorStake", STAKE + 1n);
        await world.ledger.requireChallengeable(mutable(world.first));
        await networkHelpers.time.increaseTo(world.first.finalAt);
        expect(await world.ledger.isFinal(1n, 0n)).to.equal(true);
      });
    });
  });

  describe("batchOf and headOf", () => {
    it("are empty where nothing was posted", async () => {
      const { ledger } = await loadFixture(deployAsked);
      expect(await ledger.batchOf(1n, 0n)).to.deep.equal([ethers.ZeroHash, 0n, 0n, 0n, 0n]);
      expect(await ledger.headOf(1n)).to.equal(ethers.ZeroHash);
      expect(await ledger.isFinal(1n, 0n)).to.equal(false);
    });
  });

  describe("fund", () => {
    it("refuses anybody but the vault", async () => {
      const { ledger, mallory } = await loadFixture(deployAsked);
      await expect(ledger.connect(mallory).fund(1n, 1n, 1n))
        .to.be.revertedWithCustomError(ledger, "LedgerNotVault")
        .withArgs(mallory.address);
    });

    it("refuses a bucket out of order, from the vault too", async () => {
      const { ledger, vault } = await loadFixture(deployAsked);
      const address = await vault.getAddress();
      await networkHelpers.impersonateAccount(address);
      await networkHelpers.setBalance(address, 10n ** 18n);
      const asVault = ledger.connect(await ethers.getSigner(address));
      for (const bucket of [0n, 2n]) {
        await expect(asVault.fund(1n, bucket, 1n))
          .to.be.revertedWithCustomError(ledger, "LedgerBucketOutOfOrder")
          .withArgs(1n, bucket, 1n);
      }
    });

    it("takes the contributors' part of every bucket that closes", async () => {
      const world = await loadFixture(deployAsked);
      const { ledger, token, vault, payer, host } = world;
      expect(await ledger.accountOf(1n)).to.deep.equal([open(50), open(50), 5n, 0n, 1n]);
      await vault.connect(payer).pay(1n, host, open(10), hashOf("request"));
      await time.increase(await world.parameters.get(parameterId("BucketSeconds")));
      const closing = vault.close(1n, 1n);
      await expect(closing).to.emit(ledger, "Funded").withArgs(1n, 1n, open(5), open(55));
      await expect(closing).to.changeTokenBalance(ethers, token, ledger, open(5));
      expect(await ledger.accountOf(1n)).to.deep.equal([open(55), open(55), 5n, 0n, 2n]);
    });
  });
});
