import { expect } from "chai";

import { auditAccounts } from "../../indexer/src/audit/accounts.js";
import { auditBalances } from "../../indexer/src/audit/balances.js";
import { auditPayments } from "../../indexer/src/audit/payments.js";
import { auditRegistries } from "../../indexer/src/audit/registries.js";
import { auditStakes } from "../../indexer/src/audit/stakes.js";
import { replay } from "../../indexer/src/replay.js";
import { readEvents } from "../../sdk/src/logs.js";
import { batchWith, earningsOf, post } from "../helpers/attest.js";
import { payAndClose, settlementsOf } from "../helpers/buckets.js";
import { ethers, loadFixture } from "../helpers/chain.js";
import { finalBatch } from "../helpers/claims.js";
import { clientOf } from "../helpers/client-of.js";
import { deployLedger } from "../helpers/deploy-ledger.js";
import { hashOf } from "../helpers/hashes.js";
import { manifestJudge } from "../helpers/manifest-judge.js";
import { readyToRegister, registerModel } from "../helpers/models.js";
import { wait } from "../helpers/time.js";
import { open } from "../helpers/units.js";

const PAID = open(10) + 7n;

/**
 * A model that earns for its parent, is retired, and falls with one bucket final and claimed, one pending, one closed and one not; every
 * payment that can be given back is. Its parent falls too, and its royalties climb.
 */
async function deployLived() {
  const world = await deployLedger();
  const { vault, ledger, models, trainer, payer, host, bob, modelId: parent } = world;
  const judge = models.connect(await manifestJudge(world));
  const { manifest } = await readyToRegister(world);
  const modelId = await registerModel(world, { ...manifest, parents: [parent] });
  await wait(world, "ManifestWindowSeconds");

  const first = await finalBatch(world, [PAID / 2n], { modelId, amount: PAID, leaves: 1 });
  await ledger.claim(first.item(0));
  await payAndClose(world, { modelId, amount: PAID });
  await payAndClose(world, { modelId, amount: PAID });
  const given = { modelId, bucket: 1n, parent: first.posted.id };
  await post(world, batchWith(earningsOf(world, [PAID], 1), given));
  await vault.connect(payer).pay(modelId, host, PAID, hashOf("request"));
  await vault.connect(payer).pay(modelId, host, 3n, hashOf("request"));
  await models.connect(trainer).retire(modelId);
  await judge.fall(modelId, "weight", bob);
  for (const bucket of [1n, 2n, 3n]) {
    for (const settlement of (await settlementsOf(world, modelId, bucket)).slice(0, 1)) await vault.refund(settlement);
  }
  await judge.fall(parent, "dispute", ethers.ZeroAddress);
  await vault.climb(parent);
  return { ...world, modelId };
}

describe("the logs of a model that fell", () => {
  it("alone give every account of vault, ledger and registry, and their balances (V1, L1, M1)", async () => {
    const world = await loadFixture(deployLived);
    const client = await clientOf(world, world.deployer);
    const lived = replay(await readEvents(client), world.treasury.address);
    expect(lived.ledger.posted.map(({ fate }) => fate)).to.deep.equal(["stands", "void"]);
    expect(lived.registries.fallen.size).to.equal(2);
    expect(lived.registries.bonds.total()).to.equal(0n);
    for (const check of [auditBalances, auditStakes, auditPayments, auditRegistries, auditAccounts]) {
      const { differences, compared } = await check(client, lived);
      expect(differences).to.deep.equal([]);
      expect(compared).to.be.greaterThan(0);
    }
  });
});
