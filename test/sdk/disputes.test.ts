import { expect } from "chai";

import { rowEvidence } from "../../engine/src/core/audit/evidence.js";
import { firstDifference } from "../../engine/src/core/dispute/first-difference.js";
import { rowResult } from "../../engine/src/core/dispute/results.js";
import { claimOf } from "../../engine/src/core/dispute/trajectory.js";
import { auditDisputes } from "../../indexer/src/audit/disputes.js";
import { replay } from "../../indexer/src/replay.js";
import { answerDispute } from "../../sdk/src/actions/answer-dispute.js";
import { appealDispute } from "../../sdk/src/actions/appeal-dispute.js";
import { commitVote } from "../../sdk/src/actions/commit-vote.js";
import { disputeManifest } from "../../sdk/src/actions/dispute-manifest.js";
import { disputeRow } from "../../sdk/src/actions/dispute-row.js";
import { drawPanel } from "../../sdk/src/actions/draw-panel.js";
import { joinPanel } from "../../sdk/src/actions/join-panel.js";
import { nameDifference } from "../../sdk/src/actions/name-difference.js";
import { postBatch } from "../../sdk/src/actions/post-batch.js";
import { revealVote } from "../../sdk/src/actions/reveal-vote.js";
import { settleDispute } from "../../sdk/src/actions/settle-dispute.js";
import { signBatch } from "../../sdk/src/actions/sign-batch.js";
import { stake } from "../../sdk/src/actions/stake.js";
import type { Client } from "../../sdk/src/client.js";
import { readEvents } from "../../sdk/src/logs.js";
import { loadFixture, mine, time } from "../helpers/chain.js";
import { rerun } from "../helpers/disputes.js";
import { hashOf } from "../helpers/hashes.js";
import { attributedBucket } from "../helpers/sdk-bucket.js";
import { open } from "../helpers/units.js";

const HALF_PHASE = 21_600n;
const BOND = open(1_000);

/** The batch is posted, by one signer; row 0 is disputed by mallory and answered by bob; two more attestors have stakes. */
async function disputedBucket() {
  const { world, batch, content } = await attributedBucket();
  const { as, attestor1, attestor2, attestor3, mallory, bob } = world;
  const { signers } = await postBatch(as(attestor1), {
    batch,
    signatures: [await signBatch(as(attestor1), batch)],
    uri: "urn:x",
  });
  const posted = { batch, signers };
  const committed = rowResult(content.rows[0]!);
  const [claimed, answered] = [rerun(hashOf("other"), 3), rerun(committed)];
  const { disputeId } = await disputeRow(as(mallory), {
    posted,
    row: rowEvidence(content, 0),
    claim: claimOf(claimed),
  });
  await answerDispute(as(bob), { disputeId, answer: claimOf(answered) });
  for (const each of [attestor2, attestor3]) await stake(as(each), { role: "attestor", amount: open(10_000) });
  return { world, posted, disputeId, claimed, answered };
}

/** Bonds and debts as the logs tell them, against the contract. */
async function audited(client: Client, treasury: string) {
  return (await auditDisputes(client, replay(await readEvents(client), treasury))).differences;
}

describe("disputes through the SDK", () => {
  it("are opened, answered, judged, appealed and settled, and their money is audited from the logs", async () => {
    const { world, posted, disputeId, claimed, answered } = await loadFixture(disputedBucket);
    const { as, mallory, carol, host, attestor2, attestor3, bob, treasury } = world;
    const difference = firstDifference(claimed, answered)!;
    const named = await nameDifference(as(host), { disputeId, difference });
    expect(named.step).to.equal(3n);
    expect(await audited(as(host), treasury.address)).to.deep.equal([]);

    const voters = [attestor2, attestor3].map(as);
    for (const voter of voters) await joinPanel(voter, { disputeId, bound: posted.signers });
    await time.increase(2n * HALF_PHASE);
    const { panel } = await drawPanel(as(host), { disputeId, waiting: { advance: (blocks) => mine(blocks) } });
    expect([...panel].sort()).to.deep.equal([attestor2.address, attestor3.address].sort());
    const vote = { disputeId, verdict: "upheld", salt: hashOf("salt") } as const;
    for (const voter of voters) await commitVote(voter, vote);
    await time.increase(2n * HALF_PHASE);
    for (const voter of voters) await revealVote(voter, vote);
    await time.increase(2n * HALF_PHASE);
    expect((await appealDispute(as(carol), disputeId)).contested).to.equal(1n);
    expect(await audited(as(host), treasury.address)).to.deep.equal([]);

    await time.increase(3n * HALF_PHASE);
    const { verdict, burnt } = await settleDispute(as(host), { disputeId, posted });
    expect([verdict, burnt]).to.deep.equal([1n, BOND + 1n]); // half of two bonds, and the floor's rest
    expect(await as(host).disputes.owedTo(bob)).to.equal(BOND + BOND / 3n);
    expect(await as(host).disputes.owedTo(mallory)).to.equal(0n);
    await as(host).disputes.collect(bob);
    expect(await audited(as(host), treasury.address)).to.deep.equal([]);
  });

  it("concern manifests too", async () => {
    const { world } = await loadFixture(disputedBucket);
    const { as, mallory } = world;
    const opened = await disputeManifest(as(mallory), { modelId: 1n, claim: claimOf(rerun(hashOf("other"))) });
    expect(opened.committed).to.equal(await as(mallory).disputes.manifestResult(1n));
    expect(await as(mallory).disputes.bondsOf(opened.disputeId)).to.equal(BOND);
  });
});
