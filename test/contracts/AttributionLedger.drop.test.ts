import { expect } from "chai";

import { ROLE } from "../../sdk/src/role.js";
import { attest } from "../helpers/attest.js";
import { loadFixture, time } from "../helpers/chain.js";
import { setParameter, STAKE } from "../helpers/deploy-ledger.js";
import { mutable } from "../helpers/mutable.js";
import { asProver } from "../helpers/prover.js";
import { deployServed } from "../helpers/served-batch.js";

const HALF = STAKE / 2n;

/** Two batches that stand on each other; `dropSlashing` as a judge. */
async function deployJudged() {
  const world = await deployServed();
  const judge = await asProver(world);
  const { batch, signers } = world.first;
  const evidence = mutable({ batch, signers });
  const dropSlashing = (slashed: readonly string[], given = evidence) =>
    world.ledger.connect(judge).dropSlashing(given, "withheld", world.mallory, [...slashed]);
  return { ...world, evidence, dropSlashing };
}

describe("AttributionLedger", () => {
  describe("dropSlashing", () => {
    it("refuses anybody but a judge", async () => {
      const { ledger, evidence, mallory } = await loadFixture(deployJudged);
      await expect(ledger.connect(mallory).dropSlashing(evidence, "withheld", mallory, []))
        .to.be.revertedWithCustomError(ledger, "LedgerNotJudge")
        .withArgs(mallory.address);
    });

    it("refuses a batch that does not stand, and one that is final", async () => {
      const { ledger, evidence, dropSlashing } = await loadFixture(deployJudged);
      await expect(
        dropSlashing([], { ...evidence, signers: evidence.signers.toReversed() }),
      ).to.be.revertedWithCustomError(ledger, "LedgerUnknownBatch");
      await time.increaseTo((await ledger.batchOf(1n, 0n)).finalAt);
      await expect(dropSlashing([])).to.be.revertedWithCustomError(ledger, "LedgerBatchFinal");
    });

    it("slashes signers of the batch only, each once, in their order", async () => {
      const { ledger, evidence, attestor3, dropSlashing } = await loadFixture(deployJudged);
      const [one, two] = evidence.signers as [string, string];
      for (const [given, refused] of [
        [[attestor3.address], attestor3.address],
        [[one, one], one],
        [[two, one], one],
        [[one, two, two], two],
      ] as const) {
        await expect(dropSlashing(given))
          .to.be.revertedWithCustomError(ledger, "LedgerNotAmongSigners")
          .withArgs(refused);
      }
    });

    for (const [name, places] of [
      ["nobody", []],
      ["the first", [0]],
      ["the last", [1]],
      ["everybody", [0, 1]],
    ] as const) {
      it(`drops the batch and its successors and slashes ${name}, by the terms of the posting`, async () => {
        const world = await loadFixture(deployJudged);
        const { ledger, staking, first, evidence, mallory, dropSlashing } = world;
        await setParameter(world, "AttestorSlashBps", 100_00n);
        const slashed = places.map((place) => evidence.signers[place]!);
        await expect(dropSlashing(slashed as string[]))
          .to.emit(ledger, "BatchRefuted")
          .withArgs(1n, 0n, first.id, "withheld", mallory.address, 2n);
        for (const signer of evidence.signers as string[]) {
          const { active } = await staking.poolOf(ROLE.attestor, signer);
          expect(active).to.equal(slashed.includes(signer as never) ? HALF : STAKE);
        }
        expect((await ledger.accountOf(1n)).nextBucket).to.equal(0n);
        expect(await ledger.isRefuted(first.digest)).to.equal(false);
      });
    }
  });

  describe("batchOf", () => {
    it("tells a batch from one of the same id that fell before", async () => {
      const world = await loadFixture(deployJudged);
      const { ledger, first, attestor1, attestor2, dropSlashing } = world;
      const before = await ledger.batchOf(1n, 0n);
      await dropSlashing([]);
      expect((await ledger.batchOf(1n, 0n)).postedAt).to.equal(0n);

      const { batch, signers, signatures } = await attest(world, first.batch, [attestor1, attestor2]);
      await ledger.post(batch, signers, signatures, "");
      const again = await ledger.batchOf(1n, 0n);
      expect(again.id).to.equal(before.id);
      expect(again.postedAt).to.equal(BigInt(await time.latest()));
      expect(again.postedAt).to.be.greaterThan(before.postedAt);
    });
  });
});
