import { expect } from "chai";

import { checkEmptyRow, checkRows } from "../../engine/src/core/audit/check-rows.js";
import { rowEvidence } from "../../engine/src/core/audit/evidence.js";
import { findFault } from "../../engine/src/core/audit/find-fault.js";
import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import type { Entry } from "../../engine/src/core/hash/structs.js";
import { type BatchContent, batchOf, rowTree } from "../../engine/src/core/ledger/compute-batch.js";
import { merkleProof } from "../../engine/src/core/tree/merkle.js";
import { type Answered, deployAnswered, postContent } from "../helpers/answered-bucket.js";
import { post } from "../helpers/attest.js";
import { loadFixture } from "../helpers/chain.js";
import { withRow } from "../helpers/corrupt.js";
import { hashOf } from "../helpers/hashes.js";
import { mutable } from "../helpers/mutable.js";
import { expectRefuted } from "../helpers/refuted.js";

const ROW = 3;

/** Posts the asked bucket with another list in one row, and gives what the engine finds. */
async function withList({ ...world }: Answered, change: (entries: readonly Entry[]) => readonly Entry[]) {
  const { content } = world.asked;
  const wrong = withRow(content, ROW, { entries: change(content.rows[ROW]!.entries) });
  const { evidence: posted } = await postContent(world, wrong);
  return { ...world, posted, wrong, fault: checkRows({ posted, content: wrong }) };
}

/** Posts rows whose count is `count`: padding is passed off as the rows that are not there. */
async function withCount(world: Answered, content: BatchContent, count: number) {
  const batch = { ...batchOf(content, ZERO_HASH, hashOf("bundle")), rowCount: count };
  const { signers } = await post(world, batch);
  return { batch, signers };
}

describe("RowProver", () => {
  describe("refuteRow", () => {
    const lists: [reason: string, name: string, change: (entries: readonly Entry[]) => readonly Entry[]][] = [
      ["too many entries", "17 entries", (entries) => [...entries, { cell: 79, share: 1n }]],
      ["no share", "a share of 0", (entries) => entries.map((each, i) => (i === 15 ? { ...each, share: 0n } : each))],
      ["unsorted", "shares that rise", (entries) => entries.toReversed()],
      ["too many entries", "many more", (entries) => [...entries, ...entries]],
      [
        "unsorted",
        "equal shares by cell falling",
        () => [
          { cell: 5, share: 7n },
          { cell: 4, share: 7n },
        ],
      ],
      ["cell listed twice", "one entry twice", ([first]) => [first!, first!]],
      [
        "cell listed twice",
        "a cell with another share",
        () => [
          { cell: 5, share: 9n },
          { cell: 4, share: 8n },
          { cell: 5, share: 7n },
        ],
      ],
    ];
    for (const [reason, name, change] of lists) {
      it(`refutes ${name}`, async () => {
        const { fault, ...world } = await withList(await loadFixture(deployAnswered), change);
        expect(fault?.reason).to.equal(reason);
        await expectRefuted(world, fault!);
      });
    }

    describe("given an honest batch", () => {
      it("finds every list right: full, short and empty", async () => {
        const world = await loadFixture(deployAnswered);
        const { content } = world.asked;
        const { evidence: posted } = await postContent(world, content);
        for (const [row, { entries }] of content.rows.entries()) {
          for (const entry of entries.keys()) {
            const args = mutable([posted, rowEvidence(content, row), entry] as const);
            await expect(world.rowProver.refuteRow(...args)).to.be.revertedWithCustomError(
              world.rowProver,
              "ProverStepIsRight",
            );
          }
          const beyond = mutable([posted, rowEvidence(content, row), entries.length] as const);
          await expect(world.rowProver.refuteRow(...beyond))
            .to.be.revertedWithCustomError(world.rowProver, "ProverNoSuchEntry")
            .withArgs(row, entries.length, entries.length);
        }
      });

      it("refuses a row that is not the batch's", async () => {
        const world = await loadFixture(deployAnswered);
        const { content } = world.asked;
        const { evidence: posted } = await postContent(world, content);
        const shown = rowEvidence(content, ROW);
        const entries = shown.row.entries.toReversed();
        const args = mutable([posted, { ...shown, row: { ...shown.row, entries } }, 1] as const);
        await expect(world.rowProver.refuteRow(...args))
          .to.be.revertedWithCustomError(world.rowProver, "ProverBadRowProof")
          .withArgs(ROW);
      });
    });
  });

  describe("refuteEmptyRow", () => {
    for (const count of [6, 8]) {
      it(`refutes five rows passed off as ${count}`, async () => {
        const world = await loadFixture(deployAnswered);
        const { content, context } = world.asked;
        const posted = await withCount(world, content, count);
        const fault = checkEmptyRow({ posted, content });
        expect(findFault({ posted, content }, context)).to.deep.equal(fault);
        expect(fault).to.deep.include({ reason: "empty row", row: 5 });
        await expectRefuted(world, fault!);
      });
    }

    it("refuses padding beyond the count, a row's leaf, and an inner node", async () => {
      const world = await loadFixture(deployAnswered);
      const { content } = world.asked;
      const { rowProver } = world;
      const { evidence: posted } = await postContent(world, content);
      const tree = rowTree(content.rows);
      const proofs = [
        [5, merkleProof({ ...tree, count: 6 }, 5)],
        [4, merkleProof(tree, 4)],
        [1, merkleProof(tree, 4).slice(1)],
      ] as const;
      for (const [index, proof] of proofs) {
        await expect(rowProver.refuteEmptyRow(mutable(posted), index, proof))
          .to.be.revertedWithCustomError(rowProver, "ProverBadRowProof")
          .withArgs(index);
      }
    });
  });

  it("takes rows of another number for what was not published, unless credits name rows beyond them", async () => {
    const { content, context } = (await loadFixture(deployAnswered)).asked;
    const faultWith = (rowCount: number) => {
      const posted = { batch: { ...batchOf(content, ZERO_HASH, hashOf("bundle")), rowCount }, signers: [] };
      return findFault({ posted, content }, context);
    };
    expect(faultWith(9)).to.deep.include({ proof: "data", reason: "row count" });
    expect(faultWith(4)).to.deep.include({ proof: "credit", reason: "no such row" });
  });
});
