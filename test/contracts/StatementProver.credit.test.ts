import { expect } from "chai";

import { findFault } from "../../engine/src/core/audit/find-fault.js";
import {
  cellEvidence,
  creditEvidence,
  earningEvidence,
  rowBeforeEvidence,
  rowEvidence,
} from "../../engine/src/core/audit/evidence.js";
import { NO_CELL, NO_ROW, NO_BARE_ROW, NO_SETTLEMENT } from "../../engine/src/core/audit/evidence-types.js";
import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import type { BatchContent } from "../../engine/src/core/ledger/compute-batch.js";
import { paidEntries } from "../../engine/src/core/ledger/model.js";
import { type Answered, deployAnswered, postContent } from "../helpers/answered-bucket.js";
import { ethers, loadFixture } from "../helpers/chain.js";
import { refuteFault } from "../helpers/refute-fault.js";
import { withCredit, withRow, withStatement } from "../helpers/corrupt.js";
import { STAKE } from "../helpers/deploy-ledger.js";
import { hashOf } from "../helpers/hashes.js";
import { mutable } from "../helpers/mutable.js";
import { open } from "../helpers/units.js";

/** Posts wrong content; `args` shows that credit `credit` of contribution `at` is not the right amount, `placeArgs` that it stands nowhere. */
async function dishonest(world: Answered, content: BatchContent, context = world.asked.context) {
  const { evidence: posted, id } = await postContent(world, content);
  const { model, statementProver, mallory } = world;
  const line = (at: number, credit: number) => {
    const { row } = content.credits[at]![credit]!;
    return [
      posted,
      earningEvidence(content, at),
      creditEvidence(content, at, credit),
      rowEvidence(content, row),
    ] as const;
  };
  const args = (at: number, credit: number) => {
    const { row } = content.credits[at]![credit]!;
    const { entries, sequence } = content.rows[row]!;
    return mutable([
      ...line(at, credit),
      row > 0 ? rowBeforeEvidence(content, row) : NO_BARE_ROW,
      context.settlements[Number(sequence)]!.settlement,
      entries.length === 0 ? model.defaults : [],
    ] as const);
  };
  const placeArgs = (at: number, credit: number) => {
    const { row, entry } = content.credits[at]![credit]!;
    const { entries } = content.rows[row]!;
    const cell = paidEntries(entries, model)[entry]?.cell;
    const shown = cell !== undefined && cell < model.cells.length ? cellEvidence(model.cells, cell) : NO_CELL;
    return mutable([...line(at, credit), shown, entries.length === 0 ? model.defaults : []] as const);
  };
  return { ...world, content, posted, id, args, placeArgs, asMallory: statementProver.connect(mallory) };
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
  describe("refuteAmount", () => {
    it("drops the batch, slashes its signers and pays the bounty to the sender", async () => {
      const { ledger, staking, token, asMallory, mallory, id, args, at, credit } = await loadFixture(deployOverpaid);
      const sent = asMallory.refuteAmount(...args(at, credit));
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
        await expect(asMallory.refuteAmount(...args(at, credit))).to.emit(ledger, "BatchRefuted");
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
      await expect(asMallory.refuteAmount(...args(at, credit))).to.emit(ledger, "BatchRefuted");
    });

    it("refutes a credit of 0 where the row gives more", async () => {
      const world = await loadFixture(deployAnswered);
      const wrong = withCredit(world.asked.content, 0, 0, { amount: 0n });
      const { asMallory, args, ledger } = await dishonest(world, wrong);
      await expect(asMallory.refuteAmount(...args(0, 0))).to.emit(ledger, "BatchRefuted");
    });

    it("refutes every credit of a row whose shares sum to 0", async () => {
      const world = await loadFixture(deployAnswered);
      const { content } = world.asked;
      const entries = content.rows[0]!.entries.map(({ cell }) => ({ cell, share: 0n }));
      const { asMallory, args, ledger } = await dishonest(world, withRow(content, 0, { entries }));
      await expect(asMallory.refuteAmount(...args(0, 0))).to.emit(ledger, "BatchRefuted");
    });

    it("leaves an entry beyond the row's to refuteCredit", async () => {
      const world = await loadFixture(deployAnswered);
      const { asMallory, args, statementProver } = await dishonest(
        world,
        withCredit(world.asked.content, 0, 0, { entry: 16 }),
      );
      await expect(asMallory.refuteAmount(...args(0, 0)))
        .to.be.revertedWithCustomError(statementProver, "ProverNoSuchEntry")
        .withArgs(world.asked.content.credits[0]![0]!.row, 16n, 16n);
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
          "a settlement that the vault does not know",
          "ProverUnknownSettlement",
          ([p, e, c, r, b, s, d]) => [p, e, c, r, b, { ...s, cumulativeBefore: 1n }, d],
        ],
        [
          "no settlement",
          "ProverUnknownSettlement",
          ([p, e, c, r, b, , d]) => [p, e, c, r, b, mutable(NO_SETTLEMENT), d],
        ],
      ];
      for (const [name, error, change] of cases) {
        it(`refuses ${name}`, async () => {
          const { statementProver, args, at, credit } = await loadFixture(deployOverpaid);
          await expect(statementProver.refuteAmount(...change(args(at, credit)))).to.be.revertedWithCustomError(
            statementProver,
            error,
          );
        });
      }

      it("refuses another row before, one that is not just before, and a proof of another length", async () => {
        const { statementProver, args, at, credit, content } = await overpaid(await loadFixture(deployAnswered), 2);
        const [posted, earning, shown, row, previous, ...rest] = args(at, credit);
        expect(previous.proof).to.have.length(1); // rows 1 and 2 meet above their own pairs
        for (const wrong of [
          { ...mutable(rowBeforeEvidence(content, 1)), index: 1 },
          { ...previous, row: { ...previous.row, cumulativeFee: 0n } },
          { ...previous, row: { ...previous.row, entriesHash: ZERO_HASH } },
          { ...previous, proof: rowEvidence(content, 1).proof.slice() },
          { ...previous, proof: [] },
        ]) {
          await expect(statementProver.refuteAmount(posted, earning, shown, row, wrong, ...rest))
            .to.be.revertedWithCustomError(statementProver, "ProverBadRowProof")
            .withArgs(1n);
        }
      });

      it("refuses a default list that is not the model's", async () => {
        const { statementProver, args, at, credit, model } = await overpaid(await loadFixture(deployAnswered), 2);
        const [posted, earning, shown, row, previous, settlement] = args(at, credit);
        for (const defaults of [[], model.defaults.slice(1)]) {
          await expect(
            statementProver.refuteAmount(posted, earning, shown, row, previous, settlement, mutable(defaults)),
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
          statementProver.refuteAmount(posted, mutable(earningEvidence(content, 1)), { ...credit, proof: [] }, ...rest),
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
      await expect(statementProver.refuteAmount(...args(at, credit)))
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
      await expect(statementProver.refuteAmount(...args(at, credit)))
        .to.be.revertedWithCustomError(statementProver, "ProverUnknownSettlement")
        .withArgs(0n, 9n);
    });
  });

  describe("refuteCredit", () => {
    it("refutes a row beyond the batch's, without anything of it", async () => {
      const world = await loadFixture(deployAnswered);
      const wrong = withCredit(world.asked.content, 1, 0, { row: 5 });
      const { asMallory, posted, ledger, id, mallory } = await dishonest(world, wrong);
      const evidence = [posted, earningEvidence(wrong, 1), creditEvidence(wrong, 1, 0)] as const;
      await expect(asMallory.refuteCredit(...mutable([...evidence, NO_ROW, NO_CELL, []] as const)))
        .to.emit(ledger, "BatchRefuted")
        .withArgs(1n, 0n, id, "credit", mallory.address, 1n);
    });

    for (const [row, list] of [
      [0, "its own list"],
      [2, "the default list"],
    ] as const) {
      it(`refutes an entry beyond ${list}, without a cell`, async () => {
        const world = await loadFixture(deployAnswered);
        const { at, credit } = creditOf(world.asked.content, row);
        const wrong = withCredit(world.asked.content, at, credit, { entry: 16 });
        const { asMallory, ledger, placeArgs } = await dishonest(world, wrong);
        await expect(asMallory.refuteCredit(...placeArgs(at, credit))).to.emit(ledger, "BatchRefuted");
      });
    }

    it("refutes an entry for a cell that the model does not have, without the cell", async () => {
      const world = await loadFixture(deployAnswered);
      const { content } = world.asked;
      const { entry } = content.credits[0]![0]!;
      const entries = content.rows[0]!.entries.map((each, i) => (i === entry ? { ...each, cell: 80 } : each));
      const { asMallory, placeArgs, ledger } = await dishonest(world, withRow(content, 0, { entries }));
      await expect(asMallory.refuteCredit(...placeArgs(0, 0))).to.emit(ledger, "BatchRefuted");
    });

    it("refutes a right credit in another contribution's statement", async () => {
      const world = await loadFixture(deployAnswered);
      const { content } = world.asked;
      const stolen = content.credits[0]![0]!;
      const wrong = withStatement(content, 1, [stolen, ...content.credits[1]!]);
      const { asMallory, placeArgs, ledger } = await dishonest(world, wrong);
      await expect(asMallory.refuteCredit(...placeArgs(1, 0))).to.emit(ledger, "BatchRefuted");
    });

    describe("given evidence that is not the batch's or the model's", () => {
      type Args = ReturnType<Awaited<ReturnType<typeof deployOverpaid>>["placeArgs"]>;

      const cases: readonly (readonly [string, string, (args: Args) => Args])[] = [
        [
          "an earning of another place",
          "ProverBadEarningProof",
          ([p, earning, ...rest]) => [p, { ...earning, index: 4 }, ...rest],
        ],
        [
          "a credit of another place",
          "ProverBadCreditProof",
          ([p, e, credit, ...rest]) => [p, e, { ...credit, index: 1 }, ...rest],
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
          ([p, e, c, r, cell, d]) => [p, e, c, r, { ...cell, index: cell.index ^ 1 }, d],
        ],
        [
          "a cell that is not the model's",
          "ProverBadCellProof",
          ([p, e, c, r, cell, d]) => [p, e, c, r, { ...cell, proof: [] }, d],
        ],
        ["no cell", "ProverCellNotEntry", ([p, e, c, r, , d]) => [p, e, c, r, { ...mutable(NO_CELL), index: 99 }, d]],
      ];
      for (const [name, error, change] of cases) {
        it(`refuses ${name}`, async () => {
          const { statementProver, placeArgs, at, credit } = await loadFixture(deployOverpaid);
          await expect(statementProver.refuteCredit(...change(placeArgs(at, credit)))).to.be.revertedWithCustomError(
            statementProver,
            error,
          );
        });
      }

      it("refuses a default list that is not the model's", async () => {
        const world = await overpaid(await loadFixture(deployAnswered), 2);
        const { statementProver, placeArgs, at, credit, model } = world;
        const [posted, earning, shown, row, cell] = placeArgs(at, credit);
        for (const defaults of [[], model.defaults.slice(1)]) {
          await expect(
            statementProver.refuteCredit(posted, earning, shown, row, cell, mutable(defaults)),
          ).to.be.revertedWithCustomError(statementProver, "ProverWrongDefaults");
        }
      });
    });

    it("leaves a wrong amount to refuteAmount", async () => {
      const { statementProver, placeArgs, at, credit } = await loadFixture(deployOverpaid);
      await expect(statementProver.refuteCredit(...placeArgs(at, credit))).to.be.revertedWithCustomError(
        statementProver,
        "ProverStepIsRight",
      );
    });
  });

  it("takes what the engine's audit finds", async () => {
    const { content, context } = (await loadFixture(deployAnswered)).asked;
    for (const wrong of [
      withCredit(content, 2, 1, { amount: 5n }),
      withCredit(content, 2, 1, { row: 77 }),
      withStatement(content, 3, [content.credits[0]![0]!]),
    ]) {
      const world = await loadFixture(deployAnswered);
      const { evidence: posted } = await postContent(world, wrong);
      await expect(refuteFault(world, findFault({ posted, content: wrong }, context), "credit")).to.emit(
        world.ledger,
        "BatchRefuted",
      );
    }
  });
});
