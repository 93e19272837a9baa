import { readdir, readFile, writeFile } from "node:fs/promises";

import { expect } from "chai";
import { type FrozenSession, openFrozenSession, speechChunks } from "../helpers/frozen-session.js";

type Shown = {
  readonly text: string;
  readonly contributionId: string;
  readonly chunk: number;
  readonly offset: number;
  readonly length: number;
  readonly count: number;
  readonly chunkText: string;
  readonly proof: readonly string[];
};

/** Where the words of an answer stand in a Datanet that two people contributed to. */
describe("spans", function () {
  this.timeout(180_000);
  let session: FrozenSession;
  let terminal: FrozenSession["terminal"];
  let published: FrozenSession["published"];
  let file: FrozenSession["file"];

  const quote = (contributor: number, chunk: number): string =>
    Buffer.from(speechChunks(contributor)[chunk]!).toString();
  const spans = async (...words: readonly string[]): Promise<readonly Shown[]> => {
    const told = await terminal.json("spans", "--datanet", "1", ...words, ...published);
    expect(told).to.include({ notice: "Provenance, not cause: shown, never paid." });
    return told["spans"] as readonly Shown[];
  };

  before(async () => {
    session = await openFrozenSession();
    ({ terminal, published, file } = session);
  });
  after(() => session.close());

  it("shows each quotation's chunk with its proof, and builds the index once", async () => {
    const answer = await file("answer.txt", `I say: ${quote(1, 2)} -- and ${quote(2, 1)}`);
    const shown = await spans("--answer", answer);
    const first = shown.find(({ contributionId, chunk }) => contributionId === "1" && chunk === 2);
    expect(first).to.include({ text: quote(1, 2), chunkText: quote(1, 2), offset: 0, count: 1 });
    expect(first!.proof).to.have.length(Math.ceil(Math.log2(speechChunks(1).length)));
    expect(shown.some(({ contributionId, chunk }) => contributionId === "2" && chunk === 1)).to.equal(true);

    const again = await terminal.run("spans", "--datanet", "1", "--answer", answer, ...published);
    expect(again).to.include({ code: 0, stderr: "" });
    expect(again.stdout).to.contain("Provenance, not cause: shown, never paid.").and.to.contain("contribution  chunk");
  });

  it("leaves out what the prompt held", async () => {
    const answer = await file("answer.txt", `${quote(1, 2)} -- and ${quote(2, 1)}`);
    const prompt = await file("prompt.txt", `Go on: ${quote(1, 2)}`);
    const ids = (await spans("--answer", answer, "--prompt", prompt)).map(({ contributionId }) => contributionId);
    expect(ids).to.include("2").and.not.to.include("1");
  });

  it("says that there is nothing where nothing was quoted", async () => {
    const answer = await file("answer.txt", "Qxjkz, zyxwvut! Nobody ever contributed such words, nor will.");
    expect(await spans("--answer", answer)).to.deep.equal([]);
    const { stdout } = await terminal.run("spans", "--datanet", "1", "--answer", answer, ...published);
    expect(stdout).to.contain("none of 32 bytes or more");
  });

  it("refuses what it cannot understand or has not", async () => {
    const answer = await file("answer.txt", "an answer");
    const cases = [
      { words: ["--answer", answer], code: 2, says: "--model or --datanet" },
      { words: ["--answer", answer, "--model", "1", "--datanet", "1"], code: 2, says: "only one of them" },
      { words: ["--datanet", "1"], code: 2, says: "Expected --answer" },
      { words: ["--answer", answer, "--datanet", "7"], code: 4, says: "a frozen version of Datanet 7" },
      { words: ["--answer", answer, "--model", "7"], code: 4, says: "model 7" },
    ];
    for (const { words, code, says } of cases) {
      const outcome = await terminal.run("spans", ...words, ...published);
      expect({ code: outcome.code, stdout: outcome.stdout }, says).to.deep.equal({ code, stdout: "" });
      expect(outcome.stderr).to.contain(says);
    }
  });

  it("shows nothing from an index that is not what was built", async () => {
    const answer = await file("answer.txt", quote(1, 2));
    const [version] = await readdir(terminal.file("published/spans"));
    for (const name of ["00000.shard", "nodes"]) {
      const path = terminal.file(`published/spans/${version!}/${name}`);
      const right = await readFile(path);
      await writeFile(
        path,
        right.map((byte) => byte ^ 1),
      );
      const outcome = await terminal.run("spans", "--datanet", "1", "--answer", answer, ...published);
      await writeFile(path, right);
      expect({ code: outcome.code, stdout: outcome.stdout }, name).to.deep.equal({ code: 4, stdout: "" });
      expect(outcome.stderr).to.contain("build it again");
    }
  });
});
