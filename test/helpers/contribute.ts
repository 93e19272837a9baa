import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

import { type Dataset, datasetOf } from "./chunks.js";
import { ethers, mine } from "./chain.js";
import type { OpenLedger } from "./deploy-open-ledger.js";
import { ACCESS_MODE } from "../../sdk/src/access-mode.js";
import { hashOf } from "./hashes.js";

export const SALT = hashOf("salt");

/** A Datanet of the curator's, reviewed by its owner. */
export async function createDatanet(
  { datanets, ownerReview, curator }: OpenLedger,
  { access = ACCESS_MODE.open, policy }: { access?: bigint; policy?: string } = {},
): Promise<bigint> {
  const args = [
    "speeches",
    hashOf("croissant"),
    "ipfs://croissant",
    access,
    policy ?? (await ownerReview.getAddress()),
  ];
  const create = datanets.connect(curator).create;
  const typed = args as Parameters<typeof create>;
  const datanetId = await create.staticCall(...typed);
  await create(...typed);
  return datanetId;
}

/** What is revealed of a dataset. */
export function contributionOf(datanetId: bigint, { tree }: Dataset) {
  return {
    datanetId,
    root: tree.root,
    chunkCount: tree.count,
    licence: "CC0-1.0",
    uri: `urn:openledger:data:${tree.root}`,
  };
}

/** Commits and reveals; not reviewed. */
export async function submit(
  { contributions }: OpenLedger,
  { contributor, datanetId, dataset }: { contributor: HardhatEthersSigner; datanetId: bigint; dataset: Dataset },
): Promise<bigint> {
  const contribution = contributionOf(datanetId, dataset);
  const registry = contributions.connect(contributor);
  await registry.commit(await registry.commitmentOf(contributor, contribution, SALT));
  await mine(); // a call runs in the latest block, which is still the commitment's
  const contributionId = await registry.reveal.staticCall(contribution, SALT);
  await registry.reveal(contribution, SALT);
  return contributionId;
}

/** Commits, reveals, and has the curator accept it. */
export async function contribute(
  world: OpenLedger,
  given: { contributor: HardhatEthersSigner; datanetId: bigint; dataset: Dataset },
): Promise<bigint> {
  const contributionId = await submit(world, given);
  await world.ownerReview.connect(world.curator).review(contributionId, true, ethers.ZeroHash);
  return contributionId;
}

/** A Datanet with one accepted contribution of four chunks by alice. */
export async function datanetWithData(world: OpenLedger, access = ACCESS_MODE.open as bigint) {
  const datanetId = await createDatanet(world, { access });
  const dataset = datasetOf("one", "two", "three", `four of ${String(datanetId)}`);
  const contributionId = await contribute(world, { contributor: world.alice, datanetId, dataset });
  return { datanetId, dataset, contributionId };
}
