import { stat, writeFile } from "node:fs/promises";

import { expect } from "chai";

import { rowEvidence } from "../../engine/src/core/audit/evidence.js";
import { decodeBatchBundle } from "../../engine/src/core/bundle/batch-bundle.js";
import type { Transcript } from "../../engine/src/core/bundle/transcripts-json.js";
import { rowResult } from "../../engine/src/core/dispute/results.js";
import { claimOf, trajectoryOf } from "../../engine/src/core/dispute/trajectory.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { keccak } from "../../engine/src/core/hash/keccak.js";
import { toBase64 } from "../../engine/src/core/json/base64.js";
import { laneRow } from "../../engine/src/core/ledger/lanes.js";
import { vectorRoot } from "../../engine/src/core/tree/vector-root.js";
import { writeTrajectory } from "../../engine/src/io/store/trajectory-files.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { answerDispute } from "../../sdk/src/actions/answer-dispute.js";
import { closeBucket } from "../../sdk/src/actions/close-bucket.js";
import { disputeManifest } from "../../sdk/src/actions/dispute-manifest.js";
import { disputeRow } from "../../sdk/src/actions/dispute-row.js";
import { pay } from "../../sdk/src/actions/pay.js";
import { registerModel } from "../../sdk/src/actions/register-model.js";
import { stake } from "../../sdk/src/actions/stake.js";
import type { Terminal } from "../helpers/command-line.js";
import { hashOf } from "../helpers/hashes.js";
import { answeredBucket, type Draft, postDraft, redraft, type Stage, withRows } from "../helpers/staged-model.js";
import { type StagedNode, stagedNode } from "../helpers/staged-node.js";
import { open } from "../helpers/units.js";

const DAY = 86_400;
const PHASE = 43_200;
/** Places of accounts: a panel of one, who disputes rightly, who disputes wrongly, who defends, who defends what is wrong. */
const [MEMBER, RIGHT, WRONG, DEFENDER, ACCOMPLICE] = [3, 5, 6, 7, 8] as const;

/** Bucket 0 was answered rightly and privately, bucket 1 with a query vector that its model does not give. */
describe("disputes, lone batches and refunds on a local node", function () {
  this.timeout(60_000);
  let staged: StagedNode;
  let stage: Stage;
  let terminal: Terminal;
  let honest: Draft;
  let hidden: Draft;
  let forged: Draft;
  let onForged: string[];
  let onHidden: string[];

  const published = (): readonly string[] => ["--published", terminal.file("published")];
  const as = (place: number): readonly string[] => ["--account", String(place)];
  const addressOf = async (place: number): Promise<string> => (await staged.as(place)).signer!.getAddress();
  const dispute = (verb: string, ...words: readonly string[]) => terminal.json("dispute", verb, ...words);

  before(async () => {
    staged = await stagedNode({ QuorumSigners: 1n, PanelSize: 1n });
    ({ stage, terminal } = staged);
    const { chief } = stage;
    for (const place of [RIGHT, WRONG, DEFENDER, ACCOMPLICE]) {
      await chief.token.transfer(await addressOf(place), open(20_000));
    }
    await stake(chief, { role: "attestor", amount: open(10_000), operator: await addressOf(MEMBER) });

    const answered = await answeredBucket(stage, "the union");
    const [transcript] = decodeBatchBundle(answered.bytes).transcripts!;
    await writeFile(terminal.file("answers.json"), JSON.stringify(await keptBy(stage, transcript!)));
    hidden = redraft(answered, { transcripts: undefined });
    await postDraft(stage, hidden);
    honest = await answeredBucket(stage, "the economy");
    forged = await withOtherQuery(stage, honest);
    await postDraft(stage, forged);
  });
  after(() => staged.close());

  it("describes an attestor, with a key that only its owner can read", async () => {
    const key = terminal.file("sealing.key");
    const words = ["--role", "attestor", "--endpoint", "https://attestor.example", "--sealing-key", key];
    const described = await terminal.json("describe", ...words, ...as(MEMBER), ...published());
    expect(described).to.include({ role: "0", operator: await addressOf(MEMBER) });
    expect(described["file"]).to.contain(`${String(described["metadataHash"])}.metadata`);
    expect((await stat(key)).mode & 0o777).to.equal(0o600);
  });

  it("disputes a wrong query vector, which nobody can defend by running it again", async () => {
    const opened = await dispute("open", "--model", "1", "--bucket", "1", "--row", "0", ...as(RIGHT), ...published());
    expect(opened).to.include({ disputeId: "1", row: "0", committed: rowResult(forged.content.rows[0]!) });
    onForged = ["--dispute", "1"];
    const defence = await terminal.run("dispute", "answer", ...onForged, ...as(DEFENDER), ...published());
    expect(defence.code).to.equal(3);
    expect(defence.stderr).to.contain("DisputeWrongResult");
  });

  it("names the step at which a made-up defence parts from the re-run", async () => {
    const [{ request }] = decodeBatchBundle(forged.bytes).transcripts! as [Transcript];
    const madeUp = trajectoryOf([keccak(request), hashOf("made up")], rowResult(forged.content.rows[0]!));
    await writeTrajectory(terminal.file("published"), madeUp);
    await answerDispute(await staged.as(ACCOMPLICE), { disputeId: 1n, answer: claimOf(madeUp) });
    expect(await dispute("difference", ...onForged, ...published())).to.include({ disputeId: "1", step: "1" });
    expect(await dispute("show", ...onForged)).to.include({ phase: "answer", difference: "1", volunteers: "0" });
  });

  it("defends an honest row, from what the host kept where the texts are private", async () => {
    const posted = (await readWorld(stage.chief)).ledger.standing(1n)[0]!;
    const claim = claimOf(trajectoryOf([hashOf("made up")], hashOf("another result") as Hex));
    const subject = { posted: { batch: hidden.batch, signers: posted.signers }, row: rowEvidence(hidden.content, 0) };
    await disputeRow(await staged.as(WRONG), { ...subject, claim });
    onHidden = ["--dispute", "2"];
    const blind = await terminal.run("dispute", "answer", ...onHidden, ...as(DEFENDER), ...published());
    expect(blind.code).to.equal(4);
    const kept = ["--answers", terminal.file("answers.json")];
    const answered = await dispute("answer", ...onHidden, ...kept, ...as(DEFENDER), ...published());
    expect(answered).to.include({ disputeId: "2", defender: await addressOf(DEFENDER) });
  });

  it("draws a panel of those who volunteered", async () => {
    for (const words of [onForged, onHidden]) {
      expect(await dispute("join", ...words, ...as(MEMBER))).to.include({ volunteers: "1" });
    }
    const kept = ["--answers", terminal.file("answers.json")];
    expect((await terminal.run("dispute", "seal", ...onHidden, ...kept, ...published())).code).to.equal(4); // to whom?
    await stage.pass(PHASE);
    for (const words of [onForged, onHidden]) {
      expect((await dispute("draw", ...words))["panel"]).to.deep.equal([await addressOf(MEMBER)]);
    }
  });

  it("seals the private texts to the panel: a member reads them and learns the verdict, nobody else does", async () => {
    const kept = ["--answers", terminal.file("answers.json")];
    const sealed = await dispute("seal", ...onHidden, ...kept, ...published());
    expect(sealed).to.deep.include({ row: 0, sealedTo: [(await addressOf(MEMBER)).toLowerCase()] });

    const key = ["--sealing-key", terminal.file("sealing.key")];
    const texts = terminal.file("texts.json");
    const opened = await dispute("unseal", ...onHidden, ...key, "--out", texts, ...published());
    expect(opened).to.include({ verdict: "upheld", committed: rowResult(hidden.content.rows[0]!) });
    expect((await stat(texts)).mode & 0o777).to.equal(0o600);

    await writeFile(terminal.file("strange.key"), `0x${"17".repeat(32)}\n`, { mode: 0o644 });
    const strange = ["--sealing-key", terminal.file("strange.key"), "--json"];
    const refused = await terminal.run("dispute", "unseal", ...onHidden, ...strange, ...published());
    expect(refused.code).to.equal(4);
    expect(refused.stderr).to.contain("NOT_SEALED_FOR").and.to.contain("chmod 600").and.not.to.contain("17171717");
  });

  it("judges by commit and reveal", async () => {
    const votes: (readonly string[])[] = [];
    for (const [words, verdict] of [[onForged, "refuted"] as const, [onHidden, "upheld"] as const]) {
      const vote = [...words, "--verdict", verdict, ...as(MEMBER)];
      const { salt } = await dispute("commit", ...vote);
      votes.push([...vote, "--salt", String(salt)]);
    }
    await stage.pass(PHASE);
    for (const vote of votes) await dispute("reveal", ...vote);
    expect(await dispute("show", ...onForged)).to.include({ phase: "reveal", outcome: "refuted", refutedVotes: "1" });
  });

  it("appeals, rules, settles and pays out", async () => {
    await stage.pass(PHASE);
    expect(await dispute("appeal", ...onHidden, ...as(WRONG))).to.include({ contested: "1" });
    expect(await dispute("rule", ...onHidden, "--verdict", "upheld")).to.include({ ruling: "1" });
    await stage.pass(PHASE / 2);
    expect(await dispute("settle", ...onForged)).to.include({ verdict: "2" });
    expect(await dispute("settle", ...onHidden)).to.include({ verdict: "1" });
    expect(await dispute("show", ...onHidden)).to.include({ phase: "settled", outcome: "upheld" });
    expect(await dispute("collect", ...as(RIGHT))).to.include({ amount: String(open(1_000)) });
    expect((await readWorld(stage.chief)).ledger.standing(1n)).to.have.length(1); // bucket 1 waits again
  });

  it("pauses what is not final, and ends that early", async () => {
    expect(await terminal.json("batch", "pause", "--model", "1")).to.include({ modelId: "1" });
    expect(await terminal.json("batch", "unpause", "--model", "1")).to.include({ modelId: "1" });
  });

  it("answers a bucket alone after silence, and gives the bond back once that is final", async () => {
    const { hash, uri } = await stage.store.writeBundle(honest.bytes);
    await stage.pass(7 * DAY);
    const posted = await terminal.json("batch", "alone", "--bundle", hash, ...as(RIGHT), ...published());
    expect(posted).to.include({ modelId: "1", bucket: "1", uri });
    await stage.pass(6 * DAY);
    const released = await terminal.json("batch", "release", "--model", "1", "--bucket", "1");
    expect(released).to.include({ poster: await addressOf(RIGHT), amount: String(open(10_000)) });
  });

  it("takes royalties up the lineage", async () => {
    const { chief } = stage;
    const { manifest, defaults } = (await readWorld(chief)).registries.models.get(1n)!;
    const { modelId } = await registerModel(chief, { manifest: { ...manifest, parents: [1n] }, defaults, uri: "" });
    await stage.pass(DAY + 1);
    await payFor(stage, modelId);
    await stage.pass(DAY + 1);
    await closeBucket(chief, { modelId, bucket: 0n });
    const royalty = open("0.02"); // a tenth of the owner's fifth
    expect(await terminal.json("vault", "climb", "--model", "1")).to.include({ amount: String(royalty) });
    const { amount } = await terminal.json("vault", "collect");
    expect(BigInt(String(amount)) >= royalty).to.equal(true);
  });

  it("makes a model again, and cannot dispute one that is honest", async () => {
    const { code, stderr } = await terminal.run("dispute", "open", "--model", "1", ...as(RIGHT), ...published());
    expect(code, stderr).to.equal(3);
    expect(stderr).to.contain("DisputeNothingClaimed");
  });

  it("gives a payer back what a model that fell does not answer for", async () => {
    await payFor(stage, 1n);
    const claim = claimOf(trajectoryOf([hashOf("made up")], hashOf("another model") as Hex));
    const { disputeId } = await disputeManifest(await staged.as(RIGHT), { modelId: 1n, claim });
    await stage.pass(3.5 * PHASE);
    expect(await dispute("settle", "--dispute", String(disputeId))).to.include({ verdict: "2" }); // nobody answered
    const { refunded } = await terminal.json("vault", "refund", "--model", "1");
    expect(refunded).to.deep.equal([{ bucket: "2", sequence: "0", amount: String(open(1)) }]);
    expect((await terminal.json("vault", "refund", "--model", "1"))["refunded"]).to.deep.equal([]);
  });
});

/** The host's file of one answer. */
async function keptBy({ chief, contributors }: Stage, transcript: Transcript): Promise<object> {
  const [payer, payee] = [await chief.signer!.getAddress(), await contributors[0].signer!.getAddress()];
  const { request, answer, requestSalt, responseSalt } = transcript;
  const texts = { request: toBase64(request), answer: toBase64(answer), requestSalt, responseSalt };
  return { format: "openledger-answers-v1", answers: [{ payer, payee, ...texts, fee: String(open(1)) }] };
}

/** The batch with a query vector that is wrong in one lane. */
async function withOtherQuery(stage: Stage, honest: Draft): Promise<Draft> {
  const { queries } = honest.content;
  const wrong = { ...queries, data: queries.data.map((lane, i) => (i === 0 ? (lane === 1 ? 2 : 1) : lane)) };
  const queryRoot = vectorRoot(laneRow(wrong, 0));
  const draft = await withRows(stage, honest, (rows) => rows.map((row) => ({ ...row, queryRoot })));
  return redraft(draft, { content: { ...draft.content, queries: wrong } });
}

async function payFor({ chief, contributors }: Stage, modelId: bigint): Promise<void> {
  const payee = await contributors[0].signer!.getAddress();
  await pay(chief, { modelId, payee, amount: open(1), requestHash: hashOf("a question") });
}
