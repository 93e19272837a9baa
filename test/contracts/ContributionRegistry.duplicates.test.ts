import { expect } from "chai";

import { ethers, loadFixture, mine } from "../helpers/chain.js";
import { chunkProof, datasetOf, datasetOfChunks } from "../helpers/chunks.js";
import { contribute, contributionOf, createDatanet, SALT, submit } from "../helpers/contribute.js";
import { dataset, withAccepted, withDatanet } from "../helpers/contribution-fixtures.js";
import { ContributionStatus, LogKind } from "../helpers/enums.js";

async function withDatanetAndReview() {
  const given = await withDatanet();
  return {
    ...given,
    review: given.ownerReview.connect(given.curator),
    registry: given.contributions.connect(given.mallory),
  };
}

const copy = datasetOf("zero", "two", "two");

/** Alice's accepted original; bob's later copy of its second chunk, twice, in review. */
async function withCopy() {
  const given = await withAccepted();
  const copyId = await submit(given.world, { contributor: given.bob, datanetId: given.datanetId, dataset: copy });
  return {
    ...given,
    copyId,
    original: chunkProof(given.contributionId, dataset, 1),
    duplicate: chunkProof(copyId, copy, 1),
    registry: given.contributions.connect(given.mallory),
  };
}

/** The same, with the copy accepted. */
async function withAcceptedCopy() {
  const given = await withCopy();
  await given.review.review(given.copyId, true, ethers.ZeroHash);
  return given;
}

describe("ContributionRegistry", () => {
  describe("proveDuplicate", () => {
    it("reverts when the chunks differ", async () => {
      const { registry, original, copyId } = await loadFixture(withCopy);
      const other = chunkProof(copyId, copy, 0);
      await expect(registry.proveDuplicate(original, other))
        .to.be.revertedWithCustomError(registry, "ContributionChunksDiffer")
        .withArgs(original.contentHash, other.contentHash);
    });

    it("reverts for a chunk against itself", async () => {
      const { registry, original } = await loadFixture(withCopy);
      await expect(registry.proveDuplicate(original, original))
        .to.be.revertedWithCustomError(registry, "ContributionSameChunk")
        .withArgs(original.contributionId, 1n);
    });

    it("reverts when the earlier commitment is called the duplicate", async () => {
      const { registry, original, duplicate } = await loadFixture(withAcceptedCopy);
      await expect(registry.proveDuplicate(duplicate, original))
        .to.be.revertedWithCustomError(registry, "ContributionNotLater")
        .withArgs(original.contributionId, duplicate.contributionId);
    });

    it("reverts when, within one contribution, the earlier place is called the duplicate", async () => {
      const { registry, duplicate, copyId } = await loadFixture(withCopy);
      await expect(registry.proveDuplicate(chunkProof(copyId, copy, 2), duplicate)).to.be.revertedWithCustomError(
        registry,
        "ContributionNotLater",
      );
    });

    it("reverts when the original was never accepted (chunks of others voided by what no review would take)", async () => {
      const { world, registry, review, datanetId, alice, bob } = await loadFixture(withDatanetAndReview);
      const firstId = await submit(world, { contributor: alice, datanetId, dataset });
      const secondId = await contribute(world, { contributor: bob, datanetId, dataset: copy });
      const proofs = [chunkProof(firstId, dataset, 1), chunkProof(secondId, copy, 1)] as const;
      await expect(registry.proveDuplicate(...proofs))
        .to.be.revertedWithCustomError(registry, "ContributionOriginalNotAccepted")
        .withArgs(firstId, ContributionStatus.Pending);

      await review.review(firstId, false, ethers.ZeroHash);
      await expect(registry.proveDuplicate(...proofs))
        .to.be.revertedWithCustomError(registry, "ContributionOriginalNotAccepted")
        .withArgs(firstId, ContributionStatus.Refused);
    });

    it("reverts for contributions that do not exist", async () => {
      const { registry, original, duplicate } = await loadFixture(withCopy);
      await expect(
        registry.proveDuplicate({ ...original, contributionId: 9n }, duplicate),
      ).to.be.revertedWithCustomError(registry, "ContributionOriginalNotAccepted");
      await expect(
        registry.proveDuplicate(original, { ...duplicate, contributionId: 9n }),
      ).to.be.revertedWithCustomError(registry, "ContributionNotLater");
      const nothing = { ...original, contributionId: 9n, proof: [] };
      await expect(
        registry.proveDuplicate({ ...nothing, index: 0 }, { ...nothing, index: 1 }),
      ).to.be.revertedWithCustomError(registry, "ContributionBadChunkProof");
    });

    it("reverts for a proof that does not lead to the root, on either side", async () => {
      const { registry, original, duplicate } = await loadFixture(withCopy);
      for (const broken of [{ index: 2 }, { index: 4 }, { index: 1 + 4 }, { length: 4 }, { proof: [] }]) {
        await expect(registry.proveDuplicate({ ...original, ...broken }, duplicate))
          .to.be.revertedWithCustomError(registry, "ContributionBadChunkProof")
          .withArgs(original.contributionId, broken.index ?? 1);
        await expect(registry.proveDuplicate(original, { ...duplicate, ...broken, index: 1 + (broken.index ?? 0) }))
          .to.be.revertedWithCustomError(registry, "ContributionBadChunkProof")
          .withArgs(duplicate.contributionId, 1 + (broken.index ?? 0));
      }
    });

    it("reverts for a chunk that is void already", async () => {
      const { registry, original, duplicate } = await loadFixture(withCopy);
      await registry.proveDuplicate(original, duplicate);
      await expect(registry.proveDuplicate(original, duplicate))
        .to.be.revertedWithCustomError(registry, "ContributionChunkAlreadyVoid")
        .withArgs(duplicate.contributionId, 1n);
    });

    it("voids the later chunk of an accepted contribution, and logs it", async () => {
      const { registry, datanets, datanetId, original, duplicate, copyId } = await loadFixture(withAcceptedCopy);
      const prove = registry.proveDuplicate(original, duplicate);
      await expect(prove)
        .to.emit(registry, "ChunkVoided")
        .withArgs(copyId, 1n, original.contributionId, 1n, duplicate.contentHash);
      await expect(prove)
        .to.emit(datanets, "LogAppended")
        .withArgs(datanetId, 2n, LogKind.ChunkVoided, copyId, ethers.toBeHex(1n, 32));
      expect(await registry.isVoid(copyId, 1n)).to.equal(true);
      expect(await registry.isVoid(copyId, 2n)).to.equal(false);
      expect(await registry.isVoid(original.contributionId, 1n)).to.equal(false);
    });

    it("logs it for a contribution in review too, so that its later acceptance finds the chunk void", async () => {
      const { registry, datanets, review, datanetId, original, duplicate, copyId } = await loadFixture(withCopy);
      await registry.proveDuplicate(original, duplicate);
      await review.review(copyId, true, ethers.ZeroHash);
      const log = await datanets.queryFilter(datanets.filters.LogAppended(datanetId));
      expect(log.map(({ args }) => [args.kind, args.contributionId])).to.deep.equal([
        [LogKind.Accepted, original.contributionId],
        [LogKind.ChunkVoided, copyId],
        [LogKind.Accepted, copyId],
      ]);
    });

    it("logs nothing for what was refused or withdrawn, which will never be content", async () => {
      const { world, registry, datanets, contributions, review, datanetId, original, duplicate, copyId, carol } =
        await loadFixture(withCopy);
      await review.review(copyId, false, ethers.ZeroHash);
      const withdrawnId = await submit(world, { contributor: carol, datanetId, dataset: copy });
      await contributions.connect(carol).withdrawConsent(withdrawnId);
      const before = await datanets.logLengthOf(datanetId);

      await registry.proveDuplicate(original, duplicate);
      await registry.proveDuplicate(original, { ...duplicate, contributionId: withdrawnId });
      expect(await registry.isVoid(copyId, 1n)).to.equal(true);
      expect(await registry.isVoid(withdrawnId, 1n)).to.equal(true);
      expect(await datanets.logLengthOf(datanetId)).to.equal(before);
    });

    it("voids the later of two equal chunks within one contribution, accepted or not", async () => {
      const { registry, copyId, duplicate } = await loadFixture(withCopy);
      await registry.proveDuplicate(duplicate, chunkProof(copyId, copy, 2));
      expect(await registry.isVoid(copyId, 2n)).to.equal(true);
      expect(await registry.isVoid(copyId, 1n)).to.equal(false);
    });

    it("is not evaded by another length under the same content", async () => {
      const { world, registry, datanetId, original, bob } = await loadFixture(withCopy);
      const lie = datasetOfChunks(copy.chunks.map((chunk) => ({ ...chunk, length: chunk.length + 1 })));
      const lieId = await contribute(world, { contributor: bob, datanetId, dataset: lie });
      await registry.proveDuplicate(original, chunkProof(lieId, lie, 1));
      expect(await registry.isVoid(lieId, 1n)).to.equal(true);
    });

    it("holds across Datanets, and after the original was withdrawn", async () => {
      const { world, registry, contributions, alice, bob, original } = await loadFixture(withCopy);
      const elsewhere = await createDatanet(world);
      const copyId = await contribute(world, { contributor: bob, datanetId: elsewhere, dataset: copy });
      await contributions.connect(alice).withdrawConsent(original.contributionId);
      await registry.proveDuplicate(original, chunkProof(copyId, copy, 1));
      expect(await registry.isVoid(copyId, 1n)).to.equal(true);
    });

    it("gives the earlier commitment its right though it was revealed later", async () => {
      const { world, registry, contributions, datanetId, alice, bob } = await loadFixture(withDatanetAndReview);
      const first = contributionOf(datanetId, dataset);
      await contributions.connect(alice).commit(await registry.commitmentOf(alice, first, SALT));
      const laterId = await contribute(world, { contributor: bob, datanetId, dataset: copy });
      await contributions.connect(alice).reveal(first, SALT);
      const earlierId = laterId + 1n;
      await world.ownerReview.connect(world.curator).review(earlierId, true, ethers.ZeroHash);
      await registry.proveDuplicate(chunkProof(earlierId, dataset, 1), chunkProof(laterId, copy, 1));
      expect(await registry.isVoid(laterId, 1n)).to.equal(true);
    });

    it("takes the lower id when both were committed in one block", async () => {
      const { world, registry, contributions, datanetId, alice, bob } = await loadFixture(withDatanetAndReview);
      const [first, second] = [contributionOf(datanetId, dataset), contributionOf(datanetId, copy)];
      const commitments = [
        await registry.commitmentOf(alice, first, SALT),
        await registry.commitmentOf(bob, second, SALT),
      ] as const;
      await ethers.provider.send("evm_setAutomine", [false]);
      await contributions.connect(bob).commit(commitments[1]);
      await contributions.connect(alice).commit(commitments[0]);
      await mine();
      await ethers.provider.send("evm_setAutomine", [true]);
      await contributions.connect(alice).reveal(first, SALT);
      await contributions.connect(bob).reveal(second, SALT);
      for (const id of [1n, 2n]) await world.ownerReview.connect(world.curator).review(id, true, ethers.ZeroHash);

      const [one, two] = [chunkProof(1n, dataset, 1), chunkProof(2n, copy, 1)];
      await expect(registry.proveDuplicate(two, one)).to.be.revertedWithCustomError(registry, "ContributionNotLater");
      await registry.proveDuplicate(one, two);
      expect(await registry.isVoid(2n, 1n)).to.equal(true);
    });
  });
});
