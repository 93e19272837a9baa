import { expect } from "chai";

import { BatchAccount, NoSuchRowError } from "../../engine/src/core/explain/batch-account.js";
import { explainContribution } from "../../engine/src/core/explain/explain-contribution.js";
import { saltedHash } from "../../engine/src/core/hash/heads.js";
import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { completeRequest, encodeRequest } from "../../engine/src/core/inference/request.js";
import { batchOf } from "../../engine/src/core/ledger/compute-batch.js";
import { MAX_ENTRIES } from "../../engine/src/core/ledger/entries.js";
import { verifyMerkle } from "../../engine/src/core/tree/merkle.js";
import { verifySum } from "../../engine/src/core/tree/merkle-sum.js";
import { type Bucket, randomBuckets, randomModel } from "../vectors/scenario.js";
import { seeded } from "../vectors/seeded.js";

const random = seeded("explain");
const model = randomModel(random, 24);
const buckets = randomBuckets(random, model, 12);

function accountOf(
  { input, content }: Bucket,
  transcripts: ConstructorParameters<typeof BatchAccount>[0]["transcripts"] = [],
) {
  return new BatchAccount({ ...input, content, transcripts });
}

describe("BatchAccount", () => {
  describe("row", () => {
    it("leads from the fee to credits that sum to the contributors' part, each by its own score", () => {
      const paidBy = new Set<string>();
      for (const bucket of buckets) {
        const account = accountOf(bucket);
        for (const index of bucket.content.rows.keys()) {
          const { credits, part, totalShare, ...row } = account.row(index);
          paidBy.add(row.paidBy);
          expect(credits.reduce((sum, { amount }) => sum + amount, 0n)).to.equal(part);
          expect(credits.reduce((sum, { share }) => sum + share, 0n)).to.equal(totalShare);
          for (const { score, weight, share } of credits) {
            expect(share).to.equal(row.paidBy === "scores" ? BigInt(score) * weight : weight);
          }
        }
      }
      expect([...paidBy].sort()).to.deep.equal(["default list", "scores"]);
    });

    it("proves the row under the row root, and every credit under the earnings root", () => {
      for (const bucket of buckets) {
        const account = accountOf(bucket);
        const batch = batchOf(bucket.content, ZERO_HASH, ZERO_HASH);
        for (const index of bucket.content.rows.keys()) {
          const { credits, proof } = account.row(index);
          expect(proof.root).to.equal(batch.rowRoot);
          expect(verifyMerkle({ ...proof, count: batch.rowCount, proof: proof.siblings })).to.equal(true);
          for (const { contributionId, amount, proof: line } of credits) {
            const place = model.contributions.findIndex((each) => each.contributionId === contributionId);
            const { earning, proof: earned } = account.earning(place);
            expect(line.root).to.deep.equal({ hash: earning.statementRoot, sum: earning.sum });
            const leaf = { hash: line.leaf, sum: amount };
            expect(verifySum({ ...line, leaf, count: earning.count, proof: line.siblings })).to.equal(true);
            expect(earned.root).to.equal(batch.earningsRoot);
            const count = bucket.content.earnings.length;
            expect(verifyMerkle({ ...earned, count, proof: earned.siblings })).to.equal(true);
          }
        }
      }
    });

    it("shows texts only where they are what the row was hashed from", () => {
      const bucket = buckets[0]!;
      const request = encodeRequest(completeRequest({ prompt: "Fellow citizens", maxBytes: 4, temperature: [0, 1] }));
      const [requestSalt, responseSalt, answer] = [random.hash(), random.hash(), new TextEncoder().encode(" of ")];
      const hashed = { requestHash: saltedHash(requestSalt, request), responseHash: saltedHash(responseSalt, answer) };
      const rows = bucket.content.rows.map((row, i) => (i === 0 ? { ...row, ...hashed } : row));
      const spoken = { row: 0, request, answer, requestSalt, responseSalt };
      const account = (transcript: typeof spoken) =>
        accountOf({ ...bucket, content: { ...bucket.content, rows } }, [transcript]);
      expect(account(spoken).row(0).texts).to.deep.equal({ prompt: "Fellow citizens", answer: " of " });
      expect(account({ ...spoken, responseSalt: requestSalt }).row(0).texts).to.equal(undefined);
    });

    it("refuses a row that is not there", () => {
      const { length } = buckets[0]!.content.rows;
      expect(() => accountOf(buckets[0]!).row(length)).to.throw(NoSuchRowError, `got ${String(length)}`);
    });
  });
});

describe("explainContribution", () => {
  const statements = buckets.flatMap((bucket) => {
    const { rows } = bucket.content;
    const account = accountOf(bucket);
    return model.contributions.map((_, place) => ({
      rows,
      ...explainContribution(account, { place, rowCount: rows.length }),
    }));
  });

  it("lists what sums to the earning, and says of every other answer why it paid nothing", () => {
    for (const { rows, earning, lines, unpaid } of statements) {
      expect(lines.reduce((sum, { credit }) => sum + credit.amount, 0n)).to.equal(earning.sum);
      const told = [...lines.map(({ receipt }) => receipt.row), ...unpaid.map(({ row }) => row)];
      expect([...new Set(told)].sort((a, b) => a - b)).to.deep.equal([...rows.keys()]);
    }
  });

  it("gives reasons that the numbers bear out", () => {
    const seen = new Set<string>();
    for (const { rows, unpaid } of statements) {
      for (const { row, reason, best, leastShare } of unpaid) {
        seen.add(reason);
        const { entries } = rows[row]!;
        if (reason === "no cell of it helped this answer") expect(best.score).to.be.at.most(0);
        if (reason === "the cells of it that helped do not help their own Datanet") {
          expect([best.weight, best.score > 0]).to.deep.equal([0n, true]);
        }
        if (reason === "other cells moved this answer more") {
          expect(entries.length).to.equal(MAX_ENTRIES);
          expect(best.share > 0n && best.share <= leastShare!).to.equal(true);
        }
        if (reason.startsWith("no cell moved")) expect(entries).to.deep.equal([]);
      }
    }
    expect(seen.size).to.equal(4);
  });
});
