import { anyValue } from "@nomicfoundation/hardhat-ethers-chai-matchers/withArgs";
import { expect } from "chai";

import { checkReceipts } from "../../engine/src/core/audit/check-receipts.js";
import { bareRowEvidence, nextRowEvidence } from "../../engine/src/core/audit/evidence.js";
import { NO_ANSWER, NO_BARE_ROW, NO_SETTLEMENT } from "../../engine/src/core/audit/evidence-types.js";
import type { ReceiptFault } from "../../engine/src/core/audit/fault.js";
import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import type { Row } from "../../engine/src/core/hash/structs.js";
import { silentRow } from "../../engine/src/core/ledger/bucket-rows.js";
import { type Answered, deployAnswered, FEE, LANES, postContent } from "../helpers/answered-bucket.js";
import { loadFixture } from "../helpers/chain.js";
import { hashOf } from "../helpers/hashes.js";
import { mutable } from "../helpers/mutable.js";
import { expectRefuted } from "../helpers/refuted.js";

type Case = readonly [
  name: string,
  method: ReceiptFault["method"],
  reason: ReceiptFault["reason"],
  forge: (rows: readonly Row[], world: Answered) => readonly Row[],
];

const change =
  (at: number, changed: Partial<Row>) =>
  (rows: readonly Row[]): Row[] =>
    rows.map((row, i) => (i === at ? { ...row, ...changed } : row));
const raise =
  (at: number, by: bigint, changed: Partial<Row> = {}) =>
  (rows: readonly Row[]): Row[] =>
    change(at, { ...changed, cumulativeFee: rows[at]!.cumulativeFee + by })(rows);
const without = (at: number) => (rows: readonly Row[]) => rows.filter((_, i) => i !== at);
const again = (at: number) => (rows: readonly Row[]) => [...rows.slice(0, at + 1), ...rows.slice(at)];
/** A silent row, `changed`, in place of row 0. */
const silent =
  (changed: Partial<Row>) =>
  (rows: readonly Row[], { asked }: Answered): readonly Row[] => {
    const exact = silentRow(asked.context.settlements[0]!.settlement, LANES);
    return change(0, { ...exact, ...changed })(rows);
  };

/** Rows 0 (direct) | 1, 2, 3 (a voucher) | 4 (direct). */
const FIRST: readonly Case[] = [
  ["a first row of another settlement", "refuteStart", "wrong settlement", change(0, { sequence: 1n })],
  ["a settlement left out", "refuteEnd", "wrong settlement", change(4, { sequence: 3n })],
  ["a settlement that comes back", "refuteEnd", "wrong settlement", change(2, { sequence: 0n })],
  [
    "the last sequence of all after the first",
    "refuteEnd",
    "wrong settlement",
    change(1, { sequence: 2n ** 64n - 1n }),
  ],
  ["the last settlement left out", "refuteEnd", "wrong settlement", without(4)],
  [
    "a settlement that the vault does not know",
    "refuteEnd",
    "wrong settlement",
    (rows) => [...rows, { ...rows[4]!, sequence: 3n }],
  ],
  ["a last receipt left out", "refuteEnd", "unfinished settlement", without(3)],
  ["a receipt after the settlement's head", "refuteStep", "settlement finished before", again(3)],
  ["a direct payment answered twice", "refuteStep", "settlement finished before", again(0)],
  ["a receipt left out in the middle", "refuteStep", "wrong head", without(2)],
  ["a receipt twice in the middle", "refuteStep", "wrong head", again(2)],
  ["a silent row within a settlement", "refuteStep", "wrong silent row", change(2, { requestHash: ZERO_HASH })],
  ["a fee that falls", "refuteStep", "fee falls", raise(2, -FEE - 1n)],
  ["a fee beyond the settlement", "refuteStep", "fee beyond the settlement", raise(2, FEE + 1n)],
  ["a fee that leaves something over", "refuteStep", "fee left over", raise(3, -1n)],
  ["another fee", "refuteStep", "wrong head", raise(2, 1n)],
  ["another head", "refuteStep", "wrong head", change(2, { head: hashOf("head") })],
  ["another request", "refuteStep", "wrong head", change(3, { requestHash: hashOf("request") })],
  ["another answer than was acknowledged", "refuteStep", "wrong head", change(2, { responseHash: hashOf("answer") })],
  ["a first fee beyond the settlement", "refuteStart", "fee beyond the settlement", raise(1, 2n * FEE + 1n)],
  ["a first fee that leaves something over", "refuteStart", "fee left over", raise(4, -1n)],
  ["another first fee", "refuteStart", "wrong head", raise(1, 1n)],
  ["another request of a direct payment", "refuteStart", "wrong head", change(4, { requestHash: hashOf("request") })],
  [
    "another request of a channel's first receipt",
    "refuteStart",
    "wrong head",
    change(1, { requestHash: hashOf("q") }),
  ],
  ["a silent row with an answer", "refuteStart", "wrong silent row", silent({ responseHash: hashOf("answer") })],
  ["a silent row with another head", "refuteStart", "wrong silent row", silent({ head: hashOf("head") })],
  ["a silent row with another fee", "refuteStart", "wrong silent row", silent({ cumulativeFee: FEE - 1n })],
  ["a silent row with a query", "refuteStart", "wrong silent row", silent({ queryRoot: hashOf("query") })],
];

/** Rows 0 (direct) | 1, 2 (the channel's next voucher), after the first bucket. */
const SECOND: readonly Case[] = [
  ["a first fee that falls", "refuteStart", "fee falls", raise(1, -FEE - 1n)],
  ["another first request", "refuteStart", "wrong head", change(1, { requestHash: hashOf("request") })],
  ["another first head", "refuteStart", "wrong head", change(1, { head: hashOf("head") })],
  ["a last settlement that is not finished", "refuteEnd", "unfinished settlement", without(2)],
];

/** Posts wrong rows for the bucket asked about, or the next, and gives the fault that the engine finds in them. */
async function forged(world: Answered, which: "asked" | "next", forge: Case[3]) {
  if (which === "next") await postContent(world, world.asked.content);
  const { content, context } = world[which];
  const wrong = { ...content, rows: forge(content.rows, world) };
  const { evidence: posted } = await postContent(world, wrong);
  const fault = checkReceipts({ posted, content: wrong }, context);
  return { ...world, posted: mutable(posted), wrong, fault: fault! };
}

describe("RowProver", () => {
  for (const [which, cases] of [
    ["asked", FIRST],
    ["next", SECOND],
  ] as const) {
    describe(`given a wrong batch of the ${which === "asked" ? "first" : "second"} bucket`, () => {
      for (const [name, method, reason, forge] of cases) {
        it(`refutes ${name}: ${method}`, async () => {
          const { fault, ...world } = await forged(await loadFixture(deployAnswered), which, forge);
          expect(fault).to.deep.include({ method, reason });
          await expectRefuted(world, fault);
        });
      }
    });
  }

  it("takes an exact silent row", async () => {
    const world = await loadFixture(deployAnswered);
    const { wrong, posted, rowProver } = await forged(world, "asked", silent({}));
    expect(checkReceipts({ posted, content: wrong }, world.asked.context)).to.equal(undefined);
    const { settlement } = world.asked.context.settlements[0]!;
    const args = mutable([posted, bareRowEvidence(wrong.rows, 0), NO_BARE_ROW, settlement, NO_ANSWER] as const);
    await expect(rowProver.refuteStart(...args)).to.be.revertedWithCustomError(rowProver, "ProverStepIsRight");
  });

  describe("evidence", () => {
    /** Both buckets, the second of them wrong in its voucher's first request. */
    const deployForged = async () =>
      forged(await deployAnswered(), "next", change(1, { requestHash: hashOf("request") }));

    async function start() {
      const { fault, ...world } = await loadFixture(deployForged);
      if (fault.method !== "refuteStart") throw new Error(`expected refuteStart, got ${fault.method}`);
      return { ...world, args: mutable(fault.args) };
    }

    it("must name rows at their places", async () => {
      const { rowProver, wrong, posted, args } = await start();
      const [, , , settlement, prior] = args;
      const [first, second, third] = wrong.rows.map((_, i) => mutable(bareRowEvidence(wrong.rows, i)));
      const [afterFirst, afterSecond] = [1, 2].map((i) => mutable(nextRowEvidence(wrong.rows, i)));
      const changed = { ...afterSecond!, row: { ...afterSecond!.row, sequence: 5n } };
      const deeper = { ...afterSecond!, proof: [...afterSecond!.proof, hashOf("beside")] };
      const refused = [
        [rowProver.refuteStart(posted, { ...first!, proof: [] }, third!, settlement, prior), "ProverBadRowProof", 0],
        [
          rowProver.refuteStart(posted, afterFirst!, { ...first!, proof: [] }, settlement, prior),
          "ProverBadRowProof",
          0,
        ],
        [
          rowProver.refuteStart(posted, afterFirst!, { ...second!, index: 0 }, settlement, prior),
          "ProverBadRowProof",
          0,
        ],
        [rowProver.refuteStart(posted, afterFirst!, third!, settlement, prior), "ProverWrongRow", 1],
        [rowProver.refuteStep(posted, { ...second!, proof: [] }, afterSecond!, settlement), "ProverBadRowProof", 1],
        [rowProver.refuteStep(posted, second!, afterFirst!, settlement), "ProverWrongRow", 1],
        [rowProver.refuteStep(posted, second!, changed, settlement), "ProverBadRowProof", 2],
        [rowProver.refuteStep(posted, second!, { ...afterSecond!, proof: [] }, settlement), "ProverBadRowProof", 2],
        [rowProver.refuteStep(posted, second!, deeper, settlement), "ProverBadRowProof", 2],
        [rowProver.refuteEnd(posted, { ...third!, proof: [] }, first!, settlement), "ProverBadRowProof", 2],
        [rowProver.refuteEnd(posted, first!, afterSecond!, settlement), "ProverWrongRow", 2],
        [rowProver.refuteEnd(posted, first!, { ...afterSecond!, index: 1 }, settlement), "ProverBadRowProof", 1],
      ] as const;
      for (const [sent, error, row] of refused) {
        const rows = error === "ProverWrongRow" ? [row, anyValue] : [row];
        await expect(sent)
          .to.be.revertedWithCustomError(rowProver, error)
          .withArgs(...rows);
      }
    });

    it("must be of one settlement for a step, of two for a start or an end", async () => {
      const { rowProver, wrong, posted, args } = await start();
      const [, , , settlement, prior] = args;
      const [first, second] = wrong.rows.map((_, i) => mutable(bareRowEvidence(wrong.rows, i)));
      const [afterFirst, afterSecond] = [1, 2].map((i) => mutable(nextRowEvidence(wrong.rows, i)));
      await expect(rowProver.refuteStart(posted, afterSecond!, second!, settlement, prior))
        .to.be.revertedWithCustomError(rowProver, "ProverSameSettlement")
        .withArgs(1, 2);
      await expect(rowProver.refuteEnd(posted, second!, afterSecond!, settlement))
        .to.be.revertedWithCustomError(rowProver, "ProverSameSettlement")
        .withArgs(1, 2);
      await expect(rowProver.refuteStep(posted, first!, afterFirst!, settlement))
        .to.be.revertedWithCustomError(rowProver, "ProverOtherSettlement")
        .withArgs(0, 1);
    });

    it("must name the vault's settlement", async () => {
      const { rowProver, wrong, posted, args, asked } = await start();
      const [, row, previous, settlement, prior] = args;
      const [, second, third] = wrong.rows.map((_, i) => mutable(bareRowEvidence(wrong.rows, i)));
      const afterSecond = mutable(nextRowEvidence(wrong.rows, 2));
      const others = [
        { ...settlement, headAfter: ZERO_HASH },
        { ...settlement, amount: settlement.amount + 1n },
        mutable(asked.context.settlements[1]!.settlement), // the other bucket's, of the same sequence
        mutable(NO_SETTLEMENT),
      ];
      for (const other of others) {
        for (const sent of [
          rowProver.refuteStart(posted, row, previous, other, prior),
          rowProver.refuteStep(posted, second!, afterSecond, other),
          rowProver.refuteEnd(posted, third!, mutable(NO_BARE_ROW), other),
        ]) {
          await expect(sent)
            .to.be.revertedWithCustomError(rowProver, "ProverUnknownSettlement")
            .withArgs(posted.batch.bucket, 1n);
        }
      }
    });

    it("must name a batch that stands, and a row and settlement of its own, for the answer before", async () => {
      const { rowProver, posted, args, asked } = await start();
      const [, row, previous, settlement, prior] = args;
      const { batch, signers } = prior.posted;
      const priorSettlement = prior.settlement;
      const refused = [
        [{ ...prior, posted: { batch, signers: signers.toReversed() } }, "ProverUnknownAncestor"],
        [{ ...prior, posted: { batch: { ...batch, rowRoot: hashOf("rows") }, signers } }, "ProverUnknownAncestor"],
        [{ ...prior, posted: { batch: { ...batch, modelId: 2n }, signers } }, "ProverUnknownAncestor"],
        [{ ...prior, posted: { batch: { ...batch, bucket: 7n }, signers } }, "ProverUnknownAncestor"],
        [{ ...prior, row: { ...prior.row, row: { ...prior.row.row, responseHash: ZERO_HASH } } }, "ProverBadRowProof"],
        [{ ...prior, posted: mutable(NO_ANSWER).posted }, "ProverBadRowProof"], // as if of the same batch
        [{ ...prior, settlement: { ...priorSettlement, payer: ZERO_HASH.slice(0, 42) } }, "ProverUnknownSettlement"],
        [{ ...prior, row: mutable(bareRowEvidence(asked.content.rows, 2)) }, "ProverNotPriorAnswer"], // not its last
        [
          {
            ...prior,
            row: mutable(bareRowEvidence(asked.content.rows, 0)), // a direct payment's
            settlement: mutable(asked.context.settlements[0]!.settlement),
          },
          "ProverNotPriorAnswer",
        ],
      ] as const;
      for (const [given, error] of refused) {
        const sent = rowProver.refuteStart(posted, row, previous, settlement, given);
        await expect(sent).to.be.revertedWithCustomError(rowProver, error);
      }
    });

    it("must be about a batch that stands", async () => {
      const { rowProver, ledger, posted, args } = await start();
      const [, ...rest] = args;
      const other = { ...posted, signers: posted.signers.toReversed() };
      await expect(rowProver.refuteStart(other, ...rest)).to.be.revertedWithCustomError(ledger, "LedgerUnknownBatch");
    });
  });
});
