import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

import type { Hex } from "../../engine/src/core/hash/hex.js";
import { CONTRIBUTION_CELLS } from "../../engine/src/core/hash/schemas.js";
import { structHash } from "../../engine/src/core/hash/struct-hash.js";
import type { ContributionCells } from "../../engine/src/core/hash/structs.js";
import { type MerkleTree, merkleTree } from "../../engine/src/core/tree/merkle.js";
import type { IModelRegistry, ManifestStruct } from "../../typechain-types/interfaces/IModelRegistry.js";
import { ethers } from "./chain.js";
import { datanetWithData } from "./contribute.js";
import type { OpenLedger } from "./deploy-open-ledger.js";
import { hashOf } from "./hashes.js";
import { parameterId } from "../../sdk/src/parameter.js";
import { mineSeedBlock } from "./time.js";

/** The two cells of largest weight of {@link manifestOf}'s model. */
export const DEFAULTS = [
  { cell: 1, share: 70n },
  { cell: 0, share: 30n },
];

/** A version that can be trained on. */
export type Frozen = { readonly version: bigint; readonly seed: Hex };

/** Freezes a Datanet and records the seed of the version. */
export async function freezeWithSeed(world: OpenLedger, datanetId: bigint): Promise<Frozen> {
  const datanets = world.datanets.connect(world.curator);
  await datanets.freeze(datanetId);
  const version = await datanets.versionCount(datanetId);
  await mineSeedBlock(world, datanetId, version);
  await datanets.recordSeed(datanetId, version);
  return { version, seed: (await datanets.versionOf(datanetId, version)).seed as Hex };
}

/** `Manifest.seed`: the hash of the versions' seeds. */
export function seedOf(seeds: readonly Hex[]): Hex {
  return ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode(["bytes32[]"], [seeds])) as Hex;
}

/** A contribution table in which each contribution has two cells. */
export function contributionTable(contributionIds: readonly bigint[]): {
  cells: readonly ContributionCells[];
  tree: MerkleTree;
} {
  const cells = contributionIds.map((contributionId, i) => ({ contributionId, firstCell: 2 * i, cellCount: 2 }));
  return { cells, tree: merkleTree(cells.map((each) => structHash(CONTRIBUTION_CELLS, each))) };
}

/** A manifest with the hashes of nothing in particular, over a contribution table and frozen versions. */
export function manifestOf(
  { tree }: { tree: MerkleTree },
  versions: readonly { datanetId: bigint; version: bigint; seed: Hex }[],
): ManifestStruct & { versions: { datanetId: bigint; version: bigint; heldOutRoot: Hex }[]; parents: bigint[] } {
  return {
    baseHash: hashOf("base"),
    parents: [],
    versions: versions.map(({ datanetId, version }) => ({ datanetId, version, heldOutRoot: hashOf("held out") })),
    seed: seedOf(versions.map(({ seed }) => seed)),
    engineHash: hashOf("engine"),
    recipeHash: hashOf("recipe"),
    weightsHash: hashOf("weights"),
    contributionRoot: tree.root,
    contributionCount: tree.count,
    responseRoot: hashOf("responses"),
    cellCount: 2 * tree.count,
    lanes: 1_024,
    responseScaleBits: 0x3f800000,
    dataHash: hashOf("bundle"),
  };
}

/** Gives `trainer` the bond in OPEN, approved to the registry. */
async function fundTrainer(
  { token, parameters, models }: OpenLedger,
  trainer: HardhatEthersSigner,
  bonds = 1n,
): Promise<bigint> {
  const bond = await parameters.get(parameterId("TrainerBond"));
  await token.transfer(trainer, bond * bonds);
  await token.connect(trainer).approve(models, ethers.MaxUint256);
  return bond;
}

/** A Datanet with one contribution of alice's, frozen with its seed; a manifest over it; a trainer with money for ten bonds. */
export async function readyToRegister(world: OpenLedger) {
  const data = await datanetWithData(world);
  const frozen = await freezeWithSeed(world, data.datanetId);
  const table = contributionTable([data.contributionId]);
  const manifest = manifestOf(table, [{ datanetId: data.datanetId, ...frozen }]);
  const bond = await fundTrainer(world, world.trainer, 10n);
  return { ...data, ...frozen, table, manifest, bond };
}

/** Registers a model of the trainer's; paid questions open a manifest window later. */
export async function registerModel(
  world: OpenLedger,
  manifest: Parameters<IModelRegistry["register"]>[0],
): Promise<bigint> {
  const models = world.models.connect(world.trainer);
  const args = [manifest, DEFAULTS, "ipfs://bundle"] as const;
  const modelId = await models.register.staticCall(...args);
  await models.register(...args);
  return modelId;
}
