import { readFile, rm } from "node:fs/promises";

import { expect } from "chai";
import { HDNodeWallet } from "ethers";

import type { Terminal } from "../helpers/command-line.js";
import { type FlakyProxy, flakyProxy } from "../helpers/flaky-proxy.js";
import {
  answeredBucket,
  type Draft,
  exaggerated,
  postDraft,
  type Stage,
  stakeAttestor,
  withRows,
} from "../helpers/staged-model.js";
import { type StagedNode, stagedNode } from "../helpers/staged-node.js";
import { startWatcher, type WatcherProcess } from "../helpers/watcher-process.js";

const WATCHER = 5;
/** What the keys of every Hardhat node come from. */
const HARDHAT_PHRASE = "test test test test test test test test test test test junk";

/** A watcher's day on a local node, in a process of its own: each step builds on the one before. */
describe("npx hardhat watch", function () {
  this.timeout(60_000);
  let staged: StagedNode;
  let terminal: Terminal;
  let stage: Stage;
  let proxy: FlakyProxy;
  let honest: Draft;
  let watcher: WatcherProcess;

  const words = (): string[] => {
    const places = ["--published", `${terminal.file("local")},${terminal.file("published")}`];
    return [...places, "--account", String(WATCHER), "--spread", "0"];
  };
  const start = (): WatcherProcess =>
    startWatcher(proxy.url, [
      ...words(),
      ...["--deployments", terminal.file("deployments"), "--poll", "0.05", "--metrics-port", "0", "--cells", "2"],
    ]);
  /** Another forgery each time: the ledger does not take a digest twice. */
  const forge = async (by: bigint): Promise<string> => {
    await stakeAttestor(stage.chief);
    return postDraft(stage, await withRows(stage, honest, (rows) => exaggerated(rows, by)));
  };

  before(async () => {
    staged = await stagedNode({ QuorumSigners: 1n });
    ({ terminal, stage } = staged);
    proxy = await flakyProxy(staged.node.url);
    honest = await answeredBucket(stage, "the union");
  });
  after(async () => {
    await (watcher as WatcherProcess | undefined)?.end("SIGKILL");
    await proxy.close();
    await staged.close();
  });

  it("spot-checks the model's responses, and serves metrics", async () => {
    watcher = start();
    const { metricsPort } = await watcher.next("started");
    expect(await watcher.next("spotChecked")).to.deep.include({ modelId: "1", verdict: { kind: "right", detail: "" } });
    await watcher.next("followed");
    const response = await fetch(`http://127.0.0.1:${String(metricsPort)}/metrics`);
    const metrics = await response.text();
    expect(metrics).to.match(/^openledger_watch_block [1-9]/m);
    expect(metrics).to.contain('openledger_watch_verdicts_total{subject="model",kind="right"} 1');
    expect((await fetch(`http://127.0.0.1:${String(metricsPort)}/`)).status).to.equal(404);
  });

  it("refutes a forgery that was posted while its node was dead", async () => {
    proxy.isDown = true;
    expect(await watcher.next("disconnected")).to.include({ code: "NETWORK" });
    const batchId = await forge(1n);
    proxy.isDown = false;
    expect(await watcher.next("judged")).to.deep.include({ batchId, verdict: { kind: "refutable", detail: "score" } });
    expect(await watcher.next("refuted")).to.include({ batchId, proof: "score" });
    expect(await stage.chief.ledger.headOf(1n)).not.to.equal(batchId);
  });

  it("is killed, and goes on where it was", async () => {
    await watcher.end("SIGKILL");
    const batchId = await forge(2n);
    watcher = start();
    expect(await watcher.next("refuted")).to.include({ batchId });
    expect(watcher.log.map(({ event }) => event)).not.to.include("spotChecked");
  });

  it("ends when it is told to, with what it found", async () => {
    const { code, stdout } = await watcher.end("SIGTERM");
    expect(code).to.equal(0);
    expect(stdout).to.contain("outcome: refuted");
    await readFile(terminal.file("deployments/31337.watch.json"));
  });

  it("[private keys or prompts in logs] has logged neither the key it signs with nor the question it judged", async () => {
    const wallet = HDNodeWallet.fromPhrase(HARDHAT_PHRASE, undefined, `m/44'/60'/0'/0/${String(WATCHER)}`);
    expect((await staged.provider.getSigner(WATCHER)).address).to.equal(wallet.address);
    const log = JSON.stringify(watcher.log).toLowerCase();
    expect(log).to.contain("refuted");
    for (const secret of [wallet.privateKey.slice(2), HARDHAT_PHRASE, "the state of"])
      expect(log).not.to.contain(secret);
  });

  it("looks once without sending, and ends with 6 over something wrong", async () => {
    const batchId = await forge(3n);
    const { code, stdout } = await terminal.run("watch", ...words(), "--once", "--dry-run", "--quick", "--json");
    expect(code).to.equal(6);
    const [finding] = (JSON.parse(stdout) as { wrong: object[] }).wrong;
    expect(finding).to.include({ batchId, kind: "refutable", detail: "score", outcome: "none" });
    expect(await stage.chief.ledger.headOf(1n)).to.equal(batchId);
  });

  it("looks once and refutes", async () => {
    const found = await terminal.json("watch", ...words(), "--once", "--quick");
    expect(found).to.have.nested.property("wrong[0].outcome", "refuted");
  });

  it("says that files are missing (4), and that the light way needs a contribution (2)", async () => {
    await rm(terminal.file("published"), { recursive: true });
    const missing = await terminal.run("watch", ...words(), "--once", "--json");
    expect(missing.code).to.equal(4);
    const light = await terminal.run("watch", "--light");
    expect(light.code).to.equal(2);
  });
});
