import { expect } from "chai";

import { findFault } from "../../engine/src/core/audit/find-fault.js";
import {
  cellEvidence,
  creditEvidence,
  earningEvidence,
  rowBeforeEvidence,
  rowEvidence,
} from "../../engine/src/core/audit/evidence.js";
import { NO_BARE_ROW, NO_SETTLEMENT } from "../../engine/src/core/audit/evidence-types.js";
import { toHex } from "../../engine/src/core/hash/hex.js";
import { laneRow } from "../../engine/src/core/ledger/lanes.js";
import { paidEntries } from "../../engine/src/core/ledger/model.js";
import { laneBytes } from "../../engine/src/core/tree/vector-root.js";
import { type Answered, deployAnswered, postContent } from "../helpers/answered-bucket.js";
import { loadFixture } from "../helpers/chain.js";
import { mutable } from "../helpers/mutable.js";

const LAST = 16;

/** Both buckets answered honestly. */
async function deployHonest() {
  const world = await deployAnswered();
  const first = await postContent(world, world.asked.content);
  const second = await postContent(world, world.next.content);
  const batches = [
    { ...world.asked, posted: first.evidence },
    { ...world.next, posted: second.evidence },
  ];
  return { ...world, batches };
}

type Batch = Awaited<ReturnType<typeof deployHonest>>["batches"][number];

const lanesOf = ({ model }: Answered, { content }: Batch, row: number, cell: number) =>
  [toHex(laneBytes(laneRow(content.queries, row))), toHex(laneBytes(laneRow(model.responses, cell)))] as const;

describe("the provers", () => {
  describe("given an honest batch", () => {
    it("is one by the engine's own audit, with full, short and empty lists", async () => {
      const { batches } = await loadFixture(deployHonest);
      for (const { posted, content, context } of batches) {
        expect(findFault({ posted, content }, context)).to.equal(undefined);
      }
      const sizes = batches.flatMap(({ content }) => content.rows.map(({ entries }) => entries.length));
      expect(sizes).to.include(0);
      expect(sizes).to.include(LAST);
    });

    it("refutes no score of any row", async () => {
      const world = await loadFixture(deployHonest);
      const { scoreProver, model } = world;
      for (const batch of world.batches) {
        for (const [r, row] of batch.content.rows.entries()) {
          for (const [entry, { cell }] of row.entries.entries()) {
            const evidence = [rowEvidence(batch.content, r), entry, cellEvidence(model.cells, cell)] as const;
            const args = mutable([batch.posted, ...evidence, ...lanesOf(world, batch, r, cell)] as const);
            await expect(scoreProver.refuteScore.staticCall(...args)).to.be.revertedWithCustomError(
              scoreProver,
              "ProverStepIsRight",
            );
          }
        }
      }
    });

    it("refutes no omission of any cell that is not listed", async () => {
      const world = await loadFixture(deployHonest);
      const { scoreProver, model } = world;
      for (const batch of world.batches) {
        for (const [r, { entries }] of batch.content.rows.entries()) {
          const listed = new Set(entries.map(({ cell }) => cell));
          for (const cell of model.cells.keys()) {
            const evidence = [rowEvidence(batch.content, r), cellEvidence(model.cells, cell)] as const;
            const args = mutable([batch.posted, ...evidence, ...lanesOf(world, batch, r, cell)] as const);
            await expect(scoreProver.refuteOmitted.staticCall(...args)).to.be.revertedWithCustomError(
              scoreProver,
              listed.has(cell) ? "ProverCellListed" : "ProverStepIsRight",
            );
          }
        }
      }
    });

    it("refutes no credit of any statement, neither its place nor its amount", async () => {
      const world = await loadFixture(deployHonest);
      const { statementProver, model } = world;
      for (const { content, context, posted } of world.batches) {
        for (const [c, statement] of content.credits.entries()) {
          for (const [i, { row, entry }] of statement.entries()) {
            const { entries, sequence } = content.rows[row]!;
            const { cell } = paidEntries(entries, model)[entry]!;
            const sameSettlement = row > 0 && content.rows[row - 1]!.sequence === sequence;
            const line = [
              posted,
              earningEvidence(content, c),
              creditEvidence(content, c, i),
              rowEvidence(content, row),
            ] as const;
            const defaults = entries.length === 0 ? model.defaults : [];
            const placed = mutable([...line, cellEvidence(model.cells, cell), defaults] as const);
            const before = row > 0 ? rowBeforeEvidence(content, row) : NO_BARE_ROW;
            const settlement = sameSettlement ? NO_SETTLEMENT : context.settlements[Number(sequence)]!.settlement;
            const divided = mutable([...line, before, settlement, defaults] as const);
            for (const call of [
              statementProver.refuteCredit.staticCall(...placed),
              statementProver.refuteAmount.staticCall(...divided),
            ]) {
              await expect(call).to.be.revertedWithCustomError(statementProver, "ProverStepIsRight");
            }
          }
        }
      }
    });
  });
});
