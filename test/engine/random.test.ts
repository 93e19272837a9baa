import { expect } from "chai";
import { randomStream } from "../../engine/src/core/train/random.js";
import { shuffle } from "../../engine/src/core/train/shuffle.js";
import { codeOf, SEED } from "./support.js";

describe("randomStream", () => {
  it("repeats for the same seed and purpose, and differs for another of either", () => {
    const head = (seed: string, purpose: string): number[] => {
      const random = randomStream(seed, purpose);
      return Array.from({ length: 8 }, () => random.next());
    };
    expect(head(SEED, "order")).to.deep.equal(head(SEED.slice(2).toUpperCase(), "order"));
    expect(head(SEED, "order")).to.not.deep.equal(head(SEED, "lora"));
    expect(head(SEED, "order")).to.not.deep.equal(head("00".repeat(32), "order"));
  });

  it("draws evenly below a bound", () => {
    const random = randomStream(SEED, "even");
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[random.below(7)]!++;
    for (const count of counts) expect(count).to.be.within(9_600, 10_400);
  });

  it("draws signed values in [−1, 1) around 0 that are exact float32", () => {
    const random = randomStream(SEED, "signed");
    const values = Array.from({ length: 20_000 }, () => random.signed());
    expect(values.every((v) => v >= -1 && v < 1 && Math.fround(v) === v)).to.equal(true);
    expect(values.reduce((sum, v) => sum + v, 0) / values.length).to.be.closeTo(0, 0.02);
  });

  it("rejects a seed that is not 32 bytes", () => {
    expect(codeOf(() => randomStream("0x12", "order"))).to.equal("ENGINE_INVALID_INPUT");
  });
});

describe("shuffle", () => {
  it("permutes, and reaches each place equally often", () => {
    const random = randomStream(SEED, "shuffle");
    const atFirst = new Array<number>(5).fill(0);
    for (let i = 0; i < 10_000; i++) {
      const order = shuffle(5, random);
      expect(order.toSorted()).to.deep.equal([0, 1, 2, 3, 4]);
      atFirst[order[0]!]!++;
    }
    for (const count of atFirst) expect(count).to.be.within(1_850, 2_150);
  });
});
