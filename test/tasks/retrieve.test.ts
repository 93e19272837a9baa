import { expect } from "chai";

import { factorial, shapleyValues } from "../../engine/src/core/retrieval/shapley.js";
import { type FrozenSession, openFrozenSession, speechChunks } from "../helpers/frozen-session.js";

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
  let session: FrozenSession;
  let terminal: FrozenSession["terminal"];
  let published: FrozenSession["published"];
  let file: FrozenSession["file"];

  const chunkOf = (contributor: number, chunk: number): string =>
    Buffer.from(speechChunks(contributor)[chunk]!).toString();
  const retrieve = async (...words: readonly string[]): Promise<Shown> =>
    (await terminal.json("retrieve", "--datanet", "1", ...words, ...published)) as unknown as Shown;

  before(async () => {
    session = await openFrozenSession();
    ({ terminal, published, file } = session);
  });
  after(() => session.close());

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
