import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import type { Hex } from "../../engine/src/core/hash/hex.js";
import { CorruptContentError } from "../../engine/src/io/store/content-store.js";
import { audit } from "../../indexer/src/audit.js";
import { key } from "../../indexer/src/replay/tally.js";
import { runDemo } from "../../scripts/demo/demo.js";
import { Progress } from "../../scripts/demo/progress.js";
import { withReportSections } from "../../scripts/demo/readme-sections.js";
import type { summaryOf } from "../../scripts/demo/summary.js";
import { exactAmountText } from "../../scripts/helpers/text.js";
import type { ChainEvent } from "../../sdk/src/chain-event.js";
import { readEvents } from "../../sdk/src/logs.js";
import { killDemo } from "./kill-demo.js";

const GOLDEN = new URL("./demo-golden.json", import.meta.url);

describe("the demonstration", function () {
  this.timeout(900_000);
  let folder: string;
  let directory: string;
  let demo: Awaited<ReturnType<typeof runDemo>>;
  let summary: ReturnType<typeof summaryOf>;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "openledger-"));
    directory = path.join(folder, "demo");
    // What a killed run leaves behind: the next one is whole.
    await killDemo(directory, "trainings");
    demo = await runDemo(hre, { directory, progress: new Progress((text) => process.stderr.write(text), false) });
    summary = JSON.parse(await readFile(path.join(directory, "summary.json"), "utf8")) as typeof summary;
  });

  after(async () => {
    await demo.chain.close();
    await rm(folder, { recursive: true });
  });

  it("gives the golden roots, as on every machine", async () => {
    expect(summary.roots).to.deep.equal(JSON.parse(await readFile(GOLDEN, "utf8")));
  });

  it("turns the whole wheel", () => {
    expect(summary.datanets).to.equal(3);
    expect(summary.contributors).to.be.at.least(12);
    expect(summary.refused).to.equal(1);
    expect(summary.voidChunks).to.be.at.least(1);
    expect(summary.cells).to.be.at.least(64);
    expect(summary.receipts).to.be.at.least(24);
    expect(summary.batchesFinal).to.equal(2);
    expect(summary.batchesRefuted).to.equal(3);
    expect(summary.refutedBy).to.deep.equal(["score", "missing", "receipt"]);
    expect(summary.auditMatches).to.equal(true);
  });

  it("pays contributors to the base unit: paid = claimed + unclaimed, and the vault's part of the fees", () => {
    const [paid, claimed, unclaimed, fees] = [
      summary.contributorsPaid,
      summary.claimed,
      summary.unclaimed,
      summary.feesPaid,
    ].map(BigInt) as [bigint, bigint, bigint, bigint];
    expect(paid).to.equal(claimed + unclaimed);
    expect(unclaimed > 0n && claimed > 0n).to.equal(true);
    // 50%, less at most one base unit a receipt that rounding leaves to the model owner.
    expect(fees / 2n - paid < BigInt(summary.receipts)).to.equal(true);
  });

  it("burns most of the forgers' stake and pays the watcher the rest", () => {
    const [burnt, bounty] = [BigInt(summary.slashBurnt), BigInt(summary.bounty)];
    expect(burnt > bounty && bounty > 0n).to.equal(true);
    expect(burnt + bounty).to.equal(45_000n * 10n ** 18n); // half of six stakes of 15,000
  });

  it("scores what is true of the model better than every baseline", () => {
    for (const baseline of Object.values(summary.baselines)) {
      expect(summary.lds).to.be.greaterThan(baseline.lds);
      expect(summary.looSpearman).to.be.greaterThan(baseline.looSpearman);
    }
  });

  it("leaves one whole report and no draft", async () => {
    expect(await readdir(folder)).to.deep.equal(["demo"]);
    expect(await readdir(directory)).to.have.members([
      "explained",
      "published",
      "report.txt",
      "summary.json",
      "transactions.txt",
    ]);
    expect(await readFile(path.join(directory, "report.txt"), "utf8")).to.contain("WHO EARNED WHAT");
  });

  it("explains, down to the base unit, who earned most and who earned least, and an answer of each batch", async () => {
    const folder = path.join(directory, "explained");
    const pages = await readdir(folder);
    expect(pages.filter((name) => name.startsWith("receipt-"))).to.have.length(summary.batchesFinal);
    const accounts = pages.filter((name) => name.startsWith("contribution-"));
    const texts = await Promise.all(accounts.map((name) => readFile(path.join(folder, name), "utf8")));
    const sums = demo.world.ledger.claimedOf;
    for (const [i, text] of texts.entries()) {
      const id = /\d+/.exec(accounts[i]!)![0];
      expect(text).to.contain(`claimed ${exactAmountText(sums.get(key(demo.model.modelId, BigInt(id))))}`);
    }
    expect(texts).to.have.length(2);
  });

  it("is what the README shows", async () => {
    const report = await readFile(path.join(directory, "report.txt"), "utf8");
    const readme = await readFile("README.md", "utf8");
    expect(readme).to.equal(withReportSections(readme, report));
  });

  describe("audited again", () => {
    const tampered = async (change: (event: ChainEvent) => ChainEvent | undefined) => {
      const client = demo.chain.as(demo.chain.cast.watcher);
      const events = (await readEvents(client)).flatMap((event) => change(event) ?? []);
      const { checks, matches } = await audit({
        client,
        treasury: demo.chain.cast.treasury.address,
        published: demo.store,
        events,
      });
      expect(matches).to.equal(false);
      return checks.filter(({ differences }) => differences.length > 0).map(({ name }) => name);
    };

    it("sees a transfer that is missing", async () => {
      let dropped = false;
      const failed = await tampered((event) => {
        if (dropped || event.contract !== "token" || event.event !== "Transfer") return event;
        dropped = true;
        return undefined;
      });
      expect(failed).to.include("token balances");
    });

    it("sees a claim of another amount", async () => {
      const failed = await tampered((event) =>
        event.contract === "ledger" && event.event === "Claimed"
          ? { ...event, args: { ...event.args, amount: event.args.amount + 1n } }
          : event,
      );
      expect(failed).to.include("ledger accounts");
    });

    it("sees a payment of another payer, and that the batches do not follow from it", async () => {
      const failed = await tampered((event) =>
        event.contract === "vault" && event.event === "Settled"
          ? { ...event, args: { ...event.args, headAfter: event.args.headBefore } }
          : event,
      );
      expect(failed).to.include.members(["payments", "batches"]);
    });

    it("refuses a published file that was changed", async () => {
      const { dataHash } = demo.batches[0]!.batch;
      const file = path.join(directory, "published", `${dataHash}.bundle`);
      const bytes = await readFile(file);
      bytes[bytes.length - 1]! ^= 1;
      await writeFile(file, bytes);
      try {
        await demo.store.readBundle(dataHash as Hex);
        expect.fail("expected an error");
      } catch (error) {
        expect(error).to.be.instanceOf(CorruptContentError);
      }
    });
  });
});
