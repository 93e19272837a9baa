import { expect } from "chai";

import { ROLE } from "../../sdk/src/role.js";
import { attest, batchWith, earningsOf, post } from "../helpers/attest.js";
import { payAndClose } from "../helpers/buckets.js";
import { ethers, loadFixture, networkHelpers, time } from "../helpers/chain.js";
import { deployLedger, STAKE } from "../helpers/deploy-ledger.js";
import { hashOf } from "../helpers/hashes.js";
import { mutable } from "../helpers/mutable.js";
import { asProver } from "../helpers/prover.js";
import { open } from "../helpers/units.js";

/** A batch that all three signed, quorum two, and its successor; a rival for the same bucket. */
async function deployRivals() {
  const world = await deployLedger();
  const { ledger, staking, attestor1, attestor2, attestor3 } = world;
  await payAndClose(world);
  await payAndClose(world);
  const posted = await post(world, batchWith(earningsOf(world, [open(50)])), [attestor1, attestor2, attestor3]);
  const next = await post(world, batchWith(earningsOf(world, [open(90)]), { bucket: 1n, parent: posted.id }));
  const rival = { ...posted.batch, dataHash: hashOf("rival") };
  const stakeOf = async (each: typeof attestor1) => (await staking.poolOf(ROLE.attestor, each)).active;
  const isEquivocator = (each: typeof attestor1) => ledger.isEquivocator(1n, 0n, ethers.ZeroHash, each);
  return { ...world, posted, next, rival, stakeOf, isEquivocator };
}

type Rivals = Awaited<ReturnType<typeof deployRivals>>;

/** Shows that those attestors signed `rival`. */
async function prove(world: Rivals, attestors: readonly Rivals["attestor1"][], rival = world.rival) {
  const { batch, signers, signatures } = await attest(world, rival, attestors);
  return world.ledger
    .connect(world.mallory)
    .proveEquivocation(
      mutable({ batch: world.posted.batch, signers: world.posted.signers }),
      batch,
      signers,
      signatures,
    );
}

describe("AttributionLedger", () => {
  describe("proveEquivocation", () => {
    describe("given no rival", () => {
      it("refuses the batch itself", async () => {
        const world = await loadFixture(deployRivals);
        await expect(prove(world, [world.attestor1], world.posted.batch))
          .to.be.revertedWithCustomError(world.ledger, "LedgerNotRival")
          .withArgs(world.posted.digest, world.posted.digest);
      });

      for (const change of [{ modelId: 2n }, { bucket: 1n }, { parent: hashOf("other parent") }]) {
        it(`refuses a batch of another ${Object.keys(change)[0]!}`, async () => {
          const world = await loadFixture(deployRivals);
          await expect(prove(world, [world.attestor1], { ...world.rival, ...change })).to.be.revertedWithCustomError(
            world.ledger,
            "LedgerNotRival",
          );
        });
      }

      it("refuses a signature that is not the signer's", async () => {
        const world = await loadFixture(deployRivals);
        const { ledger, posted, rival, attestor1 } = world;
        const { signers } = await attest(world, rival, [attestor1]);
        const { signatures } = await attest(world, posted.batch, [attestor1]);
        await expect(
          ledger.proveEquivocation(
            mutable({ batch: posted.batch, signers: posted.signers }),
            rival,
            signers,
            signatures,
          ),
        ).to.be.revertedWithCustomError(ledger, "LedgerBadSignature");
      });

      it("refuses a rival that nobody signed, or only others", async () => {
        const world = await loadFixture(deployRivals);
        for (const attestors of [[], [world.mallory]]) {
          await expect(prove(world, attestors)).to.be.revertedWithCustomError(world.ledger, "LedgerNoEquivocator");
        }
      });
    });

    it("refuses a final batch, one second after the window", async () => {
      const world = await loadFixture(deployRivals);
      await time.increaseTo(world.posted.finalAt - 1n);
      await expect(prove(world, [world.attestor1])).to.be.revertedWithCustomError(world.ledger, "LedgerBatchFinal");
    });

    it("refuses a batch that does not stand", async () => {
      const world = await loadFixture(deployRivals);
      await world.ledger.connect(await asProver(world)).refute(mutable(world.posted), "score", world.mallory);
      await expect(prove(world, [world.attestor1])).to.be.revertedWithCustomError(world.ledger, "LedgerUnknownBatch");
    });

    describe("given one who signed both", () => {
      it("slashes that one only: whoever signed one of them is never convicted by somebody else's", async () => {
        const world = await loadFixture(deployRivals);
        const { ledger, token, attestor1, attestor2, attestor3, mallory, stakeOf, isEquivocator } = world;
        const proving = prove(world, [attestor2, mallory]);
        await expect(proving).to.changeTokenBalances(ethers, token, [mallory, ledger], [open(2_000), 0n]);
        await expect(await proving)
          .to.emit(ledger, "Equivocated")
          .withArgs(1n, 0n, attestor2.address, world.posted.digest, await ledger.batchDigest(world.rival));

        expect(await stakeOf(attestor1)).to.equal(STAKE);
        expect(await stakeOf(attestor2)).to.equal(STAKE / 2n);
        expect(await stakeOf(attestor3)).to.equal(STAKE);
        expect(await isEquivocator(attestor2)).to.equal(true);
        expect(await isEquivocator(attestor1)).to.equal(false);
        expect(await isEquivocator(mallory)).to.equal(false);
      });

      it("leaves the batch and its successor where a quorum remains", async () => {
        const world = await loadFixture(deployRivals);
        await expect(await prove(world, [world.attestor2])).not.to.emit(world.ledger, "BatchRefuted");
        expect(await world.ledger.headOf(1n)).to.equal(world.next.id);
      });

      it("convicts once for a bucket and parent, however many pairs were signed", async () => {
        const world = await loadFixture(deployRivals);
        await prove(world, [world.attestor2]);
        await expect(
          prove(world, [world.attestor2], { ...world.rival, dataHash: hashOf("third") }),
        ).to.be.revertedWithCustomError(world.ledger, "LedgerNoEquivocator");
        expect(await world.stakeOf(world.attestor2)).to.equal(STAKE / 2n);
      });
    });

    describe("given fewer than a quorum who did not", () => {
      it("drops the batch and its successor, and slashes the common signers", async () => {
        const world = await loadFixture(deployRivals);
        const { ledger, posted, attestor1, attestor2, attestor3, mallory, stakeOf } = world;
        await expect(await prove(world, [attestor1, attestor3]))
          .to.emit(ledger, "BatchRefuted")
          .withArgs(1n, 0n, posted.id, "equivocation", mallory.address, 2n);
        expect((await ledger.accountOf(1n)).nextBucket).to.equal(0n);
        expect([await stakeOf(attestor1), await stakeOf(attestor2), await stakeOf(attestor3)]).to.deep.equal([
          STAKE / 2n,
          STAKE,
          STAKE / 2n,
        ]);
      });

      it("counts convictions over several proofs", async () => {
        const world = await loadFixture(deployRivals);
        await prove(world, [world.attestor1]);
        await expect(await prove(world, [world.attestor2])).to.emit(world.ledger, "BatchRefuted");
      });

      it("lets the same batch be posted again: it may be right", async () => {
        const world = await loadFixture(deployRivals);
        const { ledger, posted, next, attestor1, attestor2, attestor3 } = world;
        await prove(world, [attestor1, attestor2]);
        expect(await ledger.isRefuted(posted.digest)).to.equal(false);
        const again = await post(world, posted.batch, [attestor1, attestor2, attestor3]);
        expect(again.id).to.equal(posted.id);
        expect((await post(world, next.batch)).id).to.equal(next.id);
      });
    });

    it("convicts nobody by a digest that was refuted before: its signers have paid (id reuse)", async () => {
      const world = await loadFixture(deployRivals);
      const { ledger, posted, rival, attestor1, attestor2, mallory, stakeOf } = world;
      await ledger.connect(await asProver(world)).refute(mutable(posted), "score", mallory);
      const standing = await post(world, rival, [attestor1, attestor2]);
      const { batch, signers, signatures } = await attest(world, posted.batch, [attestor1, attestor2]);
      await expect(
        ledger.proveEquivocation(
          mutable({ batch: standing.batch, signers: standing.signers }),
          batch,
          signers,
          signatures,
        ),
      )
        .to.be.revertedWithCustomError(ledger, "LedgerDigestRefuted")
        .withArgs(posted.digest);
      expect(await stakeOf(attestor1)).to.equal(STAKE / 2n);
    });

    it("[EIP-7702 account] convicts who took on code that refuses after it signed both", async () => {
      const world = await loadFixture(deployRivals);
      const { attestor1, mallory, stakeOf, isEquivocator } = world;
      const wallet = await ethers.deployContract("ERC1271WalletMock", [mallory]);
      await networkHelpers.setCode(attestor1.address, await ethers.provider.getCode(wallet));
      await prove(world, [attestor1]);
      expect(await isEquivocator(attestor1)).to.equal(true);
      expect(await stakeOf(attestor1)).to.equal(STAKE / 2n);
    });

    it("binds a wallet that changes its answer only by what it accepts now (ERC-1271)", async () => {
      const world = await loadFixture(deployRivals);
      const { ledger, staking, deployer, mallory, posted, rival } = world;
      const wallet = await ethers.deployContract("ERC1271WalletMock", [mallory]);
      await staking.connect(deployer).stake(ROLE.attestor, wallet, STAKE);
      await wallet.refuse(true);
      const { signatures } = await attest(world, rival, [mallory]);
      await expect(
        ledger.proveEquivocation(
          mutable({ batch: posted.batch, signers: posted.signers }),
          rival,
          [await wallet.getAddress()],
          signatures,
        ),
      ).to.be.revertedWithCustomError(ledger, "LedgerBadSignature");
    });
  });
});
