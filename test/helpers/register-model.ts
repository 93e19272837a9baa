import { MaxUint256 } from "ethers";

import type { Hex } from "../../engine/src/core/hash/hex.js";
import type { Entry } from "../../engine/src/core/hash/structs.js";
import { buildModel } from "../../engine/src/core/ledger/build-model.js";
import { laneMatrix, laneRow } from "../../engine/src/core/ledger/lanes.js";
import { contributionTree, type LedgerModel, responseTree } from "../../engine/src/core/ledger/model.js";
import { seeded } from "../vectors/seeded.js";
import type { OpenLedger } from "./deploy-open-ledger.js";
import { hashOf } from "./hashes.js";
import { type Frozen, seedOf } from "./models.js";
import { wait } from "./time.js";
import { open } from "./units.js";

type Shape = {
  readonly datanetId: bigint;
  readonly contributionIds: readonly bigint[];
  readonly cellsEach: number;
  readonly lanes: number;
};

/** Registers a model of random vectors on a frozen version and waits until it takes payments. */
export async function registerModel(
  world: OpenLedger,
  frozen: Frozen,
  { datanetId, contributionIds, cellsEach, lanes }: Shape,
): Promise<LedgerModel> {
  const random = seeded("registerModel");
  const cellCount = contributionIds.length * cellsEach;
  const heldOut = laneMatrix(1, lanes, random.lanes(lanes));
  const responses = laneMatrix(cellCount, lanes, random.lanes(cellCount * lanes));
  responses.data.set(laneRow(heldOut, 0)); // so that at least one cell helps its Datanet
  const { model, versions } = buildModel({
    modelId: 0n,
    contributions: contributionIds.map((contributionId) => ({ contributionId, datanetId, cellCount: cellsEach })),
    responses,
    datanetIds: [datanetId],
    heldOut,
  });

  const modelId = await registerManifest(world, frozen, {
    datanetId,
    heldOutRoot: versions[0]!.heldOutRoot,
    contributionRoot: contributionTree(model.contributions).root,
    contributionCount: contributionIds.length,
    responseRoot: responseTree(model.cells).root,
    cellCount,
    lanes,
    defaults: model.defaults,
  });
  return { ...model, modelId };
}

type ManifestParts = {
  readonly datanetId: bigint;
  readonly heldOutRoot?: Hex;
  readonly contributionRoot?: Hex;
  readonly contributionCount: number;
  readonly responseRoot?: Hex;
  readonly cellCount?: number;
  readonly lanes?: number;
  readonly defaults?: readonly Entry[];
};

/** Registers a manifest and waits until the model takes payments. What is not given is made up. */
export async function registerManifest(world: OpenLedger, frozen: Frozen, parts: ManifestParts): Promise<bigint> {
  const { models, token, trainer, deployer } = world;
  const { datanetId, contributionCount, cellCount = 1, lanes = 32, defaults = [{ cell: 0, share: 1n }] } = parts;
  const manifest = {
    baseHash: hashOf("base"),
    parents: [],
    versions: [{ datanetId, version: frozen.version, heldOutRoot: parts.heldOutRoot ?? hashOf("held out") }],
    seed: seedOf([frozen.seed]),
    engineHash: hashOf("engine"),
    recipeHash: hashOf("recipe"),
    weightsHash: hashOf("weights"),
    contributionRoot: parts.contributionRoot ?? hashOf("contributions"),
    contributionCount,
    responseRoot: parts.responseRoot ?? hashOf("responses"),
    cellCount,
    lanes,
    responseScaleBits: 0x3f800000, // 1.0
    dataHash: hashOf("model bundle"),
  };
  await token.connect(deployer).transfer(trainer, open(10_000));
  await token.connect(trainer).approve(models, MaxUint256);
  const args = [manifest, defaults.map((entry) => ({ ...entry })), "urn:model"] as const;
  const modelId = await models.connect(trainer).register.staticCall(...args);
  await models.connect(trainer).register(...args);
  await wait(world, "ManifestWindowSeconds");
  return modelId;
}
