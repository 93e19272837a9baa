import { datasetOf } from "./chunks.js";
import { contributionOf, createDatanet, SALT, submit } from "./contribute.js";
import { deployOpenLedger } from "./deploy-open-ledger.js";
import { hashOf } from "./hashes.js";

export const dataset = datasetOf("one", "two", "three");
export const POLICY = { Silent: 0, DecideAtOnce: 1, Revert: 2 } as const;

/** An empty Datanet, and what alice is about to contribute to it. */
export async function withDatanet() {
  const world = await deployOpenLedger();
  const datanetId = await createDatanet(world);
  const registry = world.contributions.connect(world.alice);
  const contribution = contributionOf(datanetId, dataset);
  const commitment = await registry.commitmentOf(world.alice, contribution, SALT);
  return { ...world, world, datanetId, registry, contribution, commitment };
}

/** The same, committed to. */
export async function withCommitment() {
  const given = await withDatanet();
  await given.registry.commit(given.commitment);
  return given;
}

/** The same, revealed; `review` is the curator's hand. */
export async function withPending() {
  const given = await withDatanet();
  const contributionId = await submit(given.world, {
    contributor: given.alice,
    datanetId: given.datanetId,
    dataset,
  });
  return { ...given, contributionId, review: given.ownerReview.connect(given.curator) };
}

/** The same, accepted. */
export async function withAccepted() {
  const given = await withPending();
  await given.review.review(given.contributionId, true, hashOf("good"));
  return given;
}
