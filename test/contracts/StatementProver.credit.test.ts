import { expect } from "chai";

import { findFault } from "../../engine/src/core/audit/find-fault.js";
import { cellEvidence, creditEvidence, earningEvidence, rowEvidence } from "../../engine/src/core/audit/evidence.js";
import { NO_CELL, NO_ROW, NO_SETTLEMENT } from "../../engine/src/core/audit/evidence-types.js";
import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import type { BatchContent } from "../../engine/src/core/ledger/compute-batch.js";
import { paidEntries } from "../../engine/src/core/ledger/model.js";
import { type Answered, deployAnswered, postContent } from "../helpers/answered-bucket.js";
import { ethers, loadFixture } from "../helpers/chain.js";
import { withCredit, withRow, withStatement } from "../helpers/corrupt.js";
import { STAKE } from "../helpers/deploy-ledger.js";
import { hashOf } from "../helpers/hashes.js";
import { mutable } from "../helpers/mutable.js";
import { open } from "../helpers/units.js";

/** Posts wrong content and gives what shows credit `credit` of contribution `at`. */
async function dishonest(world: Answered, content: BatchContent, context = world.asked.context) {
  const { evidence: posted, id } = await postContent(world, content);
  const { model, statementProver, mallory } = world;
  const args = (at: number, credit: number) => {
    const { row, entry } = content.credits[at]![credit]!;
    const { entries, sequence } = content.rows[row]!;
    return mutable([
      posted,
      earningEvidence(content, at),
      creditEvidence(content, at, credit),
      rowEvidence(content, row),
      row > 0 ? rowEvidence(content, row - 1) : NO_ROW,
      context.settlements[Number(sequence)]!.settlement,
      cellEvidence(model.cells, paidEntries(entries, model)[entry]!.cell),
      entries.length === 0 ? model.defaults : [],
    ] as const);
  };
  return { ...world, content, posted, id, args, asMallory: statementProver.connect(mallory) };
}

/** The first credit of a row, wherever it stands. */
function creditOf({ credits }: BatchContent, row: number) {
  const at = credits.findIndex((statement) => statement.some((credit) => credit.row === row));
  return { at, credit: credits[at]!.findIndex((credit) => credit.row === row) };
}

/** A batch whose first credit of `row` is one too high. */
async function overpaid(world: Answered, row: number) {
  const { content } = world.asked;
  const { at, credit } = creditOf(content, row);
  const { amount } = content.credits[at]![credit]!;
  return { ...(await dishonest(world, withCredit(content, at, credit, { amount: amount + 1n }))), at, credit };
}

const deployOverpaid = async () => overpaid(await deployAnswered(), 0);

describe("StatementProver", () => {
  describe("refuteCredit", () => {
    it("drops the batch, slashes its signers and pays the bounty to the sender", async () => {
      const { ledger, staking, token, asMallory, mallory, id, args, at, credit } = await loadFixture(deployOverpaid);
      const sent = asMallory.refuteCredit(...args(at, credit));
      await expect(sent).to.changeTokenBalances(ethers, token, [staking, mallory], [-STAKE, open(4_000)]);
      await expect(sent).to.emit(ledger, "BatchRefuted").withArgs(1n, 0n, id, "credit", mallory.address, 1n);
      expect((await ledger.accountOf(1n)).nextBucket).to.equal(0n);
    });

    for (const [row, which] of [
      [1, "the first of a settlement after another"],
      [2, "a later one of its settlement, which no cell moved: the default list's"],
      [3, "a later one of its settlement"],
      [4, "the last"],
    ] as const) {
      it(`refutes a wrong amount of row ${row}, ${which}`, async () => {
        const { asMallory, args, at, credit, ledger } = await overpaid(await loadFixture(deployAnswered), row);
        await expect(asMallory.refuteCredit(...args(at, credit))).to.emit(ledger, "BatchRefuted");
      });
    }

    it("refutes a wrong amount of a channel's later voucher, in the next bucket", async () => {
      const world = await loadFixture(deployAnswered);
      await postContent(world, world.asked.content);
      const { content, context } = world.next;
      const { at, credit } = creditOf(content, 1);
      expect(context.settlements[1]!.settlement.cumulativeBefore).to.be.greaterThan(0n);
      const wrong = withCredit(content, at, credit, { amount: 0n });
      const { asMallory, args, ledger } = await dishonest(world, wrong, context);
      await expect(asMallory.refuteCredit(...args(at, credit))).to.emit(ledger, "BatchRefuted");
    });

    it("refutes a credit of 0 where the row gives more, without the cell", async () => {
      const world = await loadFixture(deployAnswered);
      const wrong = withCredit(world.asked.content, 0, 0, { amount: 0n });
      const { asMallory, args, ledger } = await dishonest(world, wrong);
      const [posted, earning, credit, row, previous, settlement, , defaults] = args(0, 0);
      await expect(
        asMallory.refuteCredit(posted, earning, credit, row, previous, settlement, mutable(NO_CELL), defaults),
      ).to.emit(ledger, "BatchRefuted");
    });

    it("refutes a row beyond the batch's, without anything of it", async () => {
      const world = await loadFixture(deployAnswered);
      const wrong = withCredit(world.asked.content, 1, 0, { row: 5 });
      const { asMallory, posted, ledger } = await dishonest(world, wrong);
      const rest = [NO_ROW, NO_ROW, NO_SETTLEMENT, NO_CELL, []] as const;
      const evidence = [earningEvidence(wrong, 1), creditEvidence(wrong, 1, 0)] as const;
      await expect(asMallory.refuteCredit(...mutable([posted, ...evidence, ...rest] as const))).to.emit(
        ledger,
        "BatchRefuted",
      );
    });

    it("refutes an entry beyond the row's, of its own list or the default one", async () => {
      for (const row of [0, 2]) {
        const world = await loadFixture(deployAnswered);
        const { at, credit } = creditOf(world.asked.content, row);
        const wrong = withCredit(world.asked.content, at, credit, { entry: 16 });
        const { asMallory, posted, ledger, model } = await dishonest(world, wrong);
        const args = mutable([
          posted,
          earningEvidence(wrong, at),
          creditEvidence(wrong, at, credit),
          rowEvidence(wrong, row),
          NO_ROW,
          NO_SETTLEMENT,
          NO_CELL,
          row === 2 ? model.defaults : [],
        ] as const);
        await expect(asMallory.refuteCredit(...args)).to.emit(ledger, "BatchRefuted");
      }
    });

    it("refutes an entry for a cell that the model does not have, without the cell", async () => {
      const world = await loadFixture(deployAnswered);
      const { content } = world.asked;
      const { entry } = content.credits[0]![0]!;
      const entries = content.rows[0]!.entries.map((each, i) => (i === entry ? { ...each, cell: 80 } : each));
      const wrong = withRow(content, 0, { entries });
      const { asMallory, posted, ledger } = await dishonest(world, wrong);
      const args = mutable([
        posted,
        earningEvidence(wrong, 0),
        creditEvidence(wrong, 0, 0),
        rowEvidence(wrong, 0),
        NO_ROW,
        NO_SETTLEMENT,
        NO_CELL,
        [],
      ] as const);
      await expect(asMallory.refuteCredit(...args)).to.emit(ledger, "BatchRefuted");
    });

    it("refutes a right credit in another contribution's statement, without row before and settlement", async () => {
      const world = await loadFixture(deployAnswered);
      const { content } = world.asked;
      const stolen = content.credits[0]![0]!;
      const wrong = withStatement(content, 1, [stolen, ...content.credits[1]!]);
      const { asMallory, args, ledger } = await dishonest(world, wrong);
      const [posted, earning, credit, row, , , cell, defaults] = args(1, 0);
      const none = [mutable(NO_ROW), mutable(NO_SETTLEMENT)] as const;
      await expect(asMallory.refuteCredit(posted, earning, credit, row, ...none, cell, defaults)).to.emit(
        ledger,
        "BatchRefuted",
      );
    });

    it("refutes every credit of a row whose shares sum to 0", async () => {
      const world = await loadFixture(deployAnswered);
      const { content } = world.asked;
      const entries = content.rows[0]!.entries.map(({ cell }) => ({ cell, share: 0n }));
      const { asMallory, args, ledger } = await dishonest(world, withRow(content, 0, { entries }));
      await expect(asMallory.refuteCredit(...args(0, 0))).to.emit(ledger, "BatchRefuted");
    });

    it("takes what the engine's audit finds", async () => {
      const world = await loadFixture(deployAnswered);
      const { content, context } = world.asked;
      for (const wrong of [
        withCredit(content, 2, 1, { amount: 5n }),
        withCredit(content, 2, 1, { row: 77 }),
        withStatement(content, 3, [content.credits[0]![0]!]),
      ]) {
        const { posted, statementProver, ledger } = await dishonest(await loadFixture(deployAnswered), wrong);
        const fault = findFault({ posted, content: wrong }, context);
        if (fault?.proof !== "credit") throw new Error(`expected credit, got ${String(fault?.proof)}`);
        await expect(statementProver.refuteCredit(...mutable(fault.args))).to.emit(ledger, "BatchRefuted");
      }
    });

    describe("given evidence that is not the batch's", () => {
      type Args = ReturnType<Awaited<ReturnType<typeof deployOverpaid>>["args"]>;

      const cases: readonly (readonly [string, string, (args: Args) => Args])[] = [
        [
          "an earning of another place",
          "ProverBadEarningProof",
          ([p, earning, ...rest]) => [p, { ...earning, index: 4 }, ...rest],
        ],
        [
          "an earning beyond the contributions (padding leaf)",
          "ProverBadEarningProof",
          ([p, earning, ...rest]) => [p, { ...earning, index: 5 }, ...rest],
        ],
        [
          "a credit of another place",
          "ProverBadCreditProof",
          ([p, e, credit, ...rest]) => [p, e, { ...credit, index: 1 }, ...rest],
        ],
        [
          "another amount",
          "ProverBadCreditProof",
          ([p, e, credit, ...rest]) => [
            p,
            e,
            { ...credit, credit: { ...credit.credit, amount: credit.credit.amount + 1n } },
            ...rest,
          ],
        ],
        [
          "a statement of another depth",
          "ProverBadCreditProof",
          ([p, e, credit, ...rest]) => [p, e, { ...credit, proof: credit.proof.slice(1) }, ...rest],
        ],
        [
          "another row than the credit's",
          "ProverWrongRow",
          ([p, e, c, row, ...rest]) => [p, e, c, { ...row, index: 1 }, ...rest],
        ],
        [
          "a row that is not the batch's",
          "ProverBadRowProof",
          ([p, e, c, row, ...rest]) => [p, e, c, { ...row, row: { ...row.row, sequence: 9n } }, ...rest],
        ],
        [
          "another cell than the entry's",
          "ProverCellNotEntry",
          ([p, e, c, r, b, s, cell, d]) => [p, e, c, r, b, s, { ...cell, index: cell.index ^ 1 }, d],
        ],
        [
          "a cell that is not the model's",
          "ProverBadCellProof",
          ([p, e, c, r, b, s, cell, d]) => [p, e, c, r, b, s, { ...cell, proof: [] }, d],
        ],
        [
          "a settlement that the vault does not know",
          "ProverUnknownSettlement",
          ([p, e, c, r, b, s, cell, d]) => [p, e, c, r, b, { ...s, cumulativeBefore: 1n }, cell, d],
        ],
        [
          "no settlement",
          "ProverUnknownSettlement",
          ([p, e, c, r, b, , cell, d]) => [p, e, c, r, b, mutable(NO_SETTLEMENT), cell, d],
        ],
      ];
      for (const [name, error, change] of cases) {
        it(`refuses ${name}`, async () => {
          const { statementProver, args, at, credit } = await loadFixture(deployOverpaid);
          await expect(statementProver.refuteCredit(...change(args(at, credit)))).to.be.revertedWithCustomError(
            statementProver,
            error,
          );
        });
      }

      it("refuses another row before, and one that is not just before", async () => {
        const { statementProver, args, at, credit, content } = await overpaid(await loadFixture(deployAnswered), 3);
        const [posted, earning, shown, row, previous, ...rest] = args(at, credit);
        await expect(
          statementProver.refuteCredit(posted, earning, shown, row, mutable(rowEvidence(content, 1)), ...rest),
        )
          .to.be.revertedWithCustomError(statementProver, "ProverWrongRow")
          .withArgs(1n, 2n);
        const forged = { ...previous, row: { ...previous.row, cumulativeFee: 0n } };
        await expect(statementProver.refuteCredit(posted, earning, shown, row, forged, ...rest))
          .to.be.revertedWithCustomError(statementProver, "ProverBadRowProof")
          .withArgs(2n);
      });

      it("refuses a default list that is not the model's", async () => {
        const { statementProver, args, at, credit, model } = await overpaid(await loadFixture(deployAnswered), 2);
        const [posted, earning, shown, row, previous, settlement, cell] = args(at, credit);
        for (const defaults of [[], model.defaults.slice(1)]) {
          await expect(
            statementProver.refuteCredit(posted, earning, shown, row, previous, settlement, cell, mutable(defaults)),
          ).to.be.revertedWithCustomError(statementProver, "ProverWrongDefaults");
        }
      });

      it("refuses any credit of a contribution without credits (zero root)", async () => {
        const world = await loadFixture(deployAnswered);
        const wrong = withStatement(world.asked.content, 1, []);
        const { statementProver, args, content } = await dishonest(world, wrong);
        const [posted, , credit, ...rest] = args(0, 0);
        expect(content.earnings[1]!.statementRoot).to.equal(ZERO_HASH);
        await expect(
          statementProver.refuteCredit(posted, mutable(earningEvidence(content, 1)), { ...credit, proof: [] }, ...rest),
        ).to.be.revertedWithCustomError(statementProver, "ProverBadCreditProof");
      });
    });

    it("leaves fees that fall to the receipt proof", async () => {
      const world = await loadFixture(deployAnswered);
      const { content } = world.asked;
      const { at, credit } = creditOf(content, 3);
      const { cumulativeFee } = content.rows[2]!;
      const falling = withRow(content, 3, { cumulativeFee: cumulativeFee - 1n });
      const { statementProver, args } = await dishonest(world, falling);
      await expect(statementProver.refuteCredit(...args(at, credit)))
        .to.be.revertedWithCustomError(statementProver, "ProverFeesNotAscending")
        .withArgs(cumulativeFee, cumulativeFee - 1n);
    });

    it("leaves a row of an unknown settlement to the receipt proof", async () => {
      const world = await loadFixture(deployAnswered);
      const { at, credit } = creditOf(world.asked.content, 0);
      const wrong = withRow(world.asked.content, 0, { sequence: 9n, head: hashOf("x") });
      const { context } = world.asked;
      const settlements = [...context.settlements];
      settlements[9] = settlements[0]!;
      const { statementProver, args } = await dishonest(world, wrong, { ...context, settlements });
      await expect(statementProver.refuteCredit(...args(at, credit)))
        .to.be.revertedWithCustomError(statementProver, "ProverUnknownSettlement")
        .withArgs(0n, 9n);
    });
  });
});
