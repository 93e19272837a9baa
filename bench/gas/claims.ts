import { signersHash } from "../../engine/src/core/hash/batch-id.js";
import { EARNING } from "../../engine/src/core/hash/schemas.js";
import { structHash } from "../../engine/src/core/hash/struct-hash.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { batchWith, earningsOf, post } from "../../test/helpers/attest.js";
import { payAndClose } from "../../test/helpers/buckets.js";
import { loadFixture, time } from "../../test/helpers/chain.js";
import { deployLedger, type LedgerWorld } from "../../test/helpers/deploy-ledger.js";
import { registerManifest } from "../../test/helpers/register-model.js";
import { open } from "../../test/helpers/units.js";
import { deepLeaf } from "./deep-trees.js";
import { type GasRow, gasOf, gasRow } from "./row.js";

const PEERS = {
  first: "Uniswap 71,404; Morpho URD 74,452; EigenLayer 120,337; Merkl 135,851",
  later: "Uniswap 54,290; Morpho URD 57,410; Merkl 81,779; EigenLayer 83,325",
  many: "EigenLayer 58,200; Merkl 85,600",
};

/** Claims against trees of 2^10, 2^17 and 2^20 contributions; recipients hold the token already. */
export async function measureClaims(): Promise<GasRow[]> {
  const rows: GasRow[] = [];
  for (const depth of [10, 17, 20]) {
    const { world, modelIds } = await deployDeep(depth, 1);
    const leaves = `of ${(2 ** depth).toLocaleString("en-US")} contributions`;
    const promised = depth === 10;
    const gas = async (earned: number) =>
      gasOf(world.ledger.claim(await finalItem(world, modelIds[0]!, depth, earned)));
    rows.push(
      gasRow(`claim, first, ${leaves}`, await gas(10), { ceiling: promised ? 95_000 : null, peer: PEERS.first }),
    );
    rows.push(
      gasRow(`claim, later, ${leaves}`, await gas(20), { ceiling: promised ? 75_000 : null, peer: PEERS.later }),
    );
  }

  const { world, modelIds } = await deployDeep(10, 8);
  for (const [earned, when] of [
    [10, "first"],
    [20, "later"],
  ] as const) {
    const items = [];
    for (const modelId of modelIds) items.push(await finalItem(world, modelId, 10, earned));
    const gas = (await gasOf(world.ledger.claimMany(items))) / items.length;
    rows.push(gasRow(`claim from 8 models in one call, ${when}, each`, gas, { ceiling: 48_000, peer: PEERS.many }));
  }
  return rows;
}

async function deployDeep(depth: number, models: number) {
  const world = await loadFixture(deployLedger);
  const { token, deployer, alice, datanetId, frozen } = world;
  await token.connect(deployer).transfer(alice, 1n);
  const modelIds: bigint[] = [];
  for (let i = 0; i < models; i++) {
    modelIds.push(await registerManifest(world, frozen, { datanetId, contributionCount: 2 ** depth }));
  }
  return { world, modelIds };
}

/** A bucket paid, closed and answered for good: contribution 1 has earned so much OPEN in all. */
async function finalItem(world: LedgerWorld, modelId: bigint, depth: number, earned: number) {
  const bucket = await payAndClose(world, { modelId });
  const [earning] = earningsOf(world, [open(earned)], 1);
  const { root: earningsRoot, index, proof } = deepLeaf(structHash(EARNING, earning!), depth);
  const parent = (await world.ledger.headOf(modelId)) as Hex;
  const posted = await post(world, batchWith([earning!], { modelId, bucket, parent, earningsRoot }));
  await time.increaseTo(posted.finalAt);
  return {
    ...{ modelId, bucket, digest: posted.digest, signersHash: signersHash(posted.signers), earningsRoot },
    ...{ index, earning: earning!, proof: [...proof] },
  };
}
