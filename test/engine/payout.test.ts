import { expect } from "chai";
import fc from "fast-check";

import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { buildModel, NoDefaultListError, UnknownDatanetError } from "../../engine/src/core/ledger/build-model.js";
import { ReceiptMismatchError, SettlementOrderError } from "../../engine/src/core/ledger/bucket-rows.js";
import { BucketPartError, computeBatch } from "../../engine/src/core/ledger/compute-batch.js";
import { divideBucket } from "../../engine/src/core/ledger/divide-bucket.js";
import { dividePart, NothingToPayError } from "../../engine/src/core/ledger/divide-part.js";
import { ParentMismatchError } from "../../engine/src/core/ledger/earnings.js";
import { rowEntries, topEntries } from "../../engine/src/core/ledger/entries.js";
import { withScoreKernel } from "../../engine/src/core/ledger/kernel-score.js";
import { laneMatrix, LaneShapeError } from "../../engine/src/core/ledger/lanes.js";
import { BpsError, contributorsPart, FeesNotAscendingError } from "../../engine/src/core/ledger/parts.js";
import { dot } from "../../engine/src/core/ledger/score.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { LANES, randomBuckets, randomModel } from "../vectors/scenario.js";
import { seeded } from "../vectors/seeded.js";

const amounts = fc.oneof(fc.constantFrom(0n, 1n, 2n ** 96n), fc.bigInt(0n, 10n ** 21n));
const bps = fc.integer({ min: 0, max: 10_000 });
const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);
const buckets = (seed: number) => {
  const random = seeded(`payout ${seed}`);
  return randomBuckets(random, randomModel(random, 1 + (seed % 6)), 3);
};

describe("contributorsPart", () => {
  it("telescopes: however fees are cut, the parts sum to the floor of the whole", () => {
    fc.assert(
      fc.property(fc.array(amounts, { maxLength: 20 }), amounts, bps, (fees, start, rate) => {
        let before = start;
        const parts = fees.map((fee) => {
          const part = contributorsPart({ before, after: before + fee }, rate);
          before += fee;
          return part;
        });
        expect(sum(parts)).to.equal(contributorsPart({ before: start, after: before }, rate));
      }),
    );
  });

  it("refuses falling fees and rates beyond 100%", () => {
    expect(() => contributorsPart({ before: 2n, after: 1n }, 1)).to.throw(FeesNotAscendingError);
    expect(() => contributorsPart({ before: 0n, after: 1n }, 10_001)).to.throw(BpsError);
  });
});

describe("divideBucket", () => {
  it("always sums to the total, also when the contributors' floors all fell due at once", () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(1n, 9n), { maxLength: 30 }), bps, bps, (befores, rate, other) => {
        // one wei each on channels that stand at different totals: the case that a floor of the bucket's total would not cover
        const contributors = sum(befores.map((before) => contributorsPart({ before, after: before + 1n }, rate)));
        const total = BigInt(befores.length);
        const protocolBps = Math.min(other, 10_000 - rate);
        const split = { protocolBps, stakersBps: 10_000 - rate - protocolBps, contributorsBps: rate };
        const parts = divideBucket({ total, contributors }, split);
        expect(sum(Object.values(parts))).to.equal(total);
        for (const part of Object.values(parts)) expect(part >= 0n).to.equal(true);
      }),
    );
  });
});

describe("dot", () => {
  it("is the plain sum of products at every length", () => {
    const lane = fc.integer({ min: -128, max: 127 });
    const lanes = fc.array(fc.tuple(lane, lane), { maxLength: 100 });
    fc.assert(
      fc.property(lanes, (pairs) => {
        const [a, b] = [Int8Array.from(pairs, ([x]) => x), Int8Array.from(pairs, ([, y]) => y)];
        expect(dot(a, b)).to.equal(pairs.reduce((total, [x, y]) => total + x * y, 0));
      }),
    );
  });

  it("is exact at the extremes, beyond 32 bits too", () => {
    const long = new Int8Array(300_001).fill(-128);
    expect(dot(long, long)).to.equal(300_001 * 16_384);
    expect(dot(new Int8Array(12_288).fill(-128), new Int8Array(12_288).fill(-128))).to.equal(12_288 * 16_384);
    expect(dot(new Int8Array(32).fill(-128), new Int8Array(32).fill(127))).to.equal(-32 * 128 * 127);
    expect(() => dot(new Int8Array(32), new Int8Array(64))).to.throw(LaneShapeError);
  });
});

describe("entries", () => {
  it("are the 16 largest shares, ties by the lower cell, whatever the order of computing", () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(0n, 5n), { minLength: 1, maxLength: 40 }), (shares) => {
        const listed = topEntries(shares);
        const inList = new Set(listed.map(({ cell }) => cell));
        expect(listed.length).to.equal(Math.min(16, shares.filter((share) => share > 0n).length));
        for (const [i, entry] of listed.entries()) {
          expect(entry.share).to.equal(shares[entry.cell]);
          const next = listed[i + 1];
          if (next)
            expect(entry.share > next.share || (entry.share === next.share && entry.cell < next.cell)).to.be.true;
        }
        const last = listed.at(-1);
        for (const [cell, share] of shares.entries()) {
          if (inList.has(cell) || share === 0n) continue;
          expect(last!.share > share || (last!.share === share && last!.cell < cell)).to.equal(true);
        }
      }),
    );
  });

  it("leave out cells of negative score or no weight", () => {
    expect(rowEntries([-5, 3, 4, 0], [9n, 0n, 2n, 9n])).to.deep.equal([{ cell: 2, share: 8n }]);
    expect(() => rowEntries([1], [1n, 2n])).to.throw(LaneShapeError);
  });
});

describe("dividePart", () => {
  it("conserves the part, gives the rest to the first entry and less than one unit an entry", () => {
    const shares = fc.array(fc.bigInt(1n, 2n ** 90n), { minLength: 1, maxLength: 16 });
    fc.assert(
      fc.property(amounts, shares, (part, list) => {
        const paid = dividePart(
          part,
          list.map((share, cell) => ({ cell, share })),
        );
        const total = sum(list);
        expect(sum(paid)).to.equal(part);
        for (const [i, amount] of paid.entries()) {
          const floor = (part * list[i]!) / total;
          if (i > 0) expect(amount).to.equal(floor);
          else expect(amount >= floor && amount < floor + BigInt(list.length)).to.equal(true);
        }
      }),
    );
  });

  it("refuses to pay nobody", () => {
    expect(() => dividePart(1n, [])).to.throw(NothingToPayError);
    expect(() => dividePart(1n, [{ cell: 0, share: 0n }])).to.throw(NothingToPayError);
  });
});

describe("computeBatch", () => {
  it("conserves money in every row, statement and bucket, and no cumulative earning shrinks", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        for (const { input, content } of buckets(seed)) {
          const received = sum(input.settlements.map(({ settlement }) => settlement.contributorsPart));
          expect(sum(content.credits.flat().map(({ amount }) => amount))).to.equal(received);
          expect(sum(content.earnings.map((earning) => earning.sum))).to.equal(received);
          for (const [i, earning] of content.earnings.entries()) {
            const before = input.parent?.[i]?.cumulative ?? 0n;
            expect(earning.cumulative).to.equal(before + earning.sum);
            expect(earning.cumulative >= before).to.equal(true);
            expect(earning.sum).to.equal(sum(content.credits[i]!.map(({ amount }) => amount)));
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it("pays the same where the engine's kernels score, which refuse responses that are not theirs", async () => {
    const engine = await loadEngine();
    const seen = Array.from({ length: 6 }, (_, seed) => buckets(seed));
    for (const { input, content } of seen.flat()) {
      const kernel = withScoreKernel(engine, input.model.responses, (score) => computeBatch({ ...input, score }));
      expect(kernel.content).to.deep.equal(content);
    }
    const [{ input }, { input: other }] = [seen[0]![0]!, seen[1]![0]!];
    withScoreKernel(engine, input.model.responses, (score) => {
      expect(() => score(new Int8Array(LANES), other.model.responses)).to.throw(LaneShapeError);
      expect(() => score(new Int8Array(LANES - 1), input.model.responses)).to.throw(LaneShapeError);
    });
  });

  it("pays the same whatever kernel scores, and pays the default list where no cell moved the answer", () => {
    for (const { input, content } of buckets(5)) {
      const backwards = computeBatch({
        ...input,
        score: (query, { rows, lanes, data }) =>
          Array.from({ length: rows }, (_, row) => {
            let total = 0;
            for (let lane = lanes - 1; lane >= 0; lane--) total += data[row * lanes + lane]! * query[lane]!;
            return total;
          }),
      });
      expect(backwards.content).to.deep.equal(content);
      for (const [row, { entries }] of content.rows.entries()) {
        const credited = content.credits.flat().filter((credit) => credit.row === row).length;
        expect(credited).to.equal(entries.length || input.model.defaults.length);
      }
    }
  });

  it("gives a contribution without credits an empty statement in its fixed place", () => {
    const seen = Array.from({ length: 12 }, (_, seed) => buckets(seed)).flat(2);
    const empty = seen.flatMap(({ content }) => content.earnings.filter(({ count }) => count === 0));
    expect(empty.length).to.be.greaterThan(0);
    for (const { statementRoot, sum: paid } of empty) {
      expect(statementRoot).to.equal(ZERO_HASH);
      expect(paid).to.equal(0n);
    }
    for (const { input, content } of seen) {
      expect(content.earnings.map(({ contributionId }) => contributionId)).to.deep.equal(
        input.model.contributions.map(({ contributionId }) => contributionId),
      );
    }
  });

  describe("refuses", () => {
    const { input } = buckets(3).find((bucket) => bucket.input.settlements[0]!.receipts.length > 0)!;
    const [first, ...rest] = input.settlements;

    it("receipts that do not lead to the settlement's head", () => {
      const [receipt, ...others] = first!.receipts;
      const dearer = { ...first!, receipts: [{ ...receipt!, fee: receipt!.fee + 1n }, ...others] };
      expect(() => computeBatch({ ...input, settlements: [dearer, ...rest] })).to.throw(ReceiptMismatchError);
      const other = { ...first!, receipts: [{ ...receipt!, requestHash: receipt!.responseHash }, ...others] };
      expect(() => computeBatch({ ...input, settlements: [other, ...rest] })).to.throw(ReceiptMismatchError);
    });

    it("settlements out of order", () => {
      const late = { ...first!, settlement: { ...first!.settlement, sequence: 1n } };
      expect(() => computeBatch({ ...input, settlements: [late] })).to.throw(SettlementOrderError);
    });

    it("a rate the bucket was not opened with", () => {
      expect(() => computeBatch({ ...input, contributorsBps: input.contributorsBps === 1 ? 2 : 0 })).to.throw(
        BucketPartError,
      );
    });

    it("another model's parent", () => {
      expect(() => computeBatch({ ...input, parent: [] })).to.throw(ParentMismatchError);
    });
  });
});

describe("buildModel", () => {
  const contributions = [{ contributionId: 1n, datanetId: 1n, cellCount: 2 }];
  const build = (heldOut: Int8Array, options = {}) =>
    buildModel({
      modelId: 1n,
      contributions,
      responses: laneMatrix(2, LANES, new Int8Array(2 * LANES).fill(1)),
      datanetIds: [1n],
      heldOut: laneMatrix(1, LANES, heldOut),
      ...options,
    });

  it("weighs each cell by its own Datanet's held-out vector and lists the largest as defaults", () => {
    const { model } = build(new Int8Array(LANES).fill(2));
    expect(model.cells.map(({ weight }) => weight)).to.deep.equal([128n, 128n]);
    expect(model.defaults).to.deep.equal([
      { cell: 0, share: 128n },
      { cell: 1, share: 128n },
    ]);
  });

  it("refuses a model without a default list, an unknown Datanet and missing vectors", () => {
    expect(() => build(new Int8Array(LANES).fill(-1))).to.throw(NoDefaultListError);
    expect(() => build(new Int8Array(LANES).fill(1), { datanetIds: [2n] })).to.throw(UnknownDatanetError);
    const none = { contributions: [{ contributionId: 1n, datanetId: 1n, cellCount: 3 }] };
    expect(() => build(new Int8Array(LANES).fill(1), none)).to.throw(LaneShapeError);
  });
});
