import { expect } from "chai";

import { answerItem, NoSuchItemError } from "../../engine/src/core/audit/answer-item.js";
import { itemsIn } from "../../engine/src/core/audit/data-item.js";
import { findFault } from "../../engine/src/core/audit/find-fault.js";
import { encodeBatchBundle } from "../../engine/src/core/bundle/batch-bundle.js";
import { dataHash } from "../../engine/src/core/bundle/pieces.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { auditAccounts } from "../../indexer/src/audit/accounts.js";
import { auditBatches } from "../../indexer/src/audit/batches.js";
import { auditRequests } from "../../indexer/src/audit/requests.js";
import { openRequests } from "../../indexer/src/open-requests.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { answerData } from "../../sdk/src/actions/answer-data.js";
import { expireRequest } from "../../sdk/src/actions/expire-request.js";
import { postBatch } from "../../sdk/src/actions/post-batch.js";
import { reclaimRequest } from "../../sdk/src/actions/reclaim-request.js";
import { requestData } from "../../sdk/src/actions/request-data.js";
import { signBatch } from "../../sdk/src/actions/sign-batch.js";
import { OpenLedgerRevert } from "../../sdk/src/open-ledger-revert.js";
import { loadFixture, time } from "../helpers/chain.js";
import { rejection } from "../helpers/rejection.js";
import { attributedBucket } from "../helpers/sdk-bucket.js";
import { itemOf } from "../helpers/served-batch.js";
import { open } from "../helpers/units.js";

const DAY = 86_400n;
const ROW = itemOf("row", 0);

/** The honest batch, published and posted; bob asks. */
async function servedBatch() {
  const { world, batch: unpublished, content, context } = await attributedBucket();
  const { as, attestor1, bob } = world;
  const scales = new Float32Array(content.rows.length).fill(1);
  const bytes = encodeBatchBundle({ content, scales, transcripts: undefined });
  const batch = { ...unpublished, dataHash: dataHash(bytes) };
  const post = async () => {
    const signatures = [await signBatch(as(attestor1), batch)];
    return postBatch(as(attestor1), { batch, signatures, uri: "urn:x" });
  };
  const { signers } = await post();
  const posted = { batch, signers: signers as readonly Hex[] };
  return { world, context, content, posted, post, served: { posted, content, bytes }, asker: as(bob) };
}

/** The checks of the auditor that data on demand concerns. */
async function differences({ world }: Awaited<ReturnType<typeof servedBatch>>) {
  const client = world.as(world.host);
  const rebuilt = await readWorld(client);
  const checks = [await auditRequests(client, rebuilt), await auditAccounts(client, rebuilt)];
  return { rebuilt, found: checks.flatMap((check) => check.differences) };
}

describe("data on demand through the SDK", () => {
  it("is asked for and shown; logs rebuild requests, holds and balances", async () => {
    const given = await loadFixture(servedBatch);
    const { world, posted, served, asker } = given;
    const { as, mallory } = world;
    const requested = await requestData(asker, { posted, item: ROW });
    expect(requested).to.include({ fee: open(1), asker: world.bob.address });

    const { rebuilt, found } = await differences(given);
    expect(found).to.deep.equal([]);
    const now = BigInt(await time.latest());
    const { answerable } = openRequests(rebuilt, 1n, now);
    expect(answerable.map(({ request }) => request.item)).to.deep.equal([ROW]);
    expect(rebuilt.ledger.finalAt(answerable[0]!.record)).to.equal((await asker.ledger.batchOf(1n, 0n)).finalAt);

    const answered = await answerData(as(mallory), answerItem(ROW, served));
    expect(answered).to.include({ requestId: requested.requestId, answerer: mallory.address, fee: open(1) });
    const after = await differences(given);
    expect(after.found).to.deep.equal([]);
    expect(after.rebuilt.availability.open()).to.deep.equal([]);
  });

  it("drops a batch whose data nobody shows; the auditor asks for no fault in it, nor for its files", async () => {
    const given = await loadFixture(servedBatch);
    const { world, posted, asker, post } = given;
    const [row, earning] = [ROW, itemOf("earning", 0)];
    for (const item of [row, earning]) await requestData(asker, { posted, item });
    await time.increase(DAY + 10n);
    const overdue = openRequests(await readWorld(asker), 1n, BigInt(await time.latest()));
    expect([overdue.answerable.length, overdue.overdue.length, overdue.void.length]).to.deep.equal([0, 2, 0]);

    const refuted = await expireRequest(world.as(world.mallory), { posted, item: row });
    expect(refuted).to.include({ proof: "withheld", challenger: world.bob.address });
    const { rebuilt, found } = await differences(given);
    expect(found).to.deep.equal([]);
    expect(rebuilt.ledger.posted.map(({ fate }) => fate)).to.deep.equal(["fell"]);
    const nothing = () => Promise.reject(new Error("the files are gone"));
    const { deployment } = world;
    const check = await auditBatches(rebuilt, { readBundle: nothing, readData: nothing }, { deployment, models: [] });
    expect(check.differences).to.deep.equal([]);

    await post();
    const left = openRequests((await differences(given)).rebuilt, 1n, BigInt(await time.latest()));
    expect(left.void.map(({ request }) => request.item)).to.deep.equal([earning]);
    const reclaimed = await reclaimRequest(world.as(world.mallory), { posted, item: earning });
    expect(reclaimed).to.include({ asker: world.bob.address, fee: open(1) });
    expect((await differences(given)).found).to.deep.equal([]);
  });

  it("decodes why a contract refuses", async () => {
    const { world, posted, served } = await loadFixture(servedBatch);
    const client = world.as(world.mallory);
    for (const [refused, errorName] of [
      [() => answerData(client, answerItem(ROW, served)), "DataNotAsked"],
      [() => expireRequest(client, { posted, item: ROW }), "DataNotAsked"],
      [() => requestData(client, { posted, item: itemOf("row", 9) }), "DataNoSuchItem"],
    ] as const) {
      const error = await rejection(OpenLedgerRevert, refused());
      expect(error).to.include({ errorName, contract: "DataAvailability" });
    }
  });

  it("demands what a data fault names: every leaf of it can be shown", async () => {
    const { context, content, posted, served, asker, world } = await loadFixture(servedBatch);
    const [first, ...rest] = content.rows;
    const garbled = { ...content, rows: [{ ...first!, requestHash: posted.batch.dataHash }, ...rest] };
    const fault = findFault({ posted, content: garbled }, context);
    if (fault?.proof !== "data") throw new Error("Expected a data fault.");
    const items = [...itemsIn(fault.demand)];
    expect(items).to.deep.equal(content.rows.map((_, index) => itemOf("row", index)));
    for (const item of items) {
      await requestData(asker, { posted, item });
      await answerData(world.as(world.mallory), answerItem(item, served));
    }
  });

  it("has no answer to what the published batch does not have", async () => {
    const { served } = await loadFixture(servedBatch);
    for (const item of [itemOf("row", 9), itemOf("query", 0, 9), itemOf("earning", 9), itemOf("credit", 9)]) {
      expect(() => answerItem(item, served)).to.throw(NoSuchItemError);
    }
  });
});
