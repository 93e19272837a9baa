import { expect } from "chai";

import { findRowNodeFault, rowPreimages } from "../../engine/src/core/audit/check-row-tree.js";
import { checkRows } from "../../engine/src/core/audit/check-rows.js";
import { pairPreimages } from "../../engine/src/core/audit/check-tree.js";
import { rowEvidence } from "../../engine/src/core/audit/evidence.js";
import { findFault } from "../../engine/src/core/audit/find-fault.js";
import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import type { Entry } from "../../engine/src/core/hash/structs.js";
import { type BatchContent, batchOf, rowTree } from "../../engine/src/core/ledger/compute-batch.js";
import { type Answered, deployAnswered, postContent } from "../helpers/answered-bucket.js";
import { post } from "../helpers/attest.js";
import { loadFixture } from "../helpers/chain.js";
import { withRow } from "../helpers/corrupt.js";
import { forgedRows } from "../helpers/forged-trees.js";
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

  describe("refuteRowNode", () => {
    for (const count of [3, 4, 6, 8, 9, 600]) {
      it(`refutes five rows passed off as ${count}`, async () => {
        const world = await loadFixture(deployAnswered);
        const content = { ...world.asked.content, credits: [], earnings: [] }; // nothing else to be found
        const posted = await withCount(world, world.asked.content, count);
        const fault = findRowNodeFault({ posted, content }, rowPreimages(content.rows));
        expect(findFault({ posted, content }, world.asked.context)).to.deep.equal(fault);
        await expectRefuted(world, fault!);
      });
    }

    it("refutes false padding after the last row, from the nodes alone", async () => {
      const { asked } = await loadFixture(deployAnswered);
      const places = [...[5, 6, 7].map((index) => ({ height: 0, index })), { height: 1, index: 3 }];
      for (const place of places) {
        const world = await loadFixture(deployAnswered);
        const levels = forgedRows(asked.content, { ...place, change: () => hashOf("row 5") });
        const batch = { ...batchOf(asked.content, ZERO_HASH, hashOf("bundle")), rowRoot: levels.at(-1)![0]! };
        const { signers } = await post(world, batch);
        const published = { posted: { batch, signers }, content: asked.content };
        expect(findFault(published, asked.context)).to.deep.include({ proof: "data", reason: "row root" });
        await expectRefuted(world, findRowNodeFault(published, pairPreimages(levels))!);
      }
    });

    it("finds every node of an honest batch's tree right, padding too", async () => {
      const world = await loadFixture(deployAnswered);
      const { content } = world.asked;
      const { evidence: posted } = await postContent(world, content);
      const preimages = rowPreimages(content.rows);
      const { levels, empties } = rowTree(content.rows);
      const at = (height: number, index: number) => levels[height]![index] ?? empties[height]!;
      for (let height = 0; height <= 3; height++) {
        for (let index = 0; index < 2 ** (3 - height); index++) {
          const node = at(height, index);
          const proof = levels.slice(height, -1).map((_, k) => at(height + k, Math.floor(index / 2 ** k) ^ 1));
          const args = mutable([posted, node, index, proof, preimages.get(node) ?? "0x"] as const);
          const call = world.rowProver.refuteRowNode.staticCall(...args);
          await expect(call).to.be.revertedWithCustomError(world.rowProver, "ProverStepIsRight");
        }
      }
    });

    it("refuses what is not a node, an index beyond its level, and what it is not the hash of", async () => {
      const world = await loadFixture(deployAnswered);
      const { content } = world.asked;
      const { rowProver } = world;
      const { evidence: posted } = await postContent(world, content);
      const { proof } = rowEvidence(content, 0);
      const node = rowTree(content.rows).levels[0]![0]!;
      const preimage = rowPreimages(content.rows).get(node)!;
      for (const [args, error] of [
        [[posted, ZERO_HASH, 0, proof, preimage], "ProverBadNodeProof"],
        [[posted, node, 8, proof, preimage], "ProverBadNodeProof"],
        [[posted, node, 0, [...proof, ZERO_HASH], preimage], "ProverBadNodeProof"],
        [[posted, node, 0, proof, "0x"], "ProverWrongPreimage"],
      ] as const) {
        await expect(rowProver.refuteRowNode(...mutable(args))).to.be.revertedWithCustomError(rowProver, error);
      }
    });
  });
});
