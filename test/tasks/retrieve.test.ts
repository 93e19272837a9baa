import { writeFile } from "node:fs/promises";

import { expect } from "chai";

import { factorial, shapleyValues } from "../../engine/src/core/retrieval/shapley.js";
import { chunkContribution } from "../../engine/src/core/text/chunk-contribution.js";
import { openTerminal, type Terminal } from "../helpers/command-line.js";
import { type LocalNode, startNode } from "../helpers/local-node.js";
import { passage } from "../helpers/passage.js";

type Shown = {
  readonly answer: string;
  readonly milliNatsAlone: number;
  readonly milliNatsWithAll: number;
  readonly utilities: readonly number[];
  readonly chunks: readonly { contributionId: string; chunk: number; text: string; value: string; share: string }[];
};

/** What a question retrieves from a Datanet that two people contributed to. */
describe("retrieve", function () {
  this.timeout(180_000);
  let node: LocalNode;
  let terminal: Terminal;
  let published: readonly [string, string];

  const chunkOf = (contributor: number, chunk: number): string => {
    const bytes = new TextEncoder().encode(passage(contributor));
    return Buffer.from(chunkContribution(bytes, { maxBytes: bytes.length }).chunks[chunk]!).toString();
  };
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(terminal.file(name), text);
    return terminal.file(name);
  };
  const retrieve = async (...words: readonly string[]): Promise<Shown> =>
    (await terminal.json("retrieve", "--datanet", "1", ...words, ...published)) as unknown as Shown;

  before(async () => {
    node = await startNode();
    terminal = await openTerminal(node.url);
    published = ["--published", terminal.file("published")];
    await terminal.json("deploy");
    await terminal.json("datanet", "create", "--domain", "speeches");
    for (const contributor of [1, 2]) {
      const speech = await file(`speech-${String(contributor)}.txt`, passage(contributor));
      const words = ["contribute", speech, "--datanet", "1", "--licence", "CC0-1.0", "--account", String(contributor)];
      await terminal.json(...words, ...published);
      await terminal.json("review", "--contribution", String(contributor), "--decision", "accept");
    }
    await terminal.json("freeze", "--datanet", "1");
  });
  after(async () => {
    await terminal.close();
    await node.stop();
  });

  it("shows the chunks, the utilities of all their subsets, and exact Shapley values", async () => {
    const source = chunkOf(1, 2);
    const prompt = await file("prompt.txt", source.slice(0, 60));
    const answer = await file("answer.txt", source.slice(60, 110));
    const { chunks, utilities, milliNatsAlone, milliNatsWithAll } = await retrieve(
      ...["--prompt", prompt, "--answer", answer],
    );
    expect(chunks[0]).to.include({ contributionId: "1", chunk: 2, text: source });
    expect(chunks.length).to.be.within(2, 8);
    expect(utilities).to.have.length(2 ** chunks.length);
    expect([utilities[0], utilities.at(-1)]).to.deep.equal([milliNatsAlone, milliNatsWithAll]);
    const values = chunks.map(({ value }) => BigInt(value));
    expect(values).to.deep.equal(shapleyValues(utilities));
    expect(values.reduce((sum, value) => sum + value, 0n)).to.equal(
      factorial(chunks.length) * BigInt(milliNatsWithAll - milliNatsAlone),
    );
    expect(values[0]! > values.slice(1).reduce((sum, value) => sum + value, 0n)).to.equal(true); // the source did most
    for (const [place, { share }] of chunks.entries()) {
      expect(BigInt(share)).to.equal(values[place]! > 0n ? values[place] : 0n);
    }
  });

  it("draws the likeliest answer from the model and the chunks together, the same again", async () => {
    const prompt = await file("prompt.txt", chunkOf(1, 2).slice(0, 60));
    const words = ["--prompt", prompt, "--max-bytes", "24"];
    const first = await retrieve(...words);
    expect(new TextEncoder().encode(first.answer).length).to.equal(24);
    expect(first.milliNatsWithAll).to.be.greaterThan(first.milliNatsAlone);
    const { stdout } = await terminal.run("retrieve", "--datanet", "1", ...words, ...published);
    expect(stdout).to.contain("shown, never paid").and.to.contain("contribution  chunk");
    expect(stdout)
      .to.contain(`milliNatsWithAll: ${String(first.milliNatsWithAll)}`)
      .and.to.contain(first.answer);
  });

  it("says that there is nothing where the prompt shares nothing", async () => {
    const prompt = await file("prompt.txt", "QXJKZ");
    const words = ["--prompt", prompt, "--max-bytes", "4"];
    const { chunks, utilities, milliNatsAlone } = await retrieve(...words);
    expect({ chunks, utilities }).to.deep.equal({ chunks: [], utilities: [milliNatsAlone] });
    const { stdout } = await terminal.run("retrieve", "--datanet", "1", ...words, ...published);
    expect(stdout).to.contain("none that shares four bytes");
  });

  it("refuses what it cannot understand or has not", async () => {
    const prompt = await file("prompt.txt", "a prompt");
    const cases = [
      { words: ["--datanet", "1"], code: 2, says: "Expected --prompt" },
      { words: ["--prompt", prompt, "--datanet", "1", "--max-bytes", "many"], code: 2, says: "--max-bytes" },
      { words: ["--prompt", prompt, "--model", "7"], code: 4, says: "model 7" },
    ];
    for (const { words, code, says } of cases) {
      const outcome = await terminal.run("retrieve", ...words, ...published);
      expect({ code: outcome.code, stdout: outcome.stdout }, says).to.deep.equal({ code, stdout: "" });
      expect(outcome.stderr).to.contain(says);
    }
  });
});
