import { expect } from "chai";

import { keccakText } from "../../engine/src/core/hash/keccak.js";
import { buildTrainingSet } from "../../engine/src/core/text/build-training-set.js";
import { chunkContribution } from "../../engine/src/core/text/chunk-contribution.js";
import { findDuplicates } from "../../engine/src/core/text/find-duplicates.js";
import { type DemoCorpus, demoCorpus } from "../../engine/src/io/corpus/demo-corpus.js";
import { DEMO_SOURCES, readSource, UnknownSourceError } from "../../engine/src/io/corpus/demo-sources.js";
import { excerpt, SourceTooShortError } from "../../engine/src/io/corpus/excerpt.js";

const DATANETS = ["code", "law", "speeches"];
const textOf = (bytes: Uint8Array) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
const chunked = (bytes: Uint8Array) => chunkContribution(bytes, { maxBytes: 10_000 });

describe("demoCorpus", () => {
  let corpus: DemoCorpus;
  before(async () => {
    corpus = await demoCorpus();
  });
  const ofKind = (kind: string) => corpus.contributions.filter((each) => each.kind === kind);

  it("is the same every time", async () => {
    expect(await demoCorpus()).to.deep.equal(corpus);
  });

  it("has at least 14 honest contributions of 2.6 to 3 KB by at least 12 contributors, in three Datanets", () => {
    const honest = ofKind("honest");
    expect(honest.length).to.be.at.least(14);
    expect(new Set(honest.map(({ contributor }) => contributor)).size).to.be.at.least(12);
    expect([...new Set(honest.map(({ datanet }) => datanet))].sort()).to.deep.equal(DATANETS);
    for (const { bytes, title } of honest) expect(bytes.length, title).to.be.within(2_600, 3_072);
  });

  it("trains 64 to 80 cells of about 512 bytes, with one held-out chunk a contribution, whatever the seed", () => {
    const accepted = corpus.contributions.filter(({ kind }) => kind !== "noise");
    for (const seed of ["one", "two", "three", "four", "five"]) {
      const seeds = new Map([1n, 2n, 3n].map((datanetId) => [datanetId, keccakText(`${seed} ${datanetId}`)]));
      const contributions = accepted.map(({ datanet, bytes }, i) => ({
        contributionId: BigInt(i + 1),
        datanetId: BigInt(1 + DATANETS.indexOf(datanet)),
        committedBlock: BigInt(i),
        withdrawn: false,
        voidChunks: [],
        content: chunked(bytes),
      }));
      const set = buildTrainingSet({ contributions, seeds, cellBytes: 512 });
      expect(set.cells.length).to.be.within(64, 80);
      expect(set.contributions.length).to.equal(ofKind("honest").length);
      expect(set.heldOut.flatMap(({ chunks }) => chunks).length).to.equal(set.contributions.length);
      for (const { bytes } of set.cells) expect(bytes.length).to.be.within(256, 768);
    }
  });

  it("has a copy whose every chunk is an earlier contribution's", () => {
    const [copy] = ofKind("copy");
    const committed = corpus.contributions.map(({ bytes }, i) => ({
      contributionId: BigInt(i + 1),
      committedBlock: BigInt(i),
      leaves: chunked(bytes).leaves,
    }));
    const duplicates = findDuplicates(committed);
    expect(duplicates.length).to.equal(chunked(copy!.bytes).leaves.length);
    const copyId = BigInt(corpus.contributions.indexOf(copy!) + 1);
    for (const { original, duplicate } of duplicates) {
      expect(duplicate.contributionId).to.equal(copyId);
      expect(corpus.contributions[Number(original.contributionId) - 1]!.contributor).to.not.equal(copy!.contributor);
    }
  });

  it("has one contribution of keyboard noise, to be refused", () => {
    const noise = ofKind("noise");
    expect(noise.length).to.equal(1);
    expect(textOf(noise[0]!.bytes)).to.match(/^[a-z ]+$/);
  });

  it("asks at least 24 questions from every source, none of whose text is in any contribution", () => {
    expect(corpus.questions.length).to.be.at.least(24);
    const titles = ofKind("honest").map(({ title }) => title);
    expect([...new Set(corpus.questions.map(({ title }) => title))]).to.deep.equal(titles);
    const texts = corpus.contributions.map(({ bytes }) => textOf(bytes));
    for (const { prompt, truth } of corpus.questions) {
      expect(prompt.length).to.be.within(40, 64);
      expect(truth.length).to.be.at.least(64);
      for (const passage of [textOf(prompt).trim(), textOf(truth).trim()]) {
        for (const text of texts) expect(text.includes(passage), passage).to.equal(false);
      }
    }
  });

  it("asks how the source itself goes on, near the contributed excerpt", async () => {
    for (const source of DEMO_SOURCES) {
      const text = textOf(await readSource(source));
      const end = text.indexOf(textOf(ofKind("honest").find(({ title }) => title === source.source)!.bytes));
      for (const { prompt, truth } of corpus.questions.filter(({ title }) => title === source.source)) {
        const at = text.indexOf(textOf(prompt) + textOf(truth));
        expect(at - end).to.be.within(2_600, 5_000);
      }
    }
  });

  it("takes nothing that the base model has seen", () => {
    const leftOut = {
      speeches: (source: string) => Number(source.slice(0, 4)) >= 1901,
      law: (source: string) => /^(MIT|Apache|GPL|LGPL|AGPL|MPL|BSD|EUPL|CDDL|EPL|CC|ISC|Artistic)/.test(source),
      code: (source: string) => /^(token|governance|access|account|finance)\//.test(source),
    };
    for (const { datanet, source } of DEMO_SOURCES) expect(leftOut[datanet](source), source).to.equal(true);
  });
});

describe("readSource and excerpt", () => {
  it("fail with a reason when a source is unknown or too short", async () => {
    const unknown = { datanet: "law", contributor: "x", source: "No-Such-Licence", beginsAt: 0 } as const;
    const error = await readSource(unknown).catch((cause: unknown) => cause);
    expect(error).to.be.instanceOf(UnknownSourceError);
    expect(() => excerpt(new TextEncoder().encode("Too short. For this."), 0, 100)).to.throw(SourceTooShortError);
  });
});
