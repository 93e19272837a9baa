import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import type { BenchCorpus } from "../../bench/attribution/corpus/bench-corpus.js";
import { buildCorpus } from "../../bench/attribution/corpus/build-corpus.js";
import { bootstrap, bootstrapDrawn } from "../../bench/attribution/measure/bootstrap.js";
import { incomeStability, payByQuery, payTo } from "../../bench/attribution/measure/pay.js";
import { targetsOf } from "../../bench/attribution/page/targets.js";
import { fillSections } from "../../bench/page/sections.js";
import { VectorStore } from "../../bench/attribution/vector-store.js";
import { subsetsOf } from "../../bench/attribution/weights.js";
import { keccakText } from "../../engine/src/core/hash/keccak.js";
import { SEED, utf8 } from "./support.js";

const TOPICS = { kind: "topics", contributors: 6, cellsEach: 2, queries: 12, dataSeed: 1 } as const;

describe("the bench's corpus", () => {
  it("is the same every time, and another for another seed", async () => {
    const corpus = await buildCorpus(TOPICS);
    expect(await buildCorpus(TOPICS)).to.deep.equal(corpus);
    expect((await buildCorpus({ ...TOPICS, dataSeed: 2 })).cells).to.not.deep.equal(corpus.cells);
  });

  it("asks and holds out only what no cell contains", async () => {
    const { cells, queries } = await buildCorpus(TOPICS);
    const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
    expect(cells.length).to.equal(14); // the garbage too
    expect(queries.filter(({ isHeldOut }) => isHeldOut).length).to.equal(6);
    for (const { exchange } of queries) {
      expect(cells.some(({ bytes }) => text(bytes).includes(text(exchange.answer)))).to.equal(false);
    }
  });

  it("spoils a fifth of the cells", async () => {
    const spec = { contributors: 5, cellsEach: 2, queries: 5, dataSeed: 0 };
    const honest = await buildCorpus({ ...spec, kind: "speeches" });
    const { cells } = await buildCorpus({ ...spec, kind: "corrupted" });
    const changed = cells.filter(({ bytes }, i) => !Buffer.from(bytes).equals(honest.cells[i]!.bytes));
    expect(changed.length).to.equal(2);
    expect(changed.every(({ isCorrupted }) => isCorrupted)).to.equal(true);
  });

  it("draws subsets of cells, of whole contributors, and each single cell once", async () => {
    const corpus = await buildCorpus(TOPICS);
    const sizes = (weights: readonly number[]): number => weights.reduce((sum, weight) => sum + weight, 0);
    expect(subsetsOf(corpus, "drop50", 5).map(sizes)).to.deep.equal([7, 7, 7, 7, 7]);
    expect(new Set(subsetsOf(corpus, "drop2", 99).map(String)).size).to.equal(14);
    for (const weights of subsetsOf(corpus, "contributors", 5)) {
      corpus.cells.forEach(({ contributor }, i) => {
        const first = corpus.cells.findIndex((cell) => cell.contributor === contributor);
        expect(weights[i]).to.equal(weights[first]);
      });
    }
    expect(subsetsOf(corpus, "drop50", 3)).to.deep.equal(subsetsOf(corpus, "drop50", 5).slice(0, 3));
  });
});

describe("VectorStore", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "vector-store-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("remembers what was put, in the journal and in the file, and forgets a record that was cut off", async () => {
    const places = { file: path.join(folder, "all.bin"), journal: path.join(folder, "journal") };
    const [a, b] = [keccakText("a"), keccakText("b")];
    const store = await VectorStore.open(places);
    store.put(a, [1, 2.5]);
    await store.save();
    store.put(b, [3]);
    await store.flush();
    await appendFile(places.journal, Buffer.from([1, 2, 3]));

    const again = await VectorStore.open(places);
    expect(again.get(a)).to.deep.equal(Float32Array.of(1, 2.5));
    expect(again.get(b)).to.deep.equal(Float32Array.of(3));
    expect(again.has(keccakText("c"))).to.equal(false);
  });
});

describe("bootstrap", () => {
  it("is the mean of means, with an interval that holds it", () => {
    const { mean, low, high } = bootstrap([[[0, 1, 2, 3]], [[4, 4, 4, 4]]]);
    expect(mean).to.equal(2.75);
    expect(low).to.be.within(0, 2.75);
    expect(high).to.be.within(2.75, 4);
  });

  it("has no width where nothing varies", () => {
    expect(bootstrap([[[2, 2], [2, 2]]])).to.deep.equal({ mean: 2, low: 2, high: 2 }); // prettier-ignore
    expect(bootstrapDrawn([[1, 5, 5]])).to.deep.equal({ mean: 1, low: 5, high: 5 });
  });
});

describe("pay", () => {
  const owner = { topic: "law", isCorrupted: false, bytes: utf8("x") } as const;
  const exchange = { prompt: utf8("p"), answer: utf8("a") };
  const corpus: BenchCorpus = {
    cells: [0, 1, 2].map((contributor) => ({ ...owner, contributor, isGarbage: contributor === 2 })),
    queries: [false, false, true].map((isHeldOut) => ({ topic: "law", contributor: 0, exchange, isHeldOut })),
  };

  it("goes by score times quality weight, to nobody that harms, and by quality where nothing helped", () => {
    const scores = [
      [1, 2, 9],
      [-1, -1, -1],
      [3, 1, -1],
    ];
    expect(payByQuery(corpus, scores)).to.deep.equal([
      [0.6, 0.4, 0],
      [0.75, 0.25, 0],
    ]);
    expect(payTo(corpus, scores, ({ isGarbage }) => isGarbage)).to.deep.equal([0, 0]);
    expect(payTo(corpus, scores, (cell, query) => cell.contributor === query.contributor)).to.deep.equal([0.6, 0.75]);
  });

  it("is stable where every query pays alike", () => {
    const [stability] = incomeStability(corpus, [[3, 2, 1], [3, 2, 1], [1, 1, 1]], SEED); // prettier-ignore
    expect(stability).to.be.closeTo(1, 1e-12);
  });
});

describe("the page", () => {
  const row = (method: "response-int8" | "leave-one-out", mean: number) =>
    ({ method, title: method, values: { ldsDrop50: { mean, low: mean, high: mean } } }) as const;

  it("holds the default to its targets, as far as they were measured", () => {
    const found = targetsOf([row("response-int8", 0.91), row("leave-one-out", 0.94)]);
    expect(found.map(({ what, isMet }) => [what, isMet])).to.deep.equal([
      ["LDS, drop 50 %, int8", true],
      ["below exact leave-one-out, drop 50 %", false],
    ]);
  });

  it("replaces what stands between its markers, and no more", () => {
    const page = "a\n<!-- bench: x -->\n\nold\n\n<!-- /bench -->\nb";
    expect(fillSections(page, { x: "new" })).to.equal("a\n<!-- bench: x -->\n\nnew\n\n<!-- /bench -->\nb");
    expect(() => fillSections("a", { x: "new" })).to.throw("x");
  });
});
