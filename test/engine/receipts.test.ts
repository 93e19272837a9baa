import { expect } from "chai";
import fc from "fast-check";

import type { AuditContext } from "../../engine/src/core/audit/audit-case.js";
import { checkReceipts } from "../../engine/src/core/audit/check-receipts.js";
import { checkRows } from "../../engine/src/core/audit/check-rows.js";
import { type Hex, toHex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import type { Entry, Row } from "../../engine/src/core/hash/structs.js";
import {
  bucketRows,
  channelKey,
  NoRequestError,
  type PaidSettlement,
} from "../../engine/src/core/ledger/bucket-rows.js";
import { MAX_ENTRIES } from "../../engine/src/core/ledger/entries.js";
import { publish, replaceAt } from "../vectors/corrupt.js";
import { type Bucket, randomBuckets, randomModel } from "../vectors/scenario.js";
import { seeded } from "../vectors/seeded.js";

const SEEDS = 30;

/** Third and fourth buckets: channels go on from earlier ones, and some were answered silently. */
const buckets = Array.from({ length: SEEDS }, (_, seed): Bucket[] => {
  const random = seeded(`receipts ${seed}`);
  return randomBuckets(random, randomModel(random, 4), 4).slice(2);
}).flat();

const anyBucket = fc.nat({ max: buckets.length - 1 }).map((i) => buckets[i]!);
const anyHash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes): Hex => toHex(bytes));

const auditOf = ({ input }: Bucket): AuditContext => input;
const receiptFault = (bucket: Bucket, rows: readonly Row[]) =>
  checkReceipts(publish({ ...bucket.content, rows }), auditOf(bucket));

/** Whether something in the batch acknowledges the row's answer, or denies that it has one. */
function isAnswerBound({ content: { rows }, input: { settlements } }: Bucket, at: number): boolean {
  const row = rows[at]!;
  if (row.requestHash === ZERO_HASH || rows[at + 1]?.sequence === row.sequence) return true;
  const { settlement, direct } = settlements[Number(row.sequence)]!;
  if (direct) return false;
  const next = settlements
    .slice(Number(row.sequence) + 1)
    .find((each) => !each.direct && channelKey(each.settlement) === channelKey(settlement));
  return next !== undefined && next.receipts.length > 0;
}

describe("checkReceipts", () => {
  it("finds nothing in honest rows: vouchers, direct payments, silence, over several buckets", () => {
    for (const bucket of buckets) expect(receiptFault(bucket, bucket.content.rows)).to.equal(undefined);
    const settlements = buckets.flatMap(({ input }) => input.settlements);
    expect(settlements.some(({ direct }) => direct)).to.equal(true);
    expect(settlements.some(({ receipts }) => receipts.length === 0)).to.equal(true);
    expect(settlements.some(({ settlement }) => settlement.cumulativeBefore > 0n)).to.equal(true);
  });

  describe("finds any single change", () => {
    const changes: Readonly<Record<string, (row: Row, noise: { readonly hash: Hex; readonly step: bigint }) => Row>> = {
      "of a head": (row, { hash }) => ({ ...row, head: hash }),
      "of a request": (row, { hash }) => ({ ...row, requestHash: hash }),
      "of a fee, upwards": (row, { step }) => ({ ...row, cumulativeFee: row.cumulativeFee + step }),
      "of a fee, downwards": (row, { step }) => {
        return {
          ...row,
          cumulativeFee: row.cumulativeFee > step ? row.cumulativeFee - step : row.cumulativeFee + step,
        };
      },
      "of a settlement": (row, { step }) => ({ ...row, sequence: (row.sequence + step) % 2n ** 64n }),
      "of a settlement, by one": (row) => ({ ...row, sequence: row.sequence > 0n ? row.sequence - 1n : 1n }),
    };
    const noise = fc.record({ hash: anyHash, step: fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }) });
    for (const [name, change] of Object.entries(changes)) {
      it(name, () => {
        fc.assert(
          fc.property(anyBucket, fc.nat(), noise, (bucket, place, given) => {
            const { rows } = bucket.content;
            const at = place % rows.length;
            const fault = receiptFault(bucket, replaceAt(rows, at, change(rows[at]!, given)));
            expect(fault?.prover).to.equal("rowProver");
          }),
        );
      });
    }

    it("to silence of a row that has an answer", () => {
      fc.assert(
        fc.property(anyBucket, fc.nat(), (bucket, place) => {
          const { rows } = bucket.content;
          const at = place % rows.length;
          if (rows[at]!.requestHash === ZERO_HASH) return;
          const fault = receiptFault(bucket, replaceAt(rows, at, { ...rows[at]!, requestHash: ZERO_HASH }));
          expect(fault?.reason).to.equal("wrong silent row");
        }),
      );
    });

    it("of an answer, where a later receipt acknowledges it", () => {
      let bound = 0;
      fc.assert(
        fc.property(anyBucket, fc.nat(), anyHash, (bucket, place, responseHash) => {
          const { rows } = bucket.content;
          const at = place % rows.length;
          const fault = receiptFault(bucket, replaceAt(rows, at, { ...rows[at]!, responseHash }));
          expect(fault !== undefined).to.equal(isAnswerBound(bucket, at));
          if (fault) bound++;
        }),
      );
      expect(bound).to.be.greaterThan(10);
    });

    it("of the order: a row left out, twice, or at another's place", () => {
      fc.assert(
        fc.property(anyBucket, fc.nat(), fc.nat(), (bucket, first, second) => {
          const { rows } = bucket.content;
          const [at, to] = [first % rows.length, second % rows.length];
          const left = rows.filter((_, i) => i !== at);
          const wrong = [[...rows.slice(0, at + 1), ...rows.slice(at)]];
          if (left.length > 0) wrong.push(left);
          if (at !== to) wrong.push(replaceAt(replaceAt(rows, at, rows[to]!), to, rows[at]!));
          for (const each of wrong) expect(receiptFault(bucket, each)?.prover).to.equal("rowProver");
        }),
      );
    });
  });

  it("takes any answer before where no row that stands tells it", () => {
    const bucket = buckets.find(({ input, content: { rows } }) => {
      const { settlement } = input.settlements[0]!;
      return settlement.cumulativeBefore > 0n && rows[0]!.requestHash !== ZERO_HASH;
    })!;
    const context = { ...auditOf(bucket), ancestors: [] };
    expect(checkReceipts(publish(bucket.content), context)).to.equal(undefined);
  });
});

describe("checkRows", () => {
  const lists = buckets.flatMap((bucket) =>
    bucket.content.rows.flatMap(({ entries }, at) => (entries.length > 1 ? [{ bucket, at, entries }] : [])),
  );
  const listFault = ({ content }: Bucket, at: number, entries: readonly Entry[]) =>
    checkRows(publish({ ...content, rows: replaceAt(content.rows, at, { ...content.rows[at]!, entries }) }));

  it("finds nothing in honest lists, and any entry without its place in one", () => {
    expect(lists.length).to.be.greaterThan(20);
    fc.assert(
      fc.property(fc.nat({ max: lists.length - 1 }), fc.nat(), fc.nat(), (list, first, second) => {
        const { bucket, at, entries } = lists[list]!;
        expect(listFault(bucket, at, entries)).to.equal(undefined);

        const [i, j] = [first % entries.length, second % entries.length];
        const [one, other] = [entries[i]!, entries[j]!];
        const wrong = [replaceAt(entries, i, { ...one, share: 0n }), [...entries.slice(0, i + 1), ...entries.slice(i)]];
        if (i !== j) {
          wrong.push(
            replaceAt(replaceAt(entries, i, other), j, one),
            replaceAt(entries, i, { ...one, cell: other.cell }),
          );
        }
        const long = Array.from({ length: MAX_ENTRIES + 1 }, (_, cell) => ({ cell, share: 1n }));
        for (const each of [...wrong, long]) {
          const fault = listFault(bucket, at, each);
          expect(fault?.method).to.equal("refuteRow");
          expect(fault?.row).to.equal(at);
        }
      }),
    );
  });
});

describe("bucketRows", () => {
  it("refuses a receipt without a request: a silent row has none", () => {
    const { input } = buckets.find(({ input: { settlements } }) => settlements[0]!.receipts.length > 0)!;
    const [first, ...rest] = input.settlements as readonly [PaidSettlement, ...PaidSettlement[]];
    const receipts = first.receipts.map((each) => ({ ...each, requestHash: ZERO_HASH }));
    const settlements = [{ ...first, receipts }, ...rest];
    expect(() => bucketRows({ ...input, settlements })).to.throw(NoRequestError);
  });
});
