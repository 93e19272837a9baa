import { readFile } from "node:fs/promises";

import { expect } from "chai";

import { openTerminal, type Terminal } from "../helpers/command-line.js";
import { type LocalNode, startNode } from "../helpers/local-node.js";

const OPEN = 10n ** 18n;

/** Verbs that need no model: each step builds on the one before. */
describe("the verbs of vault, disputes and lone batches on a local node", function () {
  this.timeout(180_000);
  let node: LocalNode;
  let terminal: Terminal;
  let payer: string;
  let payee: string;

  before(async () => {
    node = await startNode();
    terminal = await openTerminal(node.url);
    [payer, , payee] = (await node.rpc("eth_accounts")) as [string, string, string];
    await terminal.json("deploy");
  });
  after(async () => {
    await terminal.close();
    await node.stop();
  });

  describe("given nothing to act on", () => {
    const model = ["--model", "1"];
    const cases: readonly (readonly [words: readonly string[], code: number, says: string])[] = [
      [["dispute", "show", "--dispute", "9"], 3, "DisputeUnknown(disputeId: 9"],
      [["dispute", "settle", "--dispute", "9"], 4, "Expected dispute 9"],
      [["dispute", "commit", "--dispute", "9", "--verdict", "undecided"], 2, "upheld or refuted"],
      [["dispute", "open", ...model, "--row", "0"], 2, "--bucket and --row together"],
      [["vault", "refund", ...model], 4, "nothing to refund"],
      [["vault", "climb", ...model], 4, "Expected royalties"],
      [["vault", "collect", "--account", "7"], 4, "Expected fees owed"],
      [["batch", "release", ...model, "--bucket", "0"], 3, "LedgerNoBond"],
    ];
    for (const [words, code, says] of cases) {
      it(`refuses ${words.join(" ")} (${String(code)})`, async () => {
        const outcome = await terminal.run(...words);
        expect(outcome, outcome.stderr).to.include({ code, stdout: "" });
        expect(outcome.stderr).to.contain(says);
      });
    }
  });

  it("deposits what the payer signed, sent by somebody else, once", async () => {
    const file = terminal.file("deposit.json");
    const signed = await terminal.json("deposit", "--payee", payee, "--amount", "2.5", "--sign", file);
    expect(signed).to.include({ amount: String((5n * OPEN) / 2n), file });
    expect(JSON.parse(await readFile(file, "utf8"))).to.include({ format: "openledger-deposit-v1" });

    const send = ["deposit", "--authorized", file, "--account", "5"];
    expect(await terminal.json(...send)).to.include({ reserve: String((5n * OPEN) / 2n) });
    const again = await terminal.run(...send);
    expect(again.code).to.equal(3);
    expect(again.stderr).to.contain("ERC3009UsedAuthorization");
    expect((await terminal.run(...send, "--amount", "1")).code).to.equal(2);
  });

  it("withdraws what was announced, once its delay is over", async () => {
    const words = ["--payee", payee];
    expect((await terminal.json("vault", "announce", ...words, "--amount", "1"))["amount"]).to.equal(String(OPEN));
    const early = await terminal.run("vault", "withdraw", ...words);
    expect(early.code).to.equal(3);
    expect(early.stderr).to.contain("VaultWithdrawalNotReady");
    await node.rpc("evm_increaseTime", [30 * 86_400]);
    await node.rpc("evm_mine");
    const withdrawn = await terminal.json("vault", "withdraw", ...words);
    expect(withdrawn).to.include({ amount: String(OPEN), reserve: String((3n * OPEN) / 2n) });
    expect(String(withdrawn["payer"]).toLowerCase()).to.equal(payer.toLowerCase());
  });
});
