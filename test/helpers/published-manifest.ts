import { MaxUint256 } from "ethers";

import type { ManifestContext, PublishedModel } from "../../engine/src/core/audit/manifest-case.js";
import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { CELL, CONTRIBUTION_CELLS } from "../../engine/src/core/hash/schemas.js";
import { structHash } from "../../engine/src/core/hash/struct-hash.js";
import type { Entry } from "../../engine/src/core/hash/structs.js";
import { buildModel } from "../../engine/src/core/ledger/build-model.js";
import { laneMatrix } from "../../engine/src/core/ledger/lanes.js";
import { contributionTree, responseTree } from "../../engine/src/core/ledger/model.js";
import { merkleTree, type MerkleTree } from "../../engine/src/core/tree/merkle.js";
import { seeded } from "../vectors/seeded.js";
import { datasetOf } from "./chunks.js";
import { contribute, createDatanet } from "./contribute.js";
import { deployOpenLedger } from "./deploy-open-ledger.js";
import { hashOf } from "./hashes.js";
import { freezeWithSeed, seedOf } from "./models.js";
import { mutable } from "./mutable.js";
import { open } from "./units.js";

/** Cells of a contribution: 48 in all, of which more than 16 have a weight. */
const CELLS_EACH = 16;

/**
 * Two Datanets, frozen, with three contributions (the second is the second Datanet's), and what a trainer would publish of a model
 * of random vectors on them; the trainer holds several bonds.
 */
export async function deployManifest(lanes = 64) {
  const world = await deployOpenLedger();
  const { token, models, trainer, deployer, alice } = world;
  const datanetIds = [await createDatanet(world), await createDatanet(world)];
  const contributions = [];
  for (const [i, datanetId] of [datanetIds[0]!, datanetIds[1]!, datanetIds[0]!].entries()) {
    const dataset = datasetOf(`text ${i}`);
    const contributionId = await contribute(world, { contributor: alice, datanetId, dataset });
    contributions.push({ contributionId, datanetId, cellCount: CELLS_EACH });
  }
  const frozen = [await freezeWithSeed(world, datanetIds[0]!), await freezeWithSeed(world, datanetIds[1]!)];
  await token.connect(deployer).transfer(trainer, open(100_000)); // a hundred bonds
  await token.connect(trainer).approve(models, MaxUint256);

  const random = seeded("published manifest");
  const cellCount = contributions.length * CELLS_EACH;
  const heldOut = laneMatrix(2, lanes, random.lanes(2 * lanes));
  const responses = laneMatrix(cellCount, lanes, random.lanes(cellCount * lanes));
  const { model, versions } = buildModel({ modelId: 0n, contributions, responses, datanetIds, heldOut });
  const honest: PublishedModel = {
    manifest: {
      contributions: model.contributions,
      cells: model.cells.map((cell) => ({ ...cell, chunks: [[1n, 0]] })),
      defaults: model.defaults,
      versions: versions.map((each, i) => ({ ...each, version: Number(frozen[i]!.version), heldOut: [[1n, 1]] })),
      recipe: { rate: 1 },
      responseScaleBits: 0x3f800000,
    },
    responses,
    heldOut,
  };
  const datanetOf = new Map(contributions.map(({ contributionId, datanetId }) => [contributionId, datanetId]));
  return { ...world, honest, datanetOf };
}

export type ManifestWorld = Awaited<ReturnType<typeof deployManifest>>;

/** Trees and list to be registered instead of those that the published tables give. */
type Instead = {
  readonly contributions?: MerkleTree;
  readonly responses?: MerkleTree;
  readonly defaults?: readonly Entry[];
};

/** Registers what is published, right or wrong, and gives what an auditor knows of it. */
export async function registerPublished(
  { models, trainer, datanets, datanetOf }: ManifestWorld,
  { manifest: published, responses }: PublishedModel,
  instead: Instead = {},
): Promise<ManifestContext> {
  const contributions = instead.contributions ?? contributionTree(published.contributions);
  const cells = instead.responses ?? responseTree(published.cells);
  const defaults = instead.defaults ?? published.defaults;
  const versions = published.versions.map(({ datanetId, version, heldOutRoot }) => ({
    datanetId,
    version,
    heldOutRoot,
  }));
  const frozen = await Promise.all(versions.map(({ datanetId, version }) => datanets.versionOf(datanetId, version)));
  const manifest = {
    baseHash: hashOf("base"),
    parents: [],
    versions,
    seed: seedOf(frozen.map(({ seed }) => seed as Hex)),
    engineHash: hashOf("engine"),
    recipeHash: hashOf("recipe"),
    weightsHash: hashOf("weights"),
    contributionRoot: contributions.root,
    contributionCount: contributions.count,
    responseRoot: cells.root,
    cellCount: cells.count,
    lanes: responses.lanes,
    responseScaleBits: published.responseScaleBits,
    dataHash: hashOf("bundle"),
  };
  const args = mutable([manifest, defaults, "urn:model"] as const);
  const modelId = await models.connect(trainer).register.staticCall(...args);
  await models.connect(trainer).register(...args);
  return { registered: { modelId, manifest, defaults }, datanetOf };
}

/** The published trees, with a leaf of 32 zero bytes at `index`. */
export function withZeroLeaf({ manifest }: PublishedModel, tree: "contributions" | "cells", index: number): MerkleTree {
  const leaves: Hex[] =
    tree === "cells"
      ? manifest.cells.map((each) => structHash(CELL, each))
      : manifest.contributions.map((each) => structHash(CONTRIBUTION_CELLS, each));
  return merkleTree(leaves.map((leaf, i) => (i === index ? ZERO_HASH : leaf)));
}
