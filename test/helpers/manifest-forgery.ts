import { expect } from "chai";

import { dotEvidence } from "../../engine/src/core/audit/dot-evidence.js";
import { cellEvidence, contributionEvidence } from "../../engine/src/core/audit/evidence.js";
import { findManifestFault } from "../../engine/src/core/audit/find-manifest-fault.js";
import type { PublishedModel } from "../../engine/src/core/audit/manifest-case.js";
import type { ManifestFault } from "../../engine/src/core/audit/manifest-fault.js";
import type { TrainedCell } from "../../engine/src/core/bundle/manifest-json.js";
import type { ContributionCells, Entry } from "../../engine/src/core/hash/structs.js";
import { defaultList } from "../../engine/src/core/ledger/entries.js";
import { laneRow } from "../../engine/src/core/ledger/lanes.js";
import { mutable } from "./mutable.js";
import { deployManifest, type ManifestWorld, registerPublished } from "./published-manifest.js";

/** Random vectors of 64 lanes. */
export const deploySmall = () => deployManifest();

export type RefutableFault = Extract<ManifestFault, { readonly method: string }>;

type Tables = {
  readonly contributions?: readonly ContributionCells[];
  readonly cells?: readonly TrainedCell[];
  readonly defaults?: readonly Entry[];
};

export const withTables = (published: PublishedModel, tables: Tables): PublishedModel => ({
  ...published,
  manifest: { ...published.manifest, ...tables },
});

/** The model with one cell changed, and the default list that then follows. */
export function withCell(published: PublishedModel, at: number, change: Partial<TrainedCell>): PublishedModel {
  const cells = published.manifest.cells.map((cell, i) => (i === at ? { ...cell, ...change } : cell));
  return withTables(published, { cells, defaults: defaultList(cells.map(({ weight }) => weight)) });
}

export const withRange = (published: PublishedModel, at: number, change: Partial<ContributionCells>): PublishedModel =>
  withTables(published, {
    contributions: published.manifest.contributions.map((each, i) => (i === at ? { ...each, ...change } : each)),
  });

/** Sends a proof as the engine gives it: the arguments are in the contract's order. */
export function prove({ manifestProver, mallory }: ManifestWorld, { method, args }: RefutableFault) {
  const send = manifestProver.connect(mallory).getFunction(method as "refuteRange");
  return send(...(mutable(args) as unknown as Parameters<typeof send>));
}

/** Registers a wrong model, has the engine find the fault, and sends its proof as mallory. */
export async function refute(world: ManifestWorld, published: PublishedModel) {
  const context = await registerPublished(world, published);
  const fault = findManifestFault(published, context);
  if (!fault || !("method" in fault)) throw new Error(`expected a fault to refute, got ${String(fault?.proof)}`);
  for (const { args } of "prepare" in fault ? fault.prepare : []) await world.dots.accumulate(...mutable(args));
  return { fault, sent: prove(world, fault), modelId: context.registered.modelId };
}

export async function expectFall(world: ManifestWorld, published: PublishedModel) {
  const { fault, sent, modelId } = await refute(world, published);
  const { models, trainer, mallory } = world;
  await expect(sent)
    .to.emit(models, "ModelFell")
    .withArgs(
      modelId,
      trainer.address,
      fault.proof,
      mallory.address,
      (bounty: bigint) => bounty > 0n,
      (burnt: bigint) => burnt > 0n,
    );
  expect((await models.recordOf(modelId)).fellAt).to.be.greaterThan(0n);
  return fault;
}

/** Evidence of an honest model, to be shown for claims that are false. */
export async function deployHonest() {
  const world = await deploySmall();
  const { registered } = await registerPublished(world, world.honest);
  const { contributions, cells } = world.honest.manifest;
  const cell = (i: number) => mutable(cellEvidence(cells, i));
  const owner = (i: number) => mutable(contributionEvidence(contributions, i));
  const versionOf = (i: number) => (cells[i]!.contribution === 1 ? 1 : 0);
  const lanes = (i: number, version = versionOf(i)) =>
    dotEvidence(laneRow(world.honest.heldOut, version), laneRow(world.honest.responses, i)).lanes;
  const { modelId, manifest, defaults } = registered;
  const given = { cell, owner, lanes, modelId, manifest: mutable(manifest), defaults: mutable(defaults) };
  return { ...world, ...given, cells, contributions };
}
