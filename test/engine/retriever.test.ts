import { expect } from "chai";
import fc from "fast-check";

import { bm25Index } from "../../engine/src/core/retrieval/bm25.js";
import { type RetrievableChunk, retrievalCorpus } from "../../engine/src/core/retrieval/retrieval-corpus.js";
import { MAX_RETRIEVED, retrieverOf } from "../../engine/src/core/retrieval/retriever.js";
import { chunkContribution } from "../../engine/src/core/text/chunk-contribution.js";
import type { SourceContribution } from "../../engine/src/core/text/live-chunks.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { seeded } from "../vectors/seeded.js";
import { randomText } from "../vectors/words.js";
import { utf8 } from "./support.js";

const { log } = Math; // any logarithm will do

describe("bm25Index", () => {
  const scoresOf = (texts: readonly string[], query: string): number[] => [
    ...bm25Index({ log }, texts.map(utf8), { gram: 1 }).scores(utf8(query)),
  ];

  it("weighs a term by its rarity, its count and the text's length", () => {
    const [first, second, third] = scoresOf(["aab", "ab", "c"], "a");
    const idf = Math.log(1 + 1.5 / 2.5); // two of three texts hold "a"
    expect(first).to.be.closeTo((idf * 2 * 2.2) / (2 + 1.2 * (0.25 + 0.75 * 1.5)), 1e-12);
    expect(second).to.be.closeTo((idf * 1 * 2.2) / (1 + 1.2 * (0.25 + 0.75 * 1)), 1e-12);
    expect(third).to.equal(0);
  });

  it("counts a query's repeated term again", () => {
    const texts = ["ab", "c"];
    expect(scoresOf(texts, "aa")[0]).to.be.closeTo(2 * scoresOf(texts, "a")[0]!, 1e-12);
  });

  it("never scores below 0, even for what every text holds", () => {
    const word = fc.stringMatching(/^[ab]{0,6}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), word, (texts, query) => {
        for (const score of scoresOf(texts, query)) expect(score).to.be.at.least(0);
      }),
    );
  });

  it("scores nothing where there is nothing", () => {
    expect(scoresOf([], "a")).to.deep.equal([]);
    expect(scoresOf(["", ""], "a")).to.deep.equal([0, 0]);
  });
});

describe("retrievalCorpus", () => {
  const source = (id: number, change: Partial<SourceContribution> = {}): SourceContribution => ({
    contributionId: BigInt(id),
    datanetId: 1n,
    committedBlock: BigInt(id),
    withdrawn: false,
    voidChunks: [],
    content: chunkContribution(randomText(seeded(`retrieved ${String(id)}`), 900), { maxBytes: 1_000 }),
    ...change,
  });
  const named = (chunks: readonly RetrievableChunk[]): string[] =>
    chunks.map(({ contributionId, index }) => `${String(contributionId)}/${String(index)}`);

  it("holds every live chunk, by commitment, then place", () => {
    const [first, second] = [source(2, { committedBlock: 9n }), source(7, { committedBlock: 3n })];
    const corpus = retrievalCorpus([first, second]);
    const expected = [second, first].flatMap(({ contributionId, content }) =>
      content.chunks.map((bytes, index) => ({ contributionId, index, bytes })),
    );
    expect(corpus).to.deep.equal(expected);
  });

  it("leaves out withdrawn contributions and void chunks", () => {
    const corpus = named(retrievalCorpus([source(1, { withdrawn: true }), source(2, { voidChunks: [1] })]));
    expect(corpus).to.include("2/0").and.not.include("2/1");
    expect(corpus.filter((name) => name.startsWith("1/"))).to.deep.equal([]);
  });

  it("holds a copied text once, for the earlier commitment", () => {
    const original = source(1);
    const copy = source(2, { content: original.content });
    expect(retrievalCorpus([copy, original])).to.deep.equal(retrievalCorpus([original]));
  });
});

describe("retrieverOf", () => {
  const corpusOf = (...texts: readonly string[]): RetrievableChunk[] =>
    texts.map((text, index) => ({ contributionId: 1n, index, bytes: utf8(text) }));
  const retrieve = (corpus: readonly RetrievableChunk[], prompt: string): number[] =>
    retrieverOf({ log }, corpus)(utf8(prompt)).map(({ index }) => index);

  it("puts first what shares most with the prompt", () => {
    const corpus = corpusOf("the licensor grants", "the people of these states", "the licensor grants you a licence");
    expect(retrieve(corpus, "grants you a licence")).to.deep.equal([2, 0]);
  });

  it("retrieves nothing that shares no four bytes with the prompt", () => {
    expect(retrieve(corpusOf("abcdefg", "xyz"), "abc")).to.deep.equal([]);
    expect(retrieve(corpusOf("abcdefg", "xyz"), "")).to.deep.equal([]);
    expect(retrieve([], "abcdefg")).to.deep.equal([]);
  });

  it("gives ties to the earlier commitment, and retrieves at most eight", () => {
    const corpus = corpusOf(...Array.from({ length: 11 }, (_, i) => `liberty ${String.fromCharCode(97 + i)}`));
    expect(retrieve(corpus, "liberty")).to.deep.equal([...Array(MAX_RETRIEVED).keys()]);
  });

  it("orders as the kernels' own logarithm says", async () => {
    const { kernels } = await loadEngine();
    const corpus = corpusOf("alpha beta gamma", "beta gamma delta", "gamma delta epsilon");
    const found = retrieverOf(kernels, corpus)(utf8("delta epsilon"));
    expect(found.map(({ index }) => index)).to.deep.equal([2, 1]);
  });
});
