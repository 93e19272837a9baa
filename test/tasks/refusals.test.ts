import { execFileSync } from "node:child_process";
import { chmod, mkdir, readFile, symlink, truncate, writeFile } from "node:fs/promises";

import { expect } from "chai";

import { openTerminal, type Outcome, type Terminal } from "../helpers/command-line.js";
import { freePort, type LocalNode, startNode } from "../helpers/local-node.js";

const PAYEE = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const TOO_LARGE = 16 * 2 ** 20 + 1;

/** What a command line must say no to, with which exit code, in words that help and without a stack. */
describe("the command line's refusals", function () {
  this.timeout(120_000);
  let node: LocalNode;
  let terminal: Terminal;

  before(async () => {
    node = await startNode();
    terminal = await openTerminal(node.url);
  });
  after(async () => {
    await terminal.close();
    await node.stop();
  });

  async function expectRefusal(words: readonly string[], expected: { code: number; words: string }): Promise<Outcome> {
    const outcome = await terminal.run(...words);
    expect({ code: outcome.code, stdout: outcome.stdout }).to.deep.equal({ code: expected.code, stdout: "" });
    expect(outcome.stderr).to.contain(expected.words);
    expect(outcome.stderr).not.to.match(/\n\s+at /);
    expect(outcome.stderr).not.to.contain("\u001b[");
    return outcome;
  }

  describe("usage (2)", () => {
    const cases: Readonly<Record<string, { words: string[]; says: string }>> = {
      "an unknown option": { words: ["stake", "--rol", "attestor"], says: "--rol" },
      "an option without a value": { words: ["stake", "--amount", "1", "--role"], says: "argument" },
      "a missing option": { words: ["stake", "--amount", "1"], says: "Expected --role, got nothing" },
      "an unknown role": {
        words: ["stake", "--role", "king", "--amount", "1"],
        says: "attestor or curator or trainer",
      },
      "a negative amount": { words: ["deposit", "--payee", PAYEE, "--amount=-1"], says: "Expected --amount in OPEN" },
      "too many decimals": {
        words: ["deposit", "--payee", PAYEE, "--amount", `0.${"1".repeat(19)}`],
        says: "18 decimals",
      },
      "a broken address": { words: ["deposit", "--payee", `${PAYEE}0`, "--amount", "1"], says: "to be an address" },
      "a broken id": { words: ["freeze", "--datanet", "one"], says: "whole number" },
      "a short hash": {
        words: ["pay", "--model", "1", "--payee", PAYEE, "--amount", "1", "--request-hash", "0x12"],
        says: "32 bytes",
      },
      "two versions of one Datanet": {
        words: ["model", "register", "--versions", "1:1,1:2"],
        says: "one version of each",
      },
      "a missing file argument": { words: ["contribute", "--datanet", "1", "--licence", "MIT"], says: "file" },
    };
    for (const [name, { words, says }] of Object.entries(cases)) {
      it(name, () => expectRefusal(words, { code: 2, words: says }));
    }
  });

  describe("before there is a deployment (4)", () => {
    it("says what to run", () =>
      expectRefusal(["freeze", "--datanet", "1"], { code: 4, words: "npx hardhat deploy --network" }));

    it("says so as JSON on request", async () => {
      const { code, stderr } = await terminal.run("freeze", "--datanet", "1", "--json");
      expect(code).to.equal(4);
      expect(JSON.parse(stderr)).to.have.nested.property("error.code", "DEPLOYMENT_MISSING");
    });

    it("knows no such network", () =>
      expectRefusal(["freeze", "--datanet", "1", "--network", "atlantis"], { code: 4, words: "localhost" }));
  });

  it("a parameter outside its bounds, in the contract's words (3)", async () => {
    const parameters = { OpenLedger: { parameterKeys: [6], parameterValues: ["200n"] } };
    await writeFile(terminal.file("bad.json"), JSON.stringify(parameters));
    const words = ["deploy", "--parameters", terminal.file("bad.json")];
    await expectRefusal(words, { code: 3, words: "ParametersOutOfBounds(6, 200" });
  });

  describe("with a deployment", () => {
    before(async () => {
      await terminal.json("deploy");
    });

    it("another deployment, unless asked for (4)", async () => {
      const words = ["deploy", "--account", "2"];
      await expectRefusal(words, { code: 4, words: "another one stands" });
      const file = terminal.file("deployments/31337.json");
      const first = await readFile(file, "utf8");
      await terminal.json(...words, "--again");
      expect(await readFile(file, "utf8")).not.to.equal(first);
    });

    it("a reverted call names the contract's reason (3)", () =>
      expectRefusal(["freeze", "--datanet", "9"], { code: 3, words: "ERC721NonexistentToken(tokenId: 9)" }));

    it("a reason from a contract behind the one that was called (3)", () =>
      expectRefusal(["deposit", "--payee", PAYEE, "--amount", "1", "--account", "1"], {
        code: 3,
        words: "OpenToken refused: ERC20InsufficientBalance(",
      }));

    it("an account the network has not (4)", () =>
      expectRefusal(["freeze", "--datanet", "1", "--account", "99"], { code: 4, words: "--account 99" }));

    it("an account that cannot pay for gas (4)", async () => {
      const [, , , , poor] = (await node.rpc("eth_accounts")) as string[];
      await node.rpc("hardhat_setBalance", [poor, "0x0"]);
      const words = ["datanet", "create", "--domain", "x", "--account", "4"];
      await expectRefusal(words, { code: 4, words: "cannot pay for the transaction's gas" });
      await expectRefusal(["deploy", "--account", "4"], { code: 4, words: "cannot pay for the transaction's gas" });
    });

    it("a deployment of another chain (4)", async () => {
      const deployment = JSON.parse(await readFile(terminal.file("deployments/31337.json"), "utf8")) as object;
      const elsewhere = terminal.file("elsewhere");
      await mkdir(elsewhere);
      await writeFile(`${elsewhere}/31337.json`, JSON.stringify({ ...deployment, chainId: 1 }));
      const { code, stderr } = await terminal.run("freeze", "--datanet", "1", "--network", "localhost");
      expect(code, stderr).to.equal(3); // the right one is still read
      const wrong = await terminal.bare("freeze", "--datanet", "1", "--deployments", elsewhere);
      expect(wrong.code).to.equal(4);
      expect(wrong.stderr).to.contain("Expected a chain with id 1");
    });

    it("a chain that was started anew (4)", async () => {
      const fresh = await startNode();
      try {
        const { code, stderr } = await terminal.at(fresh.url, "freeze", "--datanet", "1");
        expect(code).to.equal(4);
        expect(stderr).to.contain("names contracts that are not on this chain");
      } finally {
        await fresh.stop();
      }
    });

    describe("contributing a bad file (4)", () => {
      const contribute = (file: string): string[] => [
        ...["contribute", terminal.file(file), "--datanet", "1", "--licence", "MIT"],
        ...["--published", terminal.file("published")],
      ];

      it("that is empty", async () => {
        await writeFile(terminal.file("empty.txt"), "");
        await expectRefusal(contribute("empty.txt"), { code: 4, words: "it is empty" });
      });

      it("that is only white space", async () => {
        await writeFile(terminal.file("blank.txt"), " \n\n ");
        await expectRefusal(contribute("blank.txt"), { code: 4, words: "white space" });
      });

      it("that is too large, without reading it", async () => {
        await writeFile(terminal.file("huge.txt"), "x");
        await truncate(terminal.file("huge.txt"), TOO_LARGE);
        await expectRefusal(contribute("huge.txt"), { code: 4, words: `got ${String(TOO_LARGE)}` });
      });

      it("that is binary", async () => {
        await writeFile(terminal.file("binary.bin"), Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3));
        await expectRefusal(contribute("binary.bin"), { code: 4, words: "a zero byte" });
      });

      it("that is not there", () => expectRefusal(contribute("nowhere.txt"), { code: 4, words: "ENOENT" }));

      it("that is a directory", async () => {
        await mkdir(terminal.file("folder"));
        await expectRefusal(contribute("folder"), { code: 4, words: "no regular file" });
      });

      it("that is a pipe, without waiting for a writer", async function () {
        if (process.platform === "win32") this.skip();
        execFileSync("mkfifo", [terminal.file("pipe")]);
        await expectRefusal(contribute("pipe"), { code: 4, words: "no regular file" });
      });

      it("that cannot be read, whoever asks: a link to itself", async () => {
        await symlink(terminal.file("circle"), terminal.file("circle"));
        await expectRefusal(contribute("circle"), { code: 4, words: "ELOOP" });
      });

      it("that may not be read", async function () {
        if (process.getuid?.() === 0) this.skip(); // the administrator may read everything
        await writeFile(terminal.file("secret.txt"), "text");
        await chmod(terminal.file("secret.txt"), 0o000);
        await expectRefusal(contribute("secret.txt"), { code: 4, words: "EACCES" });
      });
    });
  });

  it("a node that is gone (5)", async () => {
    const { code, stderr } = await terminal.at(
      `http://127.0.0.1:${String(await freePort())}`,
      "freeze",
      "--datanet",
      "1",
    );
    expect(code).to.equal(5);
    expect(stderr).to.contain("cannot be reached");
  });
});
