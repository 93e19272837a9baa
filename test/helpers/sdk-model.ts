import { ZeroHash } from "ethers";

import { contribute } from "../../sdk/src/actions/contribute.js";
import { createDatanet } from "../../sdk/src/actions/create-datanet.js";
import { freeze } from "../../sdk/src/actions/freeze.js";
import { recordSeed } from "../../sdk/src/actions/record-seed.js";
import { registerModel } from "../../sdk/src/actions/register-model.js";
import { review } from "../../sdk/src/actions/review.js";
import { stake } from "../../sdk/src/actions/stake.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { buildModel } from "../../engine/src/core/ledger/build-model.js";
import { laneMatrix, laneRow } from "../../engine/src/core/ledger/lanes.js";
import { contributionTree, type LedgerModel, responseTree } from "../../engine/src/core/ledger/model.js";
import { modelSeed } from "../../engine/src/core/hash/model-seed.js";
import { seeded } from "../vectors/seeded.js";
import { mine, time } from "./chain.js";
import { datasetOf } from "./chunks.js";
import { hashOf } from "./hashes.js";
import { sdkWorld } from "./sdk-world.js";
import { open } from "./units.js";

const LANES = 64;
const CELLS_EACH = 3;

/** A registered, payable model of two contributions (alice's 1 and bob's 2) with random vectors, and a staked attestor. */
export async function sdkModel() {
  const world = await sdkWorld();
  const { as, curator, alice, bob, trainer, attestor1 } = world;
  const { datanetId } = await createDatanet(as(curator), { domain: "speeches" });
  for (const [contributor, words] of [
    [alice, "one"],
    [bob, "two"],
  ] as const) {
    const { tree } = datasetOf(words);
    const { contributionId } = await contribute(as(contributor), {
      datanetId,
      root: tree.root,
      chunkCount: tree.count,
      licence: "CC0-1.0",
      uri: `urn:openledger:data:${tree.root}`,
    });
    await review(as(curator), { contributionId, accepted: true });
  }
  const { version } = await freeze(as(curator), datanetId);
  await recordSeed(as(trainer), { datanetId, version, waiting: { advance: (blocks) => mine(blocks) } });

  const model = await register(world, { datanetId, version });
  await stake(as(attestor1), { role: "attestor", amount: open(10_000) });
  await time.increase(86_400n + 1n); // the manifest's window
  return { ...world, datanetId, version, model };
}

async function register(
  { as, trainer }: Awaited<ReturnType<typeof sdkWorld>>,
  { datanetId, version }: { readonly datanetId: bigint; readonly version: bigint },
): Promise<LedgerModel> {
  const random = seeded("sdk model");
  const heldOut = laneMatrix(1, LANES, random.lanes(LANES));
  const lanes = random.lanes(2 * CELLS_EACH * LANES);
  lanes.set(laneRow(heldOut, 0)); // so that at least one cell helps its own Datanet
  const { model, versions } = buildModel({
    modelId: 1n,
    contributions: [1n, 2n].map((contributionId) => ({ contributionId, datanetId, cellCount: CELLS_EACH })),
    responses: laneMatrix(2 * CELLS_EACH, LANES, lanes),
    datanetIds: [datanetId],
    heldOut,
  });
  const { seed } = await as(trainer).datanets.versionOf(datanetId, version);
  const { modelId } = await registerModel(as(trainer), {
    manifest: {
      baseHash: hashOf("base"),
      parents: [],
      versions: [{ datanetId, version, heldOutRoot: versions[0]!.heldOutRoot }],
      seed: modelSeed([seed as Hex]),
      engineHash: hashOf("engine"),
      recipeHash: hashOf("recipe"),
      weightsHash: hashOf("weights"),
      contributionRoot: contributionTree(model.contributions).root,
      contributionCount: 2,
      responseRoot: responseTree(model.cells).root,
      cellCount: model.cells.length,
      lanes: LANES,
      responseScaleBits: 0x3f800000,
      dataHash: hashOf("bundle"),
    },
    defaults: [...model.defaults],
    uri: `urn:openledger:bundle:${ZeroHash}`,
  });
  return { ...model, modelId };
}
