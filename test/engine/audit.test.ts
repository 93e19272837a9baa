import { expect } from "chai";
import fc from "fast-check";

import type { AuditContext, PublishedBatch } from "../../engine/src/core/audit/audit-case.js";
import type { BareRowProof, RowProof } from "../../engine/src/core/audit/evidence-types.js";
import type { Fault } from "../../engine/src/core/audit/fault.js";
import { findFault } from "../../engine/src/core/audit/find-fault.js";
import { fromHex } from "../../engine/src/core/hash/hex.js";
import { CELL, CREDIT, EARNING, ENTRY, ROW } from "../../engine/src/core/hash/schemas.js";
import { structHash, structListHash } from "../../engine/src/core/hash/struct-hash.js";
import type { Credit, Earning, Entry, Row } from "../../engine/src/core/hash/structs.js";
import type { BatchContent } from "../../engine/src/core/ledger/compute-batch.js";
import { compareEntries, MAX_ENTRIES } from "../../engine/src/core/ledger/entries.js";
import { responseTree } from "../../engine/src/core/ledger/model.js";
import { MERKLE_RULE, verifyMerkle } from "../../engine/src/core/tree/merkle.js";
import { verifySum } from "../../engine/src/core/tree/merkle-sum.js";
import { climbTree } from "../../engine/src/core/tree/padded-tree.js";
import { vectorRoot } from "../../engine/src/core/tree/vector-root.js";
import { publish, replaceAt, withEarning, withRow, withStatement } from "../vectors/corrupt.js";
import { type Bucket, randomBuckets, randomModel } from "../vectors/scenario.js";
import { seeded } from "../vectors/seeded.js";

const SEEDS = 40;

/** Second buckets of models with 2 to 44 contributions. */
const buckets = Array.from({ length: SEEDS }, (_, seed): Bucket => {
  const random = seeded(`audit ${seed}`);
  return randomBuckets(random, randomModel(random, 2 + 6 * (seed % 8)), 2)[1]!;
});

function contextOf({ input }: Bucket): AuditContext {
  return { ...input, settlements: input.settlements.map(({ settlement, direct }) => ({ settlement, direct })) };
}

/** Runs `corrupt` on random buckets where it applies, and checks the fault it leads to. */
function forEveryCorruption(
  corrupt: (bucket: Bucket, pick: (bound: number) => number) => BatchContent | undefined,
  check: (fault: Fault | undefined, published: PublishedBatch, bucket: Bucket) => void,
): void {
  let applied = 0;
  fc.assert(
    fc.property(fc.nat({ max: SEEDS - 1 }), fc.nat(), (seed, place) => {
      const bucket = buckets[seed]!;
      const content = corrupt(bucket, (bound) => place % bound);
      if (!content) return;
      applied++;
      const published = publish(content);
      check(findFault(published, contextOf(bucket)), published, bucket);
    }),
    { numRuns: 60 },
  );
  expect(applied).to.be.greaterThan(10);
}

describe("findFault", () => {
  it("finds nothing in an honest batch", () => {
    fc.assert(
      fc.property(fc.nat({ max: SEEDS - 1 }), (seed) => {
        const bucket = buckets[seed]!;
        expect(findFault(publish(bucket.content), contextOf(bucket))).to.equal(undefined);
      }),
      { numRuns: 60 },
    );
  });

  it("proves a wrong share by score, with lanes and leaves that the chain can check", () => {
    forEveryCorruption(
      ({ content }, pick) => {
        const row = pick(content.rows.length);
        const { entries } = content.rows[row]!;
        if (entries.length === 0) return undefined;
        const at = pick(entries.length);
        const wrong = replaceAt(entries, at, { ...entries[at]!, share: entries[at]!.share + 1n });
        return withRow(content, row, { entries: wrong.sort(compareEntries) });
      },
      (fault, { posted, content }, { input }) => {
        if (fault?.proof !== "score") throw new Error(`expected score, got ${fault?.proof}`);
        const [sent, row, entry, cell, query, response] = fault.args;
        expect(sent).to.equal(posted);
        expect(fault.given).to.equal(fault.expected + 1n);
        expect(row.row.entries[entry]!.cell).to.equal(cell.index);
        const { rowRoot, rowCount } = posted.batch;
        const rowLeaf = structHash(ROW, row.row);
        expect(verifyMerkle({ root: rowRoot, count: rowCount, leaf: rowLeaf, ...row })).to.equal(true);
        const { root, count } = responseTree(input.model.cells);
        expect(verifyMerkle({ root, count, leaf: structHash(CELL, cell.cell), ...cell })).to.equal(true);
        expect(vectorRoot(new Int8Array(fromHex(query)))).to.equal(content.rows[row.index]!.queryRoot);
        expect(vectorRoot(new Int8Array(fromHex(response)))).to.equal(cell.cell.vectorRoot);
      },
    );
  });

  it("proves a dropped entry by omitted", () => {
    forEveryCorruption(
      ({ content }, pick) => {
        const row = pick(content.rows.length);
        const { entries } = content.rows[row]!;
        if (entries.length === 0) return undefined;
        const at = pick(entries.length);
        return withRow(content, row, { entries: entries.filter((_, i) => i !== at) });
      },
      (fault, { content }, { content: honest }) => {
        if (fault?.proof !== "omitted") throw new Error(`expected omitted, got ${fault?.proof}`);
        const [, row, cell, query, response] = fault.args;
        const given = content.rows[fault.row]!.entries;
        const right = honest.rows[fault.row]!.entries;
        expect(right).to.deep.include({ cell: fault.cell, share: fault.share });
        expect(given.some((entry) => entry.cell === fault.cell)).to.equal(false);
        const last = given.at(-1);
        const belongs =
          given.length < MAX_ENTRIES || compareEntries({ cell: fault.cell, share: fault.share }, last!) < 0;
        expect(belongs).to.equal(true);
        expect(cell.index).to.equal(fault.cell);
        expect(row.index).to.equal(fault.row);
        expect(vectorRoot(new Int8Array(fromHex(query)))).to.equal(row.row.queryRoot);
        expect(vectorRoot(new Int8Array(fromHex(response)))).to.equal(cell.cell.vectorRoot);
      },
    );
  });

  describe("proves a wrong credit by credit", () => {
    type Change = (credit: Credit, bucket: Bucket) => Credit;
    const changes: [reason: string, change: Change][] = [
      ["another amount", (credit) => ({ ...credit, amount: credit.amount + 1n })],
      ["no such row", (credit, { content }) => ({ ...credit, row: content.rows.length })],
      ["no such entry", (credit) => ({ ...credit, entry: 255 })],
    ];
    for (const [reason, change] of changes) {
      it(reason, () => {
        forEveryCorruption(
          (bucket, pick) => {
            const at = pick(bucket.content.credits.length);
            const statement = bucket.content.credits[at]!;
            if (statement.length === 0) return undefined;
            const place = pick(statement.length);
            return withStatement(bucket.content, at, replaceAt(statement, place, change(statement[place]!, bucket)));
          },
          (fault, published, bucket) => expectCredit(fault, { published, bucket, reason }),
        );
      });
    }

    it("another contribution", () => {
      forEveryCorruption(
        ({ content }, pick) => {
          const from = pick(content.credits.length);
          const to = (from + 1) % content.credits.length;
          const stolen = content.credits[from]![0];
          return stolen ? withStatement(content, to, [...content.credits[to]!, stolen]) : undefined;
        },
        (fault, published, bucket) => expectCredit(fault, { published, bucket, reason: "another contribution" }),
      );
    });

    function expectCredit(
      fault: Fault | undefined,
      at: { published: PublishedBatch; bucket: Bucket; reason: string },
    ): void {
      if (fault?.proof !== "credit") throw new Error(`expected credit, got ${fault?.proof}`);
      expect(fault.reason).to.equal(at.reason);
      const { model } = at.bucket.input;
      const { batch } = at.published.posted;
      const [, earning, credit, row] = fault.args;
      const earningLeaf = structHash(EARNING, earning.earning);
      const count = model.contributions.length;
      expect(verifyMerkle({ root: batch.earningsRoot, count, leaf: earningLeaf, ...earning })).to.equal(true);
      const leaf = { hash: structHash(CREDIT, credit.credit), sum: credit.credit.amount };
      const root = { hash: earning.earning.statementRoot, sum: earning.earning.sum };
      expect(verifySum({ root, count: earning.earning.count, leaf, ...credit })).to.equal(true);
      if (at.reason === "no such row") return;

      expect(row.index).to.equal(credit.credit.row);
      const counted = { root: batch.rowRoot, count: batch.rowCount };
      expect(verifyMerkle({ ...counted, leaf: structHash(ROW, row.row), ...row })).to.equal(true);
      const defaults = fault.args.at(-1) as readonly Entry[];
      if (row.row.entries.length === 0) {
        expect(structListHash(ENTRY, defaults)).to.equal(structListHash(ENTRY, model.defaults));
      }
      if (fault.method === "refuteAmount") {
        expect(fault.args[5].sequence).to.equal(row.row.sequence);
        if (row.index > 0) expectBefore(fault.args[4], row, at.published.content.rows[row.index - 1]!);
      }
      if (fault.reason !== "another contribution") return;
      const paid = row.row.entries.length > 0 ? row.row.entries : defaults;
      const cell = fault.args[4];
      expect(paid[credit.credit.entry]!.cell).to.equal(cell.index);
      const cells = { root: responseTree(model.cells).root, count: model.cells.length };
      expect(verifyMerkle({ ...cells, leaf: structHash(CELL, cell.cell), ...cell })).to.equal(true);
    }

    function expectBefore(shown: BareRowProof, row: RowProof, before: Row): void {
      const { entries, ...rest } = before;
      expect(shown.row).to.deep.equal({ ...rest, entriesHash: structListHash(ENTRY, entries) });
      expect(shown.index).to.equal(row.index - 1);
      const height = shown.proof.length;
      const subtree = { index: 2 ** height - 1, count: 2 ** height, proof: shown.proof };
      expect(climbTree(MERKLE_RULE, { leaf: structHash(ROW, before), ...subtree })).to.equal(row.proof[height]);
    }
  });

  it("proves an unknown cell by score, with no more than the row", () => {
    forEveryCorruption(
      ({ content }, pick) => withRow(content, pick(content.rows.length), { entries: [{ cell: 10_000, share: 1n }] }),
      (fault) => {
        if (fault?.proof !== "score") throw new Error(`expected score, got ${fault?.proof}`);
        expect(fault.expected).to.equal(0n);
        expect(fault.args.slice(4)).to.deep.equal(["0x", "0x"]);
      },
    );
  });

  it("proves what it can when something else is wrong besides", () => {
    forEveryCorruption(
      ({ content }, pick) => {
        const row = content.rows.findIndex(({ entries }) => entries.length > 0);
        if (row < 0) return undefined;
        const [first, ...rest] = content.rows[row]!.entries;
        const entries = [...rest, { ...first!, share: first!.share + 1n }];
        const wrong = withRow(content, row, { entries, requestHash: content.rows[row]!.head });
        return withEarning(wrong, pick(content.earnings.length), { cumulative: 2n ** 120n });
      },
      (fault) => expect(fault?.proof).to.equal("score"),
    );
  });

  describe("finds what a single change breaks", () => {
    type Corruption = (bucket: Bucket, pick: (bound: number) => number) => BatchContent | undefined;
    const onStatement = (change: (statement: readonly Credit[]) => readonly Credit[]): Corruption => {
      return ({ content }, pick) => {
        const at = pick(content.credits.length);
        const statement = content.credits[at]!;
        return statement.length > 0 ? withStatement(content, at, change(statement)) : undefined;
      };
    };
    const onRow = (change: (row: Row, content: BatchContent) => Partial<Row> | undefined): Corruption => {
      return ({ content }, pick) => {
        const at = pick(content.rows.length);
        const changed = change(content.rows[at]!, content);
        return changed && withRow(content, at, changed);
      };
    };
    const onEarning = (change: Partial<Earning>): Corruption => {
      return ({ content }, pick) => withEarning(content, pick(content.earnings.length), change);
    };
    const dropLastRow: Corruption = ({ content }) => {
      if (content.rows.length < 2) return undefined;
      const rows = content.rows.slice(0, -1);
      const { lanes, data } = content.queries;
      return { ...content, rows, queries: { rows: rows.length, lanes, data: data.slice(0, rows.length * lanes) } };
    };
    const flipLane: Corruption = ({ content }, pick) => {
      const data = content.queries.data.slice();
      data[pick(data.length)]! ^= 1;
      return { ...content, queries: { ...content.queries, data } };
    };
    const overflow: Corruption = ({ content }, pick) => {
      const at = pick(content.credits.length);
      return { ...content, credits: replaceAt(content.credits, at, [{ row: 0, entry: 0, amount: 2n ** 128n }]) };
    };

    const corruptions: [name: string, proofs: Fault["proof"][], corrupt: Corruption][] = [
      ["a statement without its first line", ["missing"], onStatement((lines) => lines.slice(1))],
      ["a line twice", ["missing"], onStatement((lines) => [...lines, lines[0]!])],
      [
        "lines out of order",
        ["missing"],
        onStatement((lines) => (lines.length > 1 ? lines.toReversed() : [...lines, ...lines])),
      ],
      ["another sum", ["sum"], onEarning({ sum: 2n ** 100n + 1n })],
      ["another count", ["sum"], onEarning({ count: 4_000 })],
      ["another cumulative", ["earnings"], onEarning({ cumulative: 2n ** 120n })],
      ["another contribution's earning", ["earnings"], onEarning({ contributionId: 999n })],
      [
        "a list upside down",
        ["credit", "row"],
        onRow(({ entries }) => (entries.length > 1 ? { entries: entries.toReversed() } : undefined)),
      ],
      ["another request", ["receipt"], onRow((_, { rows }) => ({ requestHash: rows[0]!.head }))],
      ["another head", ["receipt"], onRow(({ requestHash }) => ({ head: requestHash }))],
      // A wrong fee or place also makes credits wrong, unless the part is too small to show it.
      ["another fee", ["credit", "receipt"], onRow(({ cumulativeFee }) => ({ cumulativeFee: cumulativeFee + 1n }))],
      [
        "no fee",
        ["credit", "receipt"],
        onRow(({ cumulativeFee }) => (cumulativeFee > 0n ? { cumulativeFee: 0n } : undefined)),
      ],
      ["another settlement", ["credit", "receipt"], onRow(() => ({ sequence: 99n }))],
      ["a row too few", ["credit"], dropLastRow],
      ["another query", ["data"], flipLane],
      ["an impossible amount", ["data"], overflow],
    ];
    for (const [name, proofs, corrupt] of corruptions) {
      it(`${name}: ${proofs.join(" or ")}`, () => {
        forEveryCorruption(corrupt, (fault) => expect(proofs).to.include(fault?.proof));
      });
    }
  });

  it("takes a silent row for an answer to any settlement", () => {
    const silent = buckets.filter(({ input }) => input.settlements.some(({ receipts }) => receipts.length === 0));
    expect(silent.length).to.be.greaterThan(3);
    for (const bucket of silent) expect(findFault(publish(bucket.content), contextOf(bucket))).to.equal(undefined);
  });

  it("takes data that is not what was signed for withheld", () => {
    const bucket = buckets[1]!;
    const published = publish(bucket.content);
    const other = publish(withRow(bucket.content, 0, { requestHash: bucket.content.rows[0]!.head }));
    const fault = findFault({ ...published, content: other.content }, contextOf(bucket));
    const demand = { kind: "row", from: 0, to: bucket.content.rows.length, parts: 1 };
    expect(fault).to.deep.equal({ proof: "data", reason: "row root", demand });
    expect(findFault(published, { ...contextOf(bucket), bucket: 9n })?.proof).to.equal("data");
  });
});
