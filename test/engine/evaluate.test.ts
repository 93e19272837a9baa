import { expect } from "chai";
import { gradientDots, randomScores, tfIdfCosines } from "../../engine/src/core/evaluate/baselines.js";
import { leaveOneOut, linearDatamodelingScore, meanSpearman } from "../../engine/src/core/evaluate/lds.js";
import { ranks, spearman } from "../../engine/src/core/evaluate/spearman.js";
import { randomSubsets } from "../../engine/src/core/evaluate/subsets.js";
import { withAdapter } from "../../engine/src/core/model/adapter.js";
import type { Engine } from "../../engine/src/core/model/engine.js";
import { trainAdapter } from "../../engine/src/core/train/train-adapter.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { codeOf, SEED, smallPlan, UNTRAINED, utf8 } from "./support.js";

describe("spearman", () => {
  it("shares the ranks of ties", () => {
    expect(ranks([30, 10, 20, 10])).to.deep.equal([3, 0.5, 2, 0.5]);
    expect(spearman([1, 2, 2, 3], [1, 2, 3, 4])).to.be.closeTo(4.5 / Math.sqrt(4.5 * 5), 1e-12);
  });

  it("is 1 for any rising relation, −1 for a falling one, 0 beside a constant", () => {
    expect(spearman([1, 2, 3], [1, 10, 1e9])).to.equal(1);
    expect(spearman([1, 2, 3], [5, 0, -7])).to.equal(-1);
    expect(spearman([1, 2, 3], [4, 4, 4])).to.equal(0);
  });

  it("rejects lists that cannot be ranked", () => {
    expect(codeOf(() => spearman([1], [1]))).to.equal("ENGINE_INVALID_INPUT");
    expect(codeOf(() => spearman([1, NaN], [1, 2]))).to.equal("ENGINE_INVALID_INPUT");
  });
});

describe("linearDatamodelingScore", () => {
  const subsets = randomSubsets(12, { count: 40, keep: 6, seed: SEED });
  const scores = randomScores(5, 12, SEED);
  const sums = (row: readonly number[]): number[] => subsets.map((s) => s.reduce((sum, w, c) => sum + w * row[c]!, 0));

  it("draws subsets of the wanted size, all different", () => {
    for (const subset of subsets) expect(subset.reduce((sum, w) => sum + w, 0)).to.equal(6);
    expect(new Set(subsets.map(String)).size).to.equal(40);
  });

  it("is 1 where losses fall by the scores kept, −1 where they rise", () => {
    const falling = subsets.map((_, s) => scores.map((row) => 9 - sums(row)[s]!));
    const rising = falling.map((row) => row.map((loss) => -loss));
    expect(linearDatamodelingScore(scores, subsets, falling)).to.be.closeTo(1, 1e-12);
    expect(linearDatamodelingScore(scores, subsets, rising)).to.be.closeTo(-1, 1e-12);
  });

  it("is near 0 for scores that have nothing to do with it", () => {
    const falling = subsets.map((_, s) => scores.map((row) => 9 - sums(row)[s]!));
    const other = randomScores(5, 12, "11".repeat(32));
    expect(Math.abs(linearDatamodelingScore(other, subsets, falling))).to.be.lessThan(0.4);
  });
});

describe("baselines", () => {
  let engine: Engine;

  before(async () => {
    engine = await loadEngine();
  });

  it("leave-one-out is the rise of each query's loss", () => {
    expect(
      leaveOneOut({
        all: [1, 2],
        without: [
          [1.5, 2],
          [0.5, 3],
        ],
      }),
    ).to.deep.equal([
      [0.5, -0.5],
      [0, 1],
    ]);
  });

  it("TF-IDF finds the cell that a query quotes", () => {
    const cells = ["the law of the land is law", "a contract of sale and purchase", "function transfer() public"].map(
      utf8,
    );
    const queries = [{ prompt: utf8("contract of"), answer: utf8(" sale") }];
    const [row] = tfIdfCosines(engine, cells, { queries, gram: 3 });
    expect(row!.indexOf(Math.max(...row!))).to.equal(1);
    expect(row![1]).to.be.within(0.3, 1);
  });

  it("the gradient dot product of a text with itself is the largest of its row", () => {
    const { cells } = smallPlan();
    const adapter = trainAdapter(engine, UNTRAINED, smallPlan());
    const queries = cells.map((cell) => ({ prompt: cell.subarray(0, 1), answer: cell.subarray(1) }));
    const table = withAdapter(engine, UNTRAINED, adapter, (lora) => gradientDots(lora, cells, queries));
    table.forEach((row, query) => {
      expect(row[query]).to.be.greaterThan(0);
      row.forEach((value, cell) => expect(value).to.be.closeTo(table[cell]![query]!, 1e-9));
    });
    expect(meanSpearman(table, table)).to.be.closeTo(1, 1e-12);
  });
});
