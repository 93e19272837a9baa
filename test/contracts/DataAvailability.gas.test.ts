import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";

import { answerItem } from "../../engine/src/core/audit/answer-item.js";
import type { DataItem } from "../../engine/src/core/audit/data-item.js";
import { toHex } from "../../engine/src/core/hash/hex.js";
import { rowTree } from "../../engine/src/core/ledger/compute-batch.js";
import { laneBytes, vectorRoot } from "../../engine/src/core/tree/vector-root.js";
import { deployAnswered } from "../helpers/answered-bucket.js";
import { batchWith, earningsOf, post } from "../helpers/attest.js";
import { payAndClose } from "../helpers/buckets.js";
import { loadFixture } from "../helpers/chain.js";
import { itMeasures } from "../helpers/gas.js";
import { hashOf } from "../helpers/hashes.js";
import { registerManifest } from "../helpers/register-model.js";
import { deployServed, itemOf, withRequests } from "../helpers/served-batch.js";
import { seeded } from "../vectors/seeded.js";

async function gasOf(sent: Promise<ContractTransactionResponse>): Promise<number> {
  return Number((await (await sent).wait())!.gasUsed);
}

/** A batch of a row with a full list, for a model of one block of lanes; the query has no zero byte. */
async function deployFullBlock() {
  const world = await withRequests(await deployAnswered());
  const { frozen, datanetId } = world;
  const modelId = await registerManifest(world, frozen, { datanetId, contributionCount: 5, lanes: 4096 });
  await payAndClose(world, { modelId });
  const query = seeded("block")
    .lanes(4096)
    .map((lane) => lane || 1);
  const row = {
    sequence: 0n,
    head: hashOf("head"),
    cumulativeFee: 1n,
    requestHash: hashOf("request"),
    responseHash: hashOf("response"),
    queryRoot: vectorRoot(query),
    entries: Array.from({ length: 16 }, (_, cell) => ({ cell, share: 2n ** 60n - BigInt(cell) })),
  };
  const batch = batchWith(earningsOf(world, []), { modelId, rowRoot: rowTree([row]).root, rowCount: 1 });
  const posted = await post(world, batch);
  return { ...world, posted, row: { row, index: 0, proof: [] }, lanes: toHex(laneBytes(query)) };
}

/** Ceilings, about 3% above what was measured. A request of two signers' batch writes three slots and holds the batch. */
describe("DataAvailability gas", () => {
  const ceilings: readonly (readonly [DataItem, request: number, answer: number])[] = [
    [itemOf("piece", 0), 159_000, 204_000],
    [itemOf("row", 0), 159_000, 125_000],
    [itemOf("query", 0), 176_000, 146_000],
    [itemOf("earning", 0), 175_000, 115_000],
    [itemOf("credit", 0), 175_000, 133_000],
  ];
  for (const [item, request, answered] of ceilings) {
    itMeasures(`${item.kind}: a request is at most ${request}, its answer ${answered}`, async () => {
      const { first, ask, answer } = await loadFixture(deployServed);
      expect(await gasOf(ask(first, item)), "request").to.be.at.most(request);
      expect(await gasOf(answer(answerItem(item, first.served))), "answer").to.be.at.most(answered);
    });
  }

  itMeasures("an answer of 4,096 lanes without a zero, for a row of 16 entries, is at most 246,000", async () => {
    const { posted, row, lanes, ask, answer } = await loadFixture(deployFullBlock);
    await ask(posted, itemOf("query", 0));
    const sent = answer({ method: "answerQuery", args: [posted, row, 0, lanes, []] });
    expect(await gasOf(sent)).to.be.at.most(246_000);
  });

  itMeasures("expire is at most 139,000 with two signers to count against, none slashed", async () => {
    const { first, ask, expire, atDeadline } = await loadFixture(deployServed);
    await ask(first, itemOf("row", 0));
    await atDeadline(first, itemOf("row", 0), 1n);
    expect(await gasOf(expire(first, itemOf("row", 0)))).to.be.at.most(139_000);
  });
});
