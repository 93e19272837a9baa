import { expect } from "chai";

import {
  cellEvidence,
  creditBeforeEvidence,
  creditEvidence,
  earningEvidence,
  rowEvidence,
} from "../../engine/src/core/audit/evidence.js";
import { NO_CREDIT } from "../../engine/src/core/audit/evidence-types.js";
import { findFault } from "../../engine/src/core/audit/find-fault.js";
import type { BatchContent } from "../../engine/src/core/ledger/compute-batch.js";
import { paidEntries } from "../../engine/src/core/ledger/model.js";
import { type Answered, deployAnswered, postContent } from "../helpers/answered-bucket.js";
import { ethers, loadFixture } from "../helpers/chain.js";
import { withStatement } from "../helpers/corrupt.js";
import { STAKE } from "../helpers/deploy-ledger.js";
import { mutable } from "../helpers/mutable.js";
import { refuteFault } from "../helpers/refute-fault.js";
import { open } from "../helpers/units.js";

/** The contribution with the longest statement. */
function longest({ credits }: BatchContent): number {
  return credits.reduce((best, { length }, i) => (length > credits[best]!.length ? i : best), 0);
}

/** What shows that `row`'s `entry` is missing at `place` of a statement. */
function missingArgs(
  { model }: Answered,
  content: BatchContent,
  { at, place, row, entry }: { at: number; place: number; row: number; entry: number },
) {
  const { length } = content.credits[at]!;
  const { entries } = content.rows[row]!;
  const isEnd = place >= length;
  const before = () => (isEnd ? creditEvidence(content, at, length - 1) : creditBeforeEvidence(content, at, place));
  return [
    earningEvidence(content, at),
    place,
    place > 0 ? before() : NO_CREDIT,
    isEnd ? NO_CREDIT : creditEvidence(content, at, place),
    rowEvidence(content, row),
    entry,
    cellEvidence(model.cells, paidEntries(entries, model)[entry]!.cell),
    entries.length === 0 ? model.defaults : [],
  ] as const;
}

describe("StatementProver", () => {
  describe("refuteMissing", () => {
    it("drops the batch, slashes its signers and pays the bounty to the sender", async () => {
      const world = await loadFixture(deployAnswered);
      const { ledger, staking, token, mallory, asked } = world;
      const wrong = withStatement(asked.content, 0, asked.content.credits[0]!.slice(1));
      const { evidence: posted, id } = await postContent(world, wrong);
      const sent = await refuteFault(world, findFault({ posted, content: wrong }, asked.context), "missing");
      await expect(sent).to.changeTokenBalances(ethers, token, [staking, mallory], [-STAKE, open(4_000)]);
      await expect(sent).to.emit(ledger, "BatchRefuted").withArgs(1n, 0n, id, "missing", mallory.address, 1n);
    });

    it("refutes a statement without any one of its credits, the default list's too", async () => {
      const { asked } = await loadFixture(deployAnswered);
      const at = longest(asked.content);
      const statement = asked.content.credits[at]!;
      expect(statement.some(({ row }) => asked.content.rows[row]!.entries.length === 0)).to.equal(true);
      for (const left of statement.keys()) {
        const world = await loadFixture(deployAnswered);
        const wrong = withStatement(asked.content, at, statement.toSpliced(left, 1));
        const { evidence: posted } = await postContent(world, wrong);
        const fault = findFault({ posted, content: wrong }, asked.context);
        expect(fault).to.deep.include({ reason: "left out", contribution: at, credit: left });
        await expect(refuteFault(world, fault, "missing")).to.emit(world.ledger, "BatchRefuted");
      }
    });

    it("refutes an empty statement, and one that keeps a single credit", async () => {
      const { asked } = await loadFixture(deployAnswered);
      for (const keep of [
        [0, 0],
        [0, 1],
        [1, 2],
        [-1, undefined],
      ] as const) {
        const world = await loadFixture(deployAnswered);
        const wrong = withStatement(asked.content, 3, asked.content.credits[3]!.slice(...keep));
        const { evidence: posted } = await postContent(world, wrong);
        const fault = findFault({ posted, content: wrong }, asked.context);
        await expect(refuteFault(world, fault, "missing")).to.emit(world.ledger, "BatchRefuted");
      }
    });

    describe("given an honest batch", () => {
      async function deployHonest() {
        const world = await deployAnswered();
        const { evidence: posted } = await postContent(world, world.asked.content);
        return { ...world, posted };
      }

      it("finds no entry of any row missing, at any place of its contribution's statement", async () => {
        const world = await loadFixture(deployHonest);
        const { statementProver, model, posted, asked } = world;
        const { content } = asked;
        for (const [row, { entries }] of content.rows.entries()) {
          for (const [entry, { cell }] of paidEntries(entries, model).entries()) {
            if (entry % 5 !== row % 5) continue; // a fifth of all pairs
            const at = model.cells[cell]!.contribution;
            for (let place = 0; place <= content.credits[at]!.length; place++) {
              const args = missingArgs(world, content, { at, place, row, entry });
              const call = statementProver.refuteMissing.staticCall(...mutable([posted, ...args] as const));
              await expect(call).to.be.revertedWithCustomError(statementProver, "ProverStepIsRight");
            }
          }
        }
      });

      it("does not miss an entry in another contribution's statement", async () => {
        const world = await loadFixture(deployHonest);
        const { statementProver, model, posted, asked } = world;
        const { content } = asked;
        const at = model.cells[content.rows[4]!.entries[15]!.cell]!.contribution;
        const other = (at + 1) % 5;
        const args = missingArgs(world, content, {
          at: other,
          place: content.credits[other]!.length,
          row: 4,
          entry: 15,
        });
        await expect(
          statementProver.refuteMissing(...mutable([posted, ...args] as const)),
        ).to.be.revertedWithCustomError(statementProver, "ProverStepIsRight");
      });

      it("refuses evidence that is not the batch's or the model's, and places that are none", async () => {
        const world = await loadFixture(deployHonest);
        const { statementProver, posted, asked, model } = world;
        const { content } = asked;
        const at = longest(content);
        const statement = content.credits[at]!;
        const line = statement.find(({ row }) => row === 1)!;
        const place = statement.length - 2;
        const right = missingArgs(world, content, { at, place, ...line });
        const [earning, , before, after, row, entry, cell, defaults] = right;
        // A row that belongs beyond everything, so that the neighbours are looked at.
        const beyond = missingArgs(world, withStatement(content, at, statement.slice(0, -1)), {
          at,
          place: statement.length - 1,
          ...statement.at(-1)!,
        });
        const whole = creditEvidence(content, at, statement.length - 2);
        const cases = [
          [[earning, statement.length + 1, before, after, row, entry, cell, defaults], "ProverNoSuchPlace"],
          [[earning, place, after, after, row, entry, cell, defaults], "ProverWrongCredit"],
          [[earning, place, before, before, row, entry, cell, defaults], "ProverWrongCredit"],
          [
            [{ ...earning, index: (at + 1) % 5 }, place, before, after, row, entry, cell, defaults],
            "ProverBadEarningProof",
          ],
          [[earning, place, before, after, { ...row, index: 0 }, entry, cell, defaults], "ProverBadRowProof"],
          [[earning, place, before, after, row, 16, cell, defaults], "ProverNoSuchEntry"],
          [[earning, place, before, after, row, entry, { ...cell, index: 79 }, defaults], "ProverCellNotEntry"],
          [[earning, place, before, after, row, entry, { ...cell, proof: [] }, defaults], "ProverBadCellProof"],
          // The statement's last credit hidden: the one before it is not the last.
          [[earning, statement.length, whole, NO_CREDIT, ...beyond.slice(4)], "ProverWrongCredit"],
          [
            [earning, statement.length, { ...whole, index: statement.length - 1 }, NO_CREDIT, ...beyond.slice(4)],
            "ProverBadCreditProof",
          ],
        ] as const;
        for (const [args, error] of cases) {
          const call = statementProver.refuteMissing(
            ...(mutable([posted, ...args]) as Parameters<typeof statementProver.refuteMissing>),
          );
          await expect(call).to.be.revertedWithCustomError(statementProver, error);
        }
        const silent = content.rows.findIndex(({ entries }) => entries.length === 0);
        const byDefault = statement.find((each) => each.row === silent)!;
        const args = missingArgs(world, content, { at, place, ...byDefault });
        const wrongList = [...args.slice(0, 7), model.defaults.slice(1)];
        await expect(
          statementProver.refuteMissing(
            ...(mutable([posted, ...wrongList]) as Parameters<typeof statementProver.refuteMissing>),
          ),
        ).to.be.revertedWithCustomError(statementProver, "ProverWrongDefaults");
      });
    });
  });

  describe("refuteUnsorted", () => {
    for (const [name, change] of [
      ["a credit twice", (lines: BatchContent["credits"][number], i: number) => lines.toSpliced(i, 0, lines[i]!)],
      [
        "two credits the wrong way round",
        (lines: BatchContent["credits"][number], i: number) => lines.toSpliced(i, 2, lines[i + 1]!, lines[i]!),
      ],
    ] as const) {
      it(`refutes ${name}, anywhere`, async () => {
        const { asked } = await loadFixture(deployAnswered);
        const at = longest(asked.content);
        for (let i = 0; i < asked.content.credits[at]!.length - 1; i++) {
          const world = await loadFixture(deployAnswered);
          const wrong = withStatement(asked.content, at, change(asked.content.credits[at]!, i));
          const { evidence: posted } = await postContent(world, wrong);
          const fault = findFault({ posted, content: wrong }, asked.context);
          expect(fault).to.deep.include({ reason: "unsorted", contribution: at, credit: i + 1 });
          await expect(refuteFault(world, fault, "missing")).to.emit(world.ledger, "BatchRefuted");
        }
      });
    }

    it("finds any two neighbours of an honest batch in order, and takes no others for neighbours", async () => {
      const world = await loadFixture(deployAnswered);
      const { statementProver, asked } = world;
      const { content } = asked;
      const { evidence: posted } = await postContent(world, content);
      for (const [at, statement] of content.credits.entries()) {
        const earning = earningEvidence(content, at);
        for (let i = 1; i < statement.length; i++) {
          const [before, after] = [creditBeforeEvidence(content, at, i), creditEvidence(content, at, i)];
          const call = statementProver.refuteUnsorted.staticCall(...mutable([posted, earning, before, after] as const));
          await expect(call).to.be.revertedWithCustomError(statementProver, "ProverStepIsRight");
          for (const other of [after, { ...before, credit: after.credit }, { ...before, proof: after.proof }]) {
            await expect(
              statementProver.refuteUnsorted.staticCall(...mutable([posted, earning, other, after] as const)),
            ).to.be.revertedWithCustomError(statementProver, "ProverBadCreditProof");
          }
        }
        const first = creditEvidence(content, at, 0);
        await expect(
          statementProver.refuteUnsorted.staticCall(...mutable([posted, earning, first, first] as const)),
        ).to.be.revertedWithCustomError(statementProver, "ProverBadCreditProof");
      }
    });
  });
});
