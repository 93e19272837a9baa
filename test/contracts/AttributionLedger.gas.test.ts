import { expect } from "chai";
import type { ContractTransactionReceipt, ContractTransactionResponse } from "ethers";

import { attest, batchWith, earningsOf } from "../helpers/attest.js";
import { payAndClose } from "../helpers/buckets.js";
import { loadFixture } from "../helpers/chain.js";
import { finalBatch } from "../helpers/claims.js";
import { deployLedger, setParameter } from "../helpers/deploy-ledger.js";
import { registerManifest } from "../helpers/register-model.js";
import { itMeasures } from "../helpers/gas.js";
import { open } from "../helpers/units.js";

async function gasOf(sent: Promise<ContractTransactionResponse>): Promise<number> {
  const receipt = (await (await sent).wait()) as ContractTransactionReceipt;
  return Number(receipt.gasUsed);
}

const URI = `urn:openledger:bundle:0x${"ab".repeat(32)}`;

/** The ceilings that the project promises. */
describe("AttributionLedger gas", () => {
  describe("post", () => {
    for (const [count, ceiling] of [
      [1, 104_000],
      [2, 116_000],
      [3, 128_100],
    ] as const) {
      itMeasures(`is at most ${ceiling} with ${count} signers, for the first batch and for later ones`, async () => {
        const world = await loadFixture(deployLedger);
        await setParameter(world, "QuorumSigners", 1n);
        const { ledger, attestor1, attestor2, attestor3 } = world;
        const attestors = [attestor1, attestor2, attestor3].slice(0, count);
        for (let bucket = 0n; bucket < 2n; bucket++) {
          await payAndClose(world);
          const parent = (await ledger.headOf(1n)) as `0x${string}`;
          const batch = batchWith(earningsOf(world, [open(1)]), { bucket, parent });
          const { signers, signatures } = await attest(world, batch, attestors);
          expect(await gasOf(ledger.post(batch, signers, signatures, URI))).to.be.at.most(ceiling);
        }
      });
    }
  });

  describe("claims from trees of 1,024 contributions", () => {
    const LEAVES = 1024;

    /** Models of 1,024 contributions, and recipients who already hold the token. */
    async function deployLarge(count: number) {
      const world = await loadFixture(deployLedger);
      const { token, deployer, alice, datanetId, frozen } = world;
      await token.connect(deployer).transfer(alice, 1n);
      const modelIds: bigint[] = [];
      for (let i = 0; i < count; i++) {
        modelIds.push(await registerManifest(world, frozen, { datanetId, contributionCount: LEAVES }));
      }
      return { world, modelIds };
    }

    // What a later claim spends before it computes anything, at least: 29,700 for the transaction and its calldata, 10,000 for the two slots it
    // changes and 2,100 for the record, 7,000 on the owner, 16,600 on the transfer, 4,400 on the two events: 69,800.
    itMeasures("claim is at most 95,000 the first time and 77,600 later", async () => {
      const { world, modelIds } = await deployLarge(1);
      const given = { modelId: modelIds[0]!, leaves: LEAVES };
      const first = await finalBatch(world, [open(10)], given);
      expect(await gasOf(world.ledger.claim(first.item(0)))).to.be.at.most(95_000);
      const later = await finalBatch(world, [open(20)], given);
      expect(await gasOf(world.ledger.claim(later.item(0)))).to.be.at.most(77_600);
    });

    itMeasures("claimMany from 8 models is at most 44,000 each the first time and 36,000 later", async () => {
      const { world, modelIds } = await deployLarge(8);
      for (const [earned, ceiling] of [
        [10, 44_000],
        [20, 36_000],
      ] as const) {
        const items = [];
        for (const modelId of modelIds) {
          items.push((await finalBatch(world, [open(earned)], { modelId, leaves: LEAVES })).item(0));
        }
        expect((await gasOf(world.ledger.claimMany(items))) / 8).to.be.at.most(ceiling);
      }
    });
  });
});
