import { expect } from "chai";

import { checkScores } from "../../engine/src/core/audit/check-scores.js";
import { dotEvidence } from "../../engine/src/core/audit/dot-evidence.js";
import { findFault } from "../../engine/src/core/audit/find-fault.js";
import { cellEvidence, rowEvidence } from "../../engine/src/core/audit/evidence.js";
import { NO_CELL } from "../../engine/src/core/audit/evidence-types.js";
import { toHex } from "../../engine/src/core/hash/hex.js";
import type { BatchContent } from "../../engine/src/core/ledger/compute-batch.js";
import { compareEntries } from "../../engine/src/core/ledger/entries.js";
import { laneRow } from "../../engine/src/core/ledger/lanes.js";
import { laneBytes } from "../../engine/src/core/tree/vector-root.js";
import { type Answered, deployAnswered, postContent } from "../helpers/answered-bucket.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { withEntry, withRow } from "../helpers/corrupt.js";
import { STAKE } from "../helpers/deploy-ledger.js";
import { hashOf } from "../helpers/hashes.js";
import { mutable } from "../helpers/mutable.js";
import { deployLong, deployLongHonest, deployLongOmission, LONG } from "../helpers/long-vectors.js";
import { open } from "../helpers/units.js";

/** Posts wrong content and gives what shows row `row`'s `cell`. */
async function dishonest(world: Answered, content: BatchContent) {
  const { evidence: posted, id } = await postContent(world, content);
  const { model, scoreProver, mallory } = world;
  const lanes = (row: number, cell: number) =>
    [toHex(laneBytes(laneRow(content.queries, row))), toHex(laneBytes(laneRow(model.responses, cell)))] as const;
  const score = (row: number, entry: number, cell = content.rows[row]!.entries[entry]!.cell) =>
    mutable([posted, rowEvidence(content, row), entry, cellEvidence(model.cells, cell), ...lanes(row, cell)] as const);
  const omitted = (row: number, cell: number) =>
    mutable([posted, rowEvidence(content, row), cellEvidence(model.cells, cell), ...lanes(row, cell)] as const);
  return { ...world, posted, id, score, omitted, asMallory: scoreProver.connect(mallory) };
}

/** A first row whose third share is one too high. */
async function deployWrongScore() {
  const world = await deployAnswered();
  const { share } = world.asked.content.rows[0]!.entries[2]!;
  return dishonest(world, withEntry(world.asked.content, 0, 2, { share: share + 1n }));
}

/** A first row that leaves out its fourth entry; everything else of it stays. */
async function deployOmission() {
  const world = await deployAnswered();
  const { entries } = world.asked.content.rows[0]!;
  const left = entries.filter((_, i) => i !== 3);
  return { ...(await dishonest(world, withRow(world.asked.content, 0, { entries: left }))), left: entries[3]!.cell };
}

describe("ScoreProver", () => {
  describe("refuteScore", () => {
    it("drops the batch, slashes its signers and pays the bounty to the sender", async () => {
      const { ledger, staking, token, score, asMallory, mallory, id } = await loadFixture(deployWrongScore);
      const sent = asMallory.refuteScore(...score(0, 2));
      await expect(sent).to.changeTokenBalances(ethers, token, [staking, mallory], [-STAKE, open(4_000)]);
      await expect(sent).to.emit(ledger, "BatchRefuted").withArgs(1n, 0n, id, "score", mallory.address, 1n);
      expect((await ledger.accountOf(1n)).nextBucket).to.equal(0n);
    });

    for (const [name, change] of [
      ["too low", (share: bigint) => share - 1n],
      ["0", () => 0n],
      ["the largest", () => 2n ** 128n - 1n],
    ] as const) {
      it(`refutes a share that is ${name}`, async () => {
        const world = await loadFixture(deployAnswered);
        const { content } = world.asked;
        const wrong = withEntry(content, 0, 0, { share: change(content.rows[0]!.entries[0]!.share) });
        const { score, asMallory, ledger } = await dishonest(world, wrong);
        await expect(asMallory.refuteScore(...score(0, 0))).to.emit(ledger, "BatchRefuted");
      });
    }

    it("refutes a share for a cell that the answer did not move", async () => {
      const world = await loadFixture(deployAnswered);
      const listed = new Set(world.asked.content.rows[0]!.entries.map(({ cell }) => cell));
      const cell = [...world.model.cells.keys()].find((each) => !listed.has(each))!;
      const { score, asMallory, ledger } = await dishonest(world, withEntry(world.asked.content, 0, 15, { cell }));
      await expect(asMallory.refuteScore(...score(0, 15))).to.emit(ledger, "BatchRefuted");
    });

    it("refutes an entry for a cell that the model does not have, without further evidence", async () => {
      const world = await loadFixture(deployAnswered);
      const content = withEntry(world.asked.content, 0, 5, { cell: 80 });
      const { posted, asMallory, ledger } = await dishonest(world, content);
      const args = mutable([posted, rowEvidence(content, 0), 5, NO_CELL, "0x", "0x"] as const);
      await expect(asMallory.refuteScore(...args)).to.emit(ledger, "BatchRefuted");
    });

    it("takes what the engine's audit finds", async () => {
      const world = await loadFixture(deployAnswered);
      const { content, context } = world.asked;
      const [first] = content.rows[3]!.entries;
      const wrong = withEntry(content, 3, 0, { share: first!.share + 7n });
      const { posted, scoreProver, ledger } = await dishonest(world, wrong);
      const fault = findFault({ posted, content: wrong }, context);
      if (fault?.proof !== "score") throw new Error(`expected score, got ${String(fault?.proof)}`);
      await expect(scoreProver.refuteScore(...mutable(fault.args))).to.emit(ledger, "BatchRefuted");
    });

    describe("given evidence that is not the batch's or the model's", () => {
      it("refuses a row of another batch, at another place, or with an inner node", async () => {
        const { scoreProver, score, next } = await loadFixture(deployWrongScore);
        const [posted, row, ...rest] = score(0, 2);
        for (const other of [
          mutable(rowEvidence(next.content, 0)),
          { ...row, index: 1 },
          { ...row, index: 8 },
          { ...row, proof: row.proof.slice(1) },
        ]) {
          await expect(scoreProver.refuteScore(posted, other, ...rest))
            .to.be.revertedWithCustomError(scoreProver, "ProverBadRowProof")
            .withArgs(other.index);
        }
      });

      for (const [field, value] of [
        ["sequence", 9n],
        ["head", hashOf("x")],
        ["cumulativeFee", 9n],
        ["requestHash", hashOf("x")],
        ["responseHash", hashOf("x")],
        ["queryRoot", hashOf("x")],
        ["entries", []],
      ] as const) {
        it(`refuses a row with another ${field} (a field missing from the typehash)`, async () => {
          const { scoreProver, score } = await loadFixture(deployWrongScore);
          const [posted, row, ...rest] = score(0, 2);
          const other = { ...row, row: { ...row.row, [field]: mutable(value) } };
          await expect(scoreProver.refuteScore(posted, other, ...rest)).to.be.revertedWithCustomError(
            scoreProver,
            "ProverBadRowProof",
          );
        });
      }

      it("refuses an entry beyond the row's", async () => {
        const { scoreProver, score } = await loadFixture(deployWrongScore);
        const [posted, row, , ...rest] = score(0, 2);
        await expect(scoreProver.refuteScore(posted, row, 16, ...rest))
          .to.be.revertedWithCustomError(scoreProver, "ProverNoSuchEntry")
          .withArgs(0n, 16n, 16n);
      });

      it("refuses another cell than the entry's, and one that is not the model's", async () => {
        const { scoreProver, score } = await loadFixture(deployWrongScore);
        const [posted, row, entry, cell, ...lanes] = score(0, 2);
        const index = Number(cell.index);
        await expect(scoreProver.refuteScore(posted, row, entry, { ...cell, index: index ^ 1 }, ...lanes))
          .to.be.revertedWithCustomError(scoreProver, "ProverCellNotEntry")
          .withArgs(index ^ 1, index);
        const heavier = { ...cell, cell: { ...cell.cell, weight: cell.cell.weight + 1n } };
        await expect(scoreProver.refuteScore(posted, row, entry, heavier, ...lanes))
          .to.be.revertedWithCustomError(scoreProver, "ProverBadCellProof")
          .withArgs(index);
      });

      it("refuses other lanes, and another number of lanes", async () => {
        const { scoreProver, score } = await loadFixture(deployWrongScore);
        const [posted, row, entry, cell, query, response] = score(0, 2);
        await expect(
          scoreProver.refuteScore(posted, row, entry, cell, response, response),
        ).to.be.revertedWithCustomError(scoreProver, "ProverWrongVector");
        await expect(scoreProver.refuteScore(posted, row, entry, cell, query, query)).to.be.revertedWithCustomError(
          scoreProver,
          "ProverWrongVector",
        );
        await expect(scoreProver.refuteScore(posted, row, entry, cell, `${query}00`, response))
          .to.be.revertedWithCustomError(scoreProver, "ProverWrongLanes")
          .withArgs(65n, 64n);
        await expect(scoreProver.refuteScore(posted, row, entry, cell, query, "0x"))
          .to.be.revertedWithCustomError(scoreProver, "ProverWrongLanes")
          .withArgs(0n, 64n);
      });
    });

    it("refuses a batch that is final or does not stand, however wrong", async () => {
      const { scoreProver, ledger, score, posted } = await loadFixture(deployWrongScore);
      const [, ...rest] = score(0, 2);
      await expect(
        scoreProver.refuteScore({ ...posted, signers: posted.signers.toReversed() }, ...rest),
      ).to.be.revertedWithCustomError(ledger, "LedgerUnknownBatch");
      const { finalAt } = await ledger.batchOf(1n, 0n);
      await time.increaseTo(finalAt);
      await expect(scoreProver.refuteScore(...score(0, 2))).to.be.revertedWithCustomError(ledger, "LedgerBatchFinal");
    });
  });

  describe("refuteOmitted", () => {
    it("refutes a short list without a cell that moved the answer", async () => {
      const { ledger, omitted, asMallory, mallory, id, left } = await loadFixture(deployOmission);
      await expect(asMallory.refuteOmitted(...omitted(0, left)))
        .to.emit(ledger, "BatchRefuted")
        .withArgs(1n, 0n, id, "omitted", mallory.address, 1n);
    });

    it("refutes a full list whose last entry ranks after the cell", async () => {
      const world = await loadFixture(deployAnswered);
      const { content } = world.asked;
      const full = content.rows.findIndex(({ entries }) => entries.length === 16);
      const { entries } = content.rows[full]!;
      // A cell that did not move the answer takes the first one's place, with a made-up share that ranks last.
      const listed = new Set(entries.map(({ cell }) => cell));
      const cell = [...world.model.cells.keys()].find((each) => !listed.has(each))!;
      const wrong = [...entries.slice(1), { cell, share: 1n }].sort(compareEntries);
      const { omitted, asMallory, ledger } = await dishonest(world, withRow(content, full, { entries: wrong }));
      await expect(asMallory.refuteOmitted(...omitted(full, entries[0]!.cell))).to.emit(ledger, "BatchRefuted");
    });

    for (const [name, offset, isWrong] of [
      ["ties with the last entry and is lower", -1, true],
      ["ties with the last entry and is higher", 1, false],
    ] as const) {
      it(`${isWrong ? "refutes" : "accepts"} a full list when the cell ${name}`, async () => {
        const world = await loadFixture(deployAnswered);
        const { content } = world.asked;
        const full = content.rows.findIndex(({ entries }) => entries.length === 16);
        const { entries } = content.rows[full]!;
        const { cell, share } = entries[15]!;
        // The last entry gives way to a neighbour that is not listed, with the same share.
        const listed = new Set(entries.map((entry) => entry.cell));
        let neighbour = cell - offset;
        while (listed.has(neighbour)) neighbour -= offset;
        const wrong = [...entries.slice(0, 15), { cell: neighbour, share }];
        const { omitted, asMallory, scoreProver, ledger } = await dishonest(
          world,
          withRow(content, full, { entries: wrong }),
        );
        const sent = asMallory.refuteOmitted(...omitted(full, cell));
        if (isWrong) await expect(sent).to.emit(ledger, "BatchRefuted");
        else await expect(sent).to.be.revertedWithCustomError(scoreProver, "ProverStepIsRight");
      });
    }

    it("refutes an empty list for an answer that cells moved", async () => {
      const world = await loadFixture(deployAnswered);
      const { cell } = world.asked.content.rows[0]!.entries[0]!;
      const empty = withRow(world.asked.content, 0, { entries: [] });
      const { omitted, asMallory, ledger } = await dishonest(world, empty);
      await expect(asMallory.refuteOmitted(...omitted(0, cell))).to.emit(ledger, "BatchRefuted");
    });

    it("takes what the engine's audit finds", async () => {
      const { asked, scoreProver, ledger, posted } = await loadFixture(deployOmission);
      const { entries } = asked.content.rows[0]!;
      const content = withRow(asked.content, 0, { entries: entries.filter((_, i) => i !== 3) });
      const fault = findFault({ posted, content }, asked.context);
      if (fault?.proof !== "omitted") throw new Error(`expected omitted, got ${String(fault?.proof)}`);
      await expect(scoreProver.refuteOmitted(...mutable(fault.args))).to.emit(ledger, "BatchRefuted");
    });

    it("refuses a listed cell, and evidence that is not the batch's or the model's", async () => {
      const { scoreProver, omitted, left, model } = await loadFixture(deployOmission);
      const [posted, row, cell, ...lanes] = omitted(0, left);
      const listed = Number(row.row.entries[0]!.cell);
      await expect(scoreProver.refuteOmitted(...omitted(0, listed)))
        .to.be.revertedWithCustomError(scoreProver, "ProverCellListed")
        .withArgs(listed);
      await expect(
        scoreProver.refuteOmitted(posted, { ...row, index: 1 }, cell, ...lanes),
      ).to.be.revertedWithCustomError(scoreProver, "ProverBadRowProof");
      const beyond = { ...cell, index: model.cells.length };
      await expect(scoreProver.refuteOmitted(posted, row, beyond, ...lanes)).to.be.revertedWithCustomError(
        scoreProver,
        "ProverBadCellProof",
      );
    });
  });

  describe("given a model of more lanes than fit one transaction", () => {
    it("refuses the lanes, and says how many would fit", async () => {
      const { scoreProver, posted, content, model, query } = await loadFixture(deployLong);
      const evidence = [rowEvidence(content, 0), 0, cellEvidence(model.cells, 0)] as const;
      const args = mutable([posted, ...evidence, query, query] as const);
      await expect(scoreProver.refuteScore(...args))
        .to.be.revertedWithCustomError(scoreProver, "ProverTooManyLanes")
        .withArgs(LONG, 8192n);
    });

    it("refutes a wrong share by the accumulated dot product, once it is complete", async () => {
      const { scoreProver, ledger, posted, content, context, accumulate } = await loadFixture(deployLong);
      const fault = checkScores({ posted, content }, context);
      if (fault?.proof !== "score") throw new Error(`expected score, got ${String(fault?.proof)}`);
      const args = mutable(fault.args);
      await expect(scoreProver.refuteScore(...args))
        .to.be.revertedWithCustomError(scoreProver, "ProverDotIncomplete")
        .withArgs(content.rows[0]!.queryRoot, context.model.cells[0]!.vectorRoot, LONG);
      await accumulate(fault);
      await expect(scoreProver.refuteScore(...args)).to.emit(ledger, "BatchRefuted");
    });

    it("refutes an omission likewise", async () => {
      const { scoreProver, ledger, posted, content, context, accumulate } = await loadFixture(deployLongOmission);
      const fault = checkScores({ posted, content }, context);
      if (fault?.proof !== "omitted") throw new Error(`expected omitted, got ${String(fault?.proof)}`);
      const args = mutable(fault.args);
      await expect(scoreProver.refuteOmitted(...args)).to.be.revertedWithCustomError(
        scoreProver,
        "ProverDotIncomplete",
      );
      await accumulate(fault);
      await expect(scoreProver.refuteOmitted(...args)).to.emit(ledger, "BatchRefuted");
    });

    it("refutes nothing that is right", async () => {
      const { scoreProver, posted, content, context, accumulate } = await loadFixture(deployLongHonest);
      const { model } = context;
      expect(checkScores({ posted, content }, context)).to.equal(undefined);
      const listed = new Map(content.rows[0]!.entries.map(({ cell }, entry) => [cell, entry]));
      for (const cell of model.cells.keys()) {
        await accumulate(dotEvidence(laneRow(content.queries, 0), laneRow(model.responses, cell)));
        const entry = listed.get(cell);
        const [row, shown] = [mutable(rowEvidence(content, 0)), mutable(cellEvidence(model.cells, cell))];
        const sent =
          entry === undefined
            ? scoreProver.refuteOmitted.staticCall(mutable(posted), row, shown, "0x", "0x")
            : scoreProver.refuteScore.staticCall(mutable(posted), row, entry, shown, "0x", "0x");
        await expect(sent).to.be.revertedWithCustomError(scoreProver, "ProverStepIsRight");
      }
    });
  });

  describe("wire", () => {
    it("is the deployer's, once", async () => {
      const { scoreProver, deployer, mallory, ledger } = await loadFixture(deployAnswered);
      expect(await scoreProver.ledger()).to.equal(await ledger.getAddress());
      await expect(scoreProver.connect(mallory).wire(mallory)).to.be.revertedWithCustomError(
        scoreProver,
        "WiredOnceNotDeployer",
      );
      await expect(scoreProver.connect(deployer).wire(mallory)).to.be.revertedWithCustomError(
        scoreProver,
        "WiredOnceAlready",
      );
    });
  });
});
