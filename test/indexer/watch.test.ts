import { rm, writeFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";

import { expect } from "chai";

import { encodeModelBundle } from "../../engine/src/core/bundle/model-bundle.js";
import type { Trajectory } from "../../engine/src/core/dispute/trajectory.js";
import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { manifestOf } from "../../engine/src/core/pipeline/manifest.js";
import { SpotChecks } from "../../indexer/src/watch/spot-checks.js";
import { registerModel } from "../../sdk/src/actions/register-model.js";
import { saltedHash } from "../../engine/src/core/hash/heads.js";
import { completeRequest, encodeRequest } from "../../engine/src/core/inference/request.js";
import { decodeAdapter } from "../../engine/src/core/model/adapter-file.js";
import { Comparison } from "../../indexer/src/audit/comparison.js";
import { compareTranscripts } from "../../indexer/src/audit/transcripts.js";
import type { PublishedModel } from "../../indexer/src/model.js";
import { spotCheck } from "../../indexer/src/watch/spot-check.js";
import { decodeBatchBundle } from "../../engine/src/core/bundle/batch-bundle.js";
import { readWorld } from "../../indexer/src/read-world.js";
import type { WatchEvent } from "../../indexer/src/watch/watch-event.js";
import { decodeWatchState, encodeWatchState } from "../../indexer/src/watch/watch-state.js";
import { demandData } from "../../indexer/src/watch/demand-data.js";
import { judgeOwnCells } from "../../indexer/src/watch/judge-own-cells.js";
import { ModelShelf } from "../../indexer/src/watch/model-shelf.js";
import { ethers, networkHelpers } from "../helpers/chain.js";
import {
  answeredBucket,
  LAB,
  type Draft,
  exaggerated,
  postDraft,
  redraft,
  type Stage,
  withRows,
} from "../helpers/staged-model.js";
import { open } from "../helpers/units.js";
import { watchedChain, watcherOf } from "../helpers/watched-chain.js";

const SPREAD_MS = 30_000;
const DAY = 86_400;
const NAME = { modelId: 1n, bucket: 0n };

/** Every test starts from the same chain: one model, and the honest answer to its first bucket, not posted yet. */
describe("the watcher", function () {
  this.timeout(60_000);
  let stage: Stage;
  let watchers: Awaited<ReturnType<typeof watchedChain>>["watchers"];
  let honest: Draft;
  let snapshot: Awaited<ReturnType<typeof networkHelpers.takeSnapshot>>;

  before(async () => {
    ({ stage, watchers } = await watchedChain());
    honest = await answeredBucket(stage, "the union");
    snapshot = await networkHelpers.takeSnapshot();
  });
  afterEach(async () => {
    await snapshot.restore();
    await rm(stage.store.fileOf({ kind: "bundle", hash: honest.batch.dataHash }), { force: true });
  });
  after(() => rm(stage.store.directory, { recursive: true }));

  const standing = async (): Promise<string> => (await stage.chief.ledger.batchOf(1n, 0n)).id;
  const sent = (client: (typeof watchers)[number]): Promise<number> => client.signer!.getNonce();
  const verdicts = (told: readonly WatchEvent[]): string[] =>
    told.flatMap((each) => ("verdict" in each ? [`${each.verdict.kind} ${each.verdict.detail}`.trim()] : []));

  it("finds an honest batch right, once, and sends nothing", async () => {
    await postDraft(stage, honest);
    const { watcher, told, clock } = await watcherOf(watchers[0], stage);
    const before = await sent(watchers[0]);
    await watcher.turn();
    clock.nowMs = SPREAD_MS;
    await watcher.turn();
    expect(verdicts(told)).to.deep.equal(["right"]);
    expect(await sent(watchers[0])).to.equal(before);
  });

  it("refutes a forged batch when its turn has come", async () => {
    const id = await postDraft(stage, await withRows(stage, honest, exaggerated));
    const { watcher, told, clock, events } = await watcherOf(watchers[0], stage);
    await watcher.turn();
    expect(verdicts(told)).to.deep.equal(["refutable score"]);
    expect(await standing()).to.equal(id);

    clock.nowMs = SPREAD_MS;
    await watcher.turn();
    expect(events()).to.deep.equal(["judged", "scheduled", "refuted"]);
    expect(await standing()).not.to.equal(id);
    const [refuted] = await stage.chief.ledger.queryFilter(stage.chief.ledger.filters.BatchRefuted());
    const { id: fallen, proof, challenger } = refuted!.args;
    expect([fallen, proof, challenger]).to.deep.equal([id, "score", await watchers[0].signer!.getAddress()]);
  });

  it("does not wait for others when the window is nearly over", async () => {
    const id = await postDraft(stage, await withRows(stage, honest, exaggerated));
    const { finalAt } = await stage.chief.ledger.batchOf(1n, 0n);
    await networkHelpers.time.increaseTo(finalAt - 60n);
    const { watcher } = await watcherOf(watchers[0], stage);
    await watcher.turn();
    expect(await standing()).not.to.equal(id);
  });

  it("tells in a dry run, again after a restart, and sends nothing", async () => {
    await postDraft(stage, await withRows(stage, honest, exaggerated));
    const before = await sent(watchers[0]);
    const first = await watcherOf(watchers[0], stage, { dryRun: true, spreadMs: 0 });
    await first.watcher.turn();
    await first.watcher.turn();
    expect(first.events()).to.deep.equal(["judged", "wouldRefute"]);
    expect(first.watcher.findings.isWrong).to.equal(true);
    const second = await watcherOf(watchers[0], stage, { dryRun: true, state: first.watcher.state });
    await second.watcher.turn();
    expect(second.events()).to.deep.equal(["wouldRefute"]);
    expect(await sent(watchers[0])).to.equal(before);
  });

  it("calls an answer that the model does not give disputable", async () => {
    const { transcripts } = decodeBatchBundle(honest.bytes);
    const requests = transcripts!.map((each) => ({ ...each, answer: each.answer.map((byte) => byte ^ 1) }));
    await postDraft(stage, redraft(honest, { transcripts: requests }));
    const { watcher, told } = await watcherOf(watchers[0], stage);
    await watcher.turn();
    expect(verdicts(told)).to.deep.equal(["disputable bucket 0 row 0 transcript"]);
    expect(watcher.findings.isWrong).to.equal(true);
  });

  it("calls a response that its cell's training does not give disputable, and the honest ones right", async () => {
    const world = await readWorld(stage.chief);
    const model = await new ModelShelf(stage.store).take(world, 1n);
    const check = (claimed: PublishedModel, cells: readonly number[]) =>
      spotCheck({ world, published: stage.store, lab: LAB }, claimed, { cells });
    expect((await check(model, [0, 1])).verdict.kind).to.equal("right");

    const { responses } = model.bundle;
    const data = responses.data.slice();
    data[responses.lanes] = data[responses.lanes]! === 1 ? 2 : 1; // of cell 1
    const forged = { ...model, bundle: { ...model.bundle, responses: { ...responses, data } } };
    expect((await check(forged, [0])).verdict.kind).to.equal("right");
    expect((await check(forged, [0, 1])).verdict).to.deep.equal({ kind: "disputable", detail: "response of cell 1" });
  });

  it("lets a model whose manifest is wrong fall, and looks at each model once", async () => {
    const { store, chief } = stage;
    const { record, bundle } = await new ModelShelf(store).take(await readWorld(chief), 1n);
    const cells = bundle.manifest.cells.map((cell, i) => (i === 0 ? { ...cell, weight: cell.weight + 1n } : cell));
    const forged = { ...bundle, manifest: { ...bundle.manifest, cells } };
    const { hash, uri } = await store.writeBundle(encodeModelBundle(forged));
    const { baseHash, seed, engineHash } = record.manifest as Record<"baseHash" | "seed" | "engineHash", Hex>;
    const manifest = manifestOf(forged, { baseHash, parents: [], seed, engineHash, dataHash: hash });
    const { modelId } = await registerModel(chief, { manifest, defaults: forged.manifest.defaults, uri });
    await networkHelpers.mine();

    const { signal } = new AbortController();
    const shared = { published: store, shelf: new ModelShelf(store), lab: undefined, signal, report: () => undefined };
    const spotChecks = new SpotChecks({ ...shared, count: 1, limitMs: 60_000, rerun: false });
    const { watcher, told, events } = await watcherOf(watchers[0], stage, { spotChecks, spreadMs: 0 });
    for (let turns = 0; turns < 10 && !watcher.isIdle; turns++) {
      await watcher.turn();
      await spotChecks.settle();
    }
    expect(verdicts(told).map((verdict) => verdict.split(" ")[0])).to.deep.equal(["right", "refutable"]);
    expect(events().slice(-2)).to.deep.equal(["scheduled", "refuted"]);
    expect((await chief.models.recordOf(modelId)).fellAt).not.to.equal(0n);
    expect(watcher.findings.isWrong).to.equal(false);
  });

  it("draws no more of an answer than was published", async () => {
    const { transcripts } = decodeBatchBundle(honest.bytes);
    const [transcript] = transcripts!;
    const request = encodeRequest(completeRequest({ prompt: "on and on", maxBytes: 2 ** 32 - 1, temperature: [0, 1] }));
    const requestHash = saltedHash(transcript!.requestSalt, request);
    const check = new Comparison("endless");
    const content = { ...honest.content, rows: honest.content.rows.map((row) => ({ ...row, requestHash })) };
    const bundle = { content, scales: Float32Array.of(1), transcripts: [{ ...transcript!, request }] };
    const { bundle: published } = await new ModelShelf(stage.store).take(await readWorld(stage.chief), 1n);
    compareTranscripts(check, LAB, { subject: "", adapter: decodeAdapter(LAB.base.config, published.adapter), bundle });
    expect(check.result().differences).to.have.length(1);
  });

  describe("what running it again contradicts", () => {
    /** Another answer, with the row, heads and vectors that follow from it. */
    const misanswered = async (): Promise<Draft> => {
      const { transcripts } = decodeBatchBundle(honest.bytes);
      const changed = await withRows(stage, honest, (rows) => rows);
      const [transcript] = transcripts!;
      const answer = transcript!.answer.map((byte) => byte ^ 1);
      const responseHash = saltedHash(transcript!.responseSalt, answer);
      const draft = await withRows(stage, changed, (rows) => rows.map((row) => ({ ...row, responseHash })));
      return redraft(draft, { transcripts: [{ ...transcript!, answer }] });
    };

    it("is told with the row to dispute, and disputed where that is wished, once, also over a restart", async () => {
      await postDraft(stage, await misanswered());
      const telling = await watcherOf(watchers[0], stage);
      await telling.watcher.turn();
      expect(telling.told.at(-1)).to.include({ event: "disputable", bucket: 0n, row: 0 });

      const published: Trajectory[] = [];
      const dispute = (trajectory: Trajectory) => Promise.resolve(published.push(trajectory));
      const options = { dispute, spreadMs: 0 };
      await stage.chief.token.transfer(await watchers[0].signer!.getAddress(), open(1_000));
      const first = await watcherOf(watchers[0], stage, { ...options, state: telling.watcher.state });
      await first.watcher.turn();
      expect(first.told.at(-1)).to.include({ event: "disputed", row: 0, disputeId: 1n });
      expect((await stage.chief.disputes.disputeOf(1n)).claimedRoot).to.equal(published[0]!.tree.root);

      const second = await watcherOf(watchers[0], stage, { ...options, state: first.watcher.state });
      await second.watcher.turn();
      const other = await watcherOf(watchers[1], stage, options);
      await other.watcher.turn();
      expect([second.told.at(-1)!.event, other.told.at(-1)!.event]).to.deep.equal(["disputed", "overtaken"]);

      await networkHelpers.time.increase(4n * 43_200n);
      await second.watcher.turn();
      await second.watcher.turn();
      expect(second.told.at(-1)).to.deep.equal({ event: "settled", disputeId: 1n, outcome: 2n }); // nobody answered
      expect(await stage.chief.token.balanceOf(await watchers[0].signer!.getAddress())).to.be.at.least(open(1_000));
    });
  });

  describe("two of them", () => {
    it("pay for one refutation only, whoever is first", async () => {
      const id = await postDraft(stage, await withRows(stage, honest, exaggerated));
      const both = [await watcherOf(watchers[0], stage), await watcherOf(watchers[1], stage)];
      const before = await Promise.all(watchers.map(sent));
      for (let nowMs = 0; nowMs <= SPREAD_MS; nowMs += 1_000) {
        for (const { watcher, clock } of both) {
          clock.nowMs = nowMs;
          await watcher.turn();
        }
      }
      expect(await standing()).not.to.equal(id);
      const after = await Promise.all(watchers.map(sent));
      expect(after[0]! + after[1]! - before[0]! - before[1]!).to.equal(1);
    });

    it("see each other's transaction before it is mined", async () => {
      await postDraft(stage, await withRows(stage, honest, exaggerated));
      const both = [
        await watcherOf(watchers[0], stage, { spreadMs: 0 }),
        await watcherOf(watchers[1], stage, { spreadMs: 0 }),
      ] as const;
      const before = await sent(watchers[1]);
      await ethers.provider.send("evm_setAutomine", [false]);
      try {
        const first = both[0].watcher.turn();
        await Promise.race([first, somethingPending()]);
        await both[1].watcher.turn();
        expect(both[1].events()).to.deep.equal(["judged", "scheduled", "overtaken"]);
        await ethers.provider.send("evm_mine", []);
        await first;
      } finally {
        await ethers.provider.send("evm_setAutomine", [true]);
      }
      expect(both[0].events()).to.include("refuted");
      expect(await sent(watchers[1])).to.equal(before);
    });
  });

  describe("over a restart", () => {
    it("judges nothing again, and refutes what it had found", async () => {
      await postDraft(stage, await withRows(stage, honest, exaggerated));
      const first = await watcherOf(watchers[0], stage);
      await first.watcher.turn();
      const state = decodeWatchState(encodeWatchState(first.watcher.state));

      const second = await watcherOf(watchers[0], stage, { state, spreadMs: 0 });
      await second.watcher.turn();
      expect(second.events()).to.deep.equal(["scheduled", "refuted"]);
    });

    it("forgets what stood in blocks that are no more", async () => {
      const fork = await networkHelpers.takeSnapshot();
      await postDraft(stage, honest);
      const first = await watcherOf(watchers[0], stage);
      await first.watcher.turn();
      await fork.restore();
      await networkHelpers.mine(3);

      const second = await watcherOf(watchers[0], stage, { state: first.watcher.state });
      await second.watcher.turn();
      expect(second.events()).to.deep.equal(["reorganised"]);
      expect(second.watcher.state.batches).to.deep.equal([]);
    });
  });

  it("follows a reorganisation while it runs: the batch that stands now is judged by the payments that stand now", async () => {
    const { watcher, told, events, clock } = await watcherOf(watchers[0], stage);
    await watcher.turn();
    const fork = await networkHelpers.takeSnapshot();
    await postDraft(stage, honest);
    await watcher.turn();
    await fork.restore();
    const forged = await postDraft(stage, await withRows(stage, honest, exaggerated));
    await watcher.turn();
    clock.nowMs = SPREAD_MS;
    await watcher.turn();
    expect(verdicts(told)).to.deep.equal(["right", "refutable score"]);
    expect(events()).to.include("reorganised").and.to.include("refuted");
    expect(await standing()).not.to.equal(forged);
  });

  describe("without the files", () => {
    it("waits for them, asks on-chain once its patience ends, and judges when they come", async () => {
      await postDraft(stage, honest, false);
      const asked: string[] = [];
      const { watcher, clock, told, events } = await watcherOf(watchers[0], stage, {
        patienceMs: 1_000,
        demand: ({ id }) => {
          asked.push(id);
          return Promise.resolve("asked");
        },
      });
      await watcher.turn();
      await watcher.turn();
      expect(events()).to.deep.equal(["missing"]);
      expect(watcher.missing).to.equal(1);
      for (clock.nowMs = 1_000; clock.nowMs < 4_000; clock.nowMs += 1_000) await watcher.turn();
      expect(asked).to.deep.equal([await standing()]);

      await writeFile(stage.store.fileOf({ kind: "bundle", hash: honest.batch.dataHash }), "not the bundle");
      await watcher.turn();
      await stage.store.writeBundle(honest.bytes);
      await watcher.turn();
      expect(events()).to.deep.equal(["missing", "demanded", "missing", "judged"]);
      expect(told[2]).to.include({ code: "CONTENT_CORRUPT" });
      expect(watcher.missing).to.equal(0);
    });

    it("demands them of DataAvailability, and once only", async () => {
      await postDraft(stage, honest, false);
      for (const client of watchers) {
        const account = (await client.signer!.getAddress()) as Hex;
        const demand = demandData(client, account);
        const { watcher, told } = await watcherOf(client, stage, { patienceMs: 0, demand });
        await watcher.turn();
        expect(told.at(-1)).to.include({ event: "demanded", outcome: "asked" });
      }
      const { availability } = stage.chief;
      const requests = await availability.queryFilter(availability.filters.DataRequested());
      expect(requests).to.have.length(2); // a piece and the only row, whoever asks
    });

    it("says so when nobody can be asked, and when the window ends over it", async () => {
      await postDraft(stage, honest, false);
      const { watcher, told, events } = await watcherOf(watchers[0], stage, { patienceMs: 0 });
      await watcher.turn();
      expect(told.at(-1)).to.include({ event: "demanded", outcome: "unsupported" });
      await stage.pass(4 * DAY);
      await watcher.turn();
      expect(events()).to.deep.equal(["missing", "demanded", "unchecked"]);
    });

    it("drops a batch whose data was demanded and not shown, once, and only says so in a dry run", async () => {
      await postDraft(stage, honest, false);
      const demand = demandData(watchers[0], (await watchers[0].signer!.getAddress()) as Hex);
      const asking = await watcherOf(watchers[0], stage, { patienceMs: 0, demand });
      await asking.watcher.turn();
      await stage.pass(2 * DAY);

      const dry = await watcherOf(watchers[1], stage, { dryRun: true });
      await dry.watcher.turn();
      expect(dry.told).to.deep.include({ ...NAME, batchId: await standing(), event: "wouldRefute", proof: "withheld" });
      const both = [
        await watcherOf(watchers[0], stage, { spreadMs: 0, demand, state: asking.watcher.state }),
        await watcherOf(watchers[1], stage, { spreadMs: 0 }),
      ];
      const before = await Promise.all(watchers.map(sent));
      for (const { watcher } of both) await watcher.turn();
      for (const { watcher } of both) await watcher.turn();
      expect(both[0]!.events()).to.include("refuted");
      expect(both[0]!.watcher.findings.wrong[0]).to.include({ detail: "withheld", outcome: "refuted" });
      expect(await standing()).to.equal(ZERO_HASH);
      const after = await Promise.all(watchers.map(sent));
      expect(after[0]! + after[1]! - before[0]! - before[1]!).to.equal(1);
    });

    it("calls signed garbage unprovable, and asks for it on-chain", async () => {
      const { hash } = await stage.store.writeBundle(new TextEncoder().encode("no bundle at all"));
      await postDraft(stage, { ...honest, batch: { ...honest.batch, dataHash: hash } }, false);
      const { watcher, told, events } = await watcherOf(watchers[0], stage);
      await watcher.turn();
      expect(verdicts(told)[0]).to.match(/^unprovable BAD_BUNDLE/);
      expect(events()).to.deep.equal(["judged", "demanded"]);
    });
  });

  describe("in the light way", () => {
    const CONTRIBUTIONS = [1n, 2n];

    it("refutes a list that leaves out one of the contributor's own cells, and looks at no others", async () => {
      const { store } = stage;
      const { ledger } = await new ModelShelf(store).take(await readWorld(stage.chief), 1n);
      const [entry] = honest.content.rows[0]!.entries;
      const owner = BigInt(ledger.cells[entry!.cell]!.contribution) + 1n;
      const id = await postDraft(
        stage,
        await withRows(stage, honest, ([row, ...rows]) => [{ ...row!, entries: row!.entries.slice(1) }, ...rows]),
      );
      for (const contribution of [...CONTRIBUTIONS].sort((a) => (a === owner ? 1 : -1))) {
        const judge = judgeOwnCells(store, new ModelShelf(store), contribution);
        const { watcher, told } = await watcherOf(watchers[0], stage, { judge, spreadMs: 0 });
        await watcher.turn();
        expect(verdicts(told)).to.deep.equal([contribution === owner ? "refutable omitted" : "right"]);
      }
      expect(await standing()).not.to.equal(id);
    });

    it("finds an honest batch right, and one of another's model too", async () => {
      await postDraft(stage, honest);
      for (const contribution of [...CONTRIBUTIONS, 99n]) {
        const judge = judgeOwnCells(stage.store, new ModelShelf(stage.store), contribution);
        const { watcher, told } = await watcherOf(watchers[0], stage, { judge });
        await watcher.turn();
        expect(verdicts(told)).to.deep.equal(["right"]);
      }
    });
  });
});

/** Ends when a transaction waits to be mined. */
async function somethingPending(): Promise<void> {
  for (let looks = 0; looks < 500; looks++) {
    const pending = (await ethers.provider.send("eth_pendingTransactions", [])) as unknown[];
    if (pending.length > 0) return;
    await setTimeout(10);
  }
  throw new Error("Nothing was sent.");
}
