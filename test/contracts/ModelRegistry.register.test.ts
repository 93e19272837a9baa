import { expect } from "chai";

import type { Hex } from "../../engine/src/core/hash/hex.js";
import { ENTRY } from "../../engine/src/core/hash/schemas.js";
import { structListHash } from "../../engine/src/core/hash/struct-hash.js";
import { ACCESS_MODE } from "../../sdk/src/access-mode.js";
import { parameterId } from "../../sdk/src/parameter.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { createDatanet, datanetWithData } from "../helpers/contribute.js";
import { hashOf } from "../helpers/hashes.js";
import { withManifest, withModel } from "../helpers/model-fixtures.js";
import { DEFAULTS, freezeWithSeed, manifestOf, registerModel, seedOf } from "../helpers/models.js";

const URI = "ipfs://bundle";

/** Two frozen Datanets, and a manifest over both. */
async function withTwoVersions() {
  const given = await withManifest();
  const other = await datanetWithData(given.world);
  const frozen = await freezeWithSeed(given.world, other.datanetId);
  const versions = [
    { datanetId: given.datanetId, version: given.version, seed: given.seed },
    { datanetId: other.datanetId, ...frozen },
  ] as const;
  return { ...given, versions, manifest: manifestOf(given.table, versions) };
}

/** A permissioned Datanet frozen with its seed, and a manifest over it. */
async function withPermissioned() {
  const given = await withManifest();
  const data = await datanetWithData(given.world, ACCESS_MODE.permissioned);
  const frozen = await freezeWithSeed(given.world, data.datanetId);
  return { ...given, ...data, manifest: manifestOf(given.table, [{ datanetId: data.datanetId, ...frozen }]) };
}

describe("ModelRegistry", () => {
  describe("register", () => {
    describe("when a hash is zero", () => {
      const HASHES = [
        "baseHash",
        "engineHash",
        "recipeHash",
        "weightsHash",
        "contributionRoot",
        "responseRoot",
        "dataHash",
      ];
      for (const field of HASHES) {
        it(`reverts for ${field} (zero root)`, async () => {
          const { registry, manifest } = await loadFixture(withManifest);
          const zero = { ...manifest, [field]: ethers.ZeroHash };
          await expect(registry.register(zero, DEFAULTS, URI)).to.be.revertedWithCustomError(registry, "ModelZeroHash");
        });
      }

      it("reverts for a held-out root", async () => {
        const { registry, manifest } = await loadFixture(withManifest);
        const versions = manifest.versions.map((each) => ({ ...each, heldOutRoot: ethers.ZeroHash }));
        await expect(registry.register({ ...manifest, versions }, DEFAULTS, URI)).to.be.revertedWithCustomError(
          registry,
          "ModelZeroHash",
        );
      });
    });

    describe("when a number is out of range", () => {
      for (const [contributionCount, cellCount] of [
        [0, 2],
        [1, 0],
      ]) {
        it(`reverts for ${String(contributionCount)} contributions and ${String(cellCount)} cells`, async () => {
          const { registry, manifest } = await loadFixture(withManifest);
          await expect(
            registry.register(
              { ...manifest, contributionCount: contributionCount!, cellCount: cellCount! },
              DEFAULTS,
              URI,
            ),
          )
            .to.be.revertedWithCustomError(registry, "ModelEmpty")
            .withArgs(contributionCount, cellCount);
        });
      }

      for (const lanes of [0, 1, 31, 33, 1_023]) {
        it(`reverts for ${String(lanes)} lanes`, async () => {
          const { registry, manifest } = await loadFixture(withManifest);
          await expect(registry.register({ ...manifest, lanes }, DEFAULTS, URI))
            .to.be.revertedWithCustomError(registry, "ModelBadLanes")
            .withArgs(lanes);
        });
      }
    });

    describe("when the default list is not well formed", () => {
      const many = (count: number) => Array.from({ length: count }, (_, cell) => ({ cell, share: 5n }));
      const LISTS: Record<string, [{ cell: number; share: bigint }[], number]> = {
        empty: [[], 0],
        "of 17 entries": [many(17), 17],
        "with a share of 0": [[{ cell: 0, share: 0n }], 0],
        "with a share beyond a weight's 64 bits": [[{ cell: 0, share: 2n ** 64n }], 0],
        "with a cell beyond the count": [[...many(2), { cell: 20, share: 1n }], 2],
        "with shares rising": [[{ cell: 0, share: 1n }, { cell: 1, share: 2n }], 1], // prettier-ignore
        "with cells falling at equal shares": [[{ cell: 1, share: 2n }, { cell: 0, share: 2n }], 1], // prettier-ignore
        "with a cell twice, next to itself": [[{ cell: 1, share: 2n }, { cell: 1, share: 2n }], 1], // prettier-ignore
        "with a cell twice, at different shares": [
          [{ cell: 1, share: 3n }, { cell: 0, share: 2n }, { cell: 1, share: 1n }], // prettier-ignore
          2,
        ],
      };
      for (const [why, [defaults, index]] of Object.entries(LISTS)) {
        it(`reverts for one ${why}`, async () => {
          const { registry, manifest } = await loadFixture(withManifest);
          await expect(registry.register({ ...manifest, cellCount: 20 }, defaults, URI))
            .to.be.revertedWithCustomError(registry, "ModelBadDefaults")
            .withArgs(index);
        });
      }

      it("accepts 16 entries of the largest weight", async () => {
        const { registry, manifest } = await loadFixture(withManifest);
        const defaults = many(16).map((each) => ({ ...each, share: 2n ** 64n - 1n }));
        await expect(registry.register({ ...manifest, cellCount: 16 }, defaults, URI)).to.emit(
          registry,
          "ModelRegistered",
        );
      });
    });

    describe("when the lineage is impossible", () => {
      it("reverts for a parent that does not exist, 0 and itself among them (circular lineage)", async () => {
        const { registry, manifest, modelId } = await loadFixture(withModel);
        for (const parent of [0n, modelId + 1n, 99n]) {
          await expect(registry.register({ ...manifest, parents: [parent] }, DEFAULTS, URI))
            .to.be.revertedWithCustomError(registry, "ModelParentUnusable")
            .withArgs(parent);
        }
      });

      it("reverts for the same parent twice, and for parents that fall", async () => {
        const { world, registry, manifest, modelId } = await loadFixture(withModel);
        const other = await registerModel(world, manifest);
        for (const parents of [
          [modelId, modelId],
          [other, modelId],
        ]) {
          await expect(registry.register({ ...manifest, parents }, DEFAULTS, URI))
            .to.be.revertedWithCustomError(registry, "ModelParentsUnsorted")
            .withArgs(1n);
        }
      });

      it("reverts for a retired parent", async () => {
        const { registry, manifest, modelId } = await loadFixture(withModel);
        await registry.retire(modelId);
        await expect(registry.register({ ...manifest, parents: [modelId] }, DEFAULTS, URI))
          .to.be.revertedWithCustomError(registry, "ModelParentUnusable")
          .withArgs(modelId);
      });

      it("reverts for nine parents", async () => {
        const { registry, manifest } = await loadFixture(withModel);
        const parents = Array.from({ length: 9 }, (_, i) => BigInt(i + 1));
        await expect(registry.register({ ...manifest, parents }, DEFAULTS, URI))
          .to.be.revertedWithCustomError(registry, "ModelTooManyParents")
          .withArgs(9n, 8n);
      });

      it("accepts parents that rise", async () => {
        const { world, manifest, modelId } = await loadFixture(withModel);
        const other = await registerModel(world, manifest);
        expect(await registerModel(world, { ...manifest, parents: [modelId, other] })).to.equal(3n);
      });
    });

    describe("when the versions are not usable", () => {
      it("reverts without any", async () => {
        const { registry, manifest } = await loadFixture(withManifest);
        await expect(
          registry.register({ ...manifest, versions: [], seed: seedOf([]) }, DEFAULTS, URI),
        ).to.be.revertedWithCustomError(registry, "ModelNoVersions");
      });

      it("reverts for a Datanet twice, and for Datanets that fall", async () => {
        const { registry, manifest, table, versions } = await loadFixture(withTwoVersions);
        const [first, second] = versions;
        for (const given of [
          [first, first],
          [second, first],
        ]) {
          await expect(registry.register(manifestOf(table, given), DEFAULTS, URI))
            .to.be.revertedWithCustomError(registry, "ModelVersionsUnsorted")
            .withArgs(1n);
        }
        await expect(registry.register(manifest, DEFAULTS, URI)).to.emit(registry, "ModelRegistered");
      });

      it("reverts for a version that was not frozen, of a Datanet that does not exist among them", async () => {
        const { registry, datanets, table, datanetId, seed } = await loadFixture(withManifest);
        for (const unknown of [
          { datanetId, version: 2n },
          { datanetId: 99n, version: 1n },
        ]) {
          await expect(
            registry.register(manifestOf(table, [{ ...unknown, seed }]), DEFAULTS, URI),
          ).to.be.revertedWithCustomError(datanets, "DatanetUnknownVersion");
        }
      });

      it("reverts before the seed is recorded", async () => {
        const { world, registry, datanets, curator, table } = await loadFixture(withManifest);
        const { datanetId } = await datanetWithData(world);
        await datanets.connect(curator).freeze(datanetId);
        const manifest = manifestOf(table, [{ datanetId, version: 1n, seed: ethers.ZeroHash as Hex }]);
        await expect(registry.register(manifest, DEFAULTS, URI))
          .to.be.revertedWithCustomError(registry, "ModelSeedNotRecorded")
          .withArgs(datanetId, 1n);
      });

      it("reverts for another seed than theirs: nobody draws until the model pleases", async () => {
        const { registry, manifest } = await loadFixture(withManifest);
        await expect(registry.register({ ...manifest, seed: hashOf("nicer") }, DEFAULTS, URI))
          .to.be.revertedWithCustomError(registry, "ModelWrongSeed")
          .withArgs(hashOf("nicer"), manifest.seed);
      });

      it("reverts when a Datanet that is not open did not agree", async () => {
        const { registry, manifest, datanetId, trainer } = await loadFixture(withPermissioned);
        await expect(registry.register(manifest, DEFAULTS, URI))
          .to.be.revertedWithCustomError(registry, "ModelTrainerNotGranted")
          .withArgs(datanetId, trainer);
      });

      it("accepts once it agreed, and keeps the model when it ends that", async () => {
        const { world, registry, datanets, curator, trainer, manifest, datanetId } =
          await loadFixture(withPermissioned);
        await datanets.connect(curator).grantTrainer(datanetId, trainer, true);
        const modelId = await registerModel(world, manifest);
        await datanets.connect(curator).grantTrainer(datanetId, trainer, false);
        expect(await registry.ownerOf(modelId)).to.equal(trainer);
      });
    });

    describe("when the trainer cannot pay the bond", () => {
      it("reverts", async () => {
        const { models, token, manifest, mallory } = await loadFixture(withManifest);
        await expect(models.connect(mallory).register(manifest, DEFAULTS, URI)).to.be.revertedWithCustomError(
          token,
          "ERC20InsufficientAllowance",
        );
      });
    });

    describe("given a sound manifest", () => {
      it("takes the bond, mints the token and keeps what the proofs need", async () => {
        const { registry, models, token, parameters, manifest, bond, trainer } = await loadFixture(withManifest);
        const manifestHash = ethers.keccak256(
          ethers.AbiCoder.defaultAbiCoder().encode([models.interface.getFunction("register").inputs[0]!], [manifest]),
        );
        const defaultsHash = structListHash(ENTRY, DEFAULTS);
        expect(await registry.register.staticCall(manifest, DEFAULTS, URI)).to.equal(1n);

        const register = registry.register(manifest, DEFAULTS, URI);
        await register;
        const opensAt = BigInt(await time.latest()) + (await parameters.get(parameterId("ManifestWindowSeconds")));
        await expect(register).to.changeTokenBalances(ethers, token, [trainer, models], [-bond, bond]);
        const [event] = await models.queryFilter(models.filters.ModelRegistered(1n));
        expect(event!.args.trainer).to.equal(trainer);
        expect(event!.args.manifestHash).to.equal(manifestHash);
        expect(event!.args.manifest.versions[0]!.datanetId).to.equal(1n);
        expect(event!.args.defaults.map(({ cell, share }) => [cell, share])).to.deep.equal([
          [1n, 70n],
          [0n, 30n],
        ]);
        expect([event!.args.uri, event!.args.bond, event!.args.opensAt]).to.deep.equal([URI, bond, opensAt]);

        expect(await registry.recordOf(1n)).to.deep.equal([
          manifestHash,
          manifest.contributionRoot,
          manifest.responseRoot,
          defaultsHash,
          1n,
          2n,
          1_024n,
          opensAt,
          ...[0n, 0n, 0n], // neither retired, nor settled until a time, nor fallen
        ]);
        expect(await registry.trainerOf(1n)).to.deep.equal([trainer.address, bond]);
        expect(await registry.ownerOf(1n)).to.equal(trainer);
        expect(await registry.tokenURI(1n)).to.equal(`urn:openledger:bundle:${String(manifest.dataHash)}`);
      });

      it("registers the same manifest for another trainer too (squatting of ids)", async () => {
        const { world, models, token, manifest, bob, bond, modelId } = await loadFixture(withModel);
        await token.transfer(bob, bond);
        await token.connect(bob).approve(models, bond);
        await models.connect(bob).register(manifest, DEFAULTS, URI);
        expect(await models.ownerOf(modelId + 1n)).to.equal(bob);
        expect(await models.ownerOf(modelId)).to.equal(world.trainer);
      });

      it("costs the same for two contributions as for four billion (loops over contributions)", async () => {
        const { world, registry, manifest } = await loadFixture(withModel);
        await createDatanet(world);
        const gasOf = async (count: number) => {
          const large = { ...manifest, contributionCount: count, cellCount: count };
          return (await (await registry.register(large, DEFAULTS, URI)).wait())!.gasUsed;
        };
        const difference = (await gasOf(4_000_000_000)) - (await gasOf(2));
        expect(difference).to.be.lessThan(500n); // calldata bytes and their log
      });
    });
  });
});
