import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";

import {
  cellEvidence,
  creditEvidence,
  earningEvidence,
  rowBeforeEvidence,
  rowEvidence,
} from "../../engine/src/core/audit/evidence.js";
import { rowTree } from "../../engine/src/core/ledger/compute-batch.js";
import { toHex } from "../../engine/src/core/hash/hex.js";
import type { LedgerModel } from "../../engine/src/core/ledger/model.js";
import { laneRow } from "../../engine/src/core/ledger/lanes.js";
import { laneBytes, vectorRoot } from "../../engine/src/core/tree/vector-root.js";
import { deployAnswered, postContent } from "../helpers/answered-bucket.js";
import { batchWith, earningsOf, post } from "../helpers/attest.js";
import { payAndClose } from "../helpers/buckets.js";
import { loadFixture } from "../helpers/chain.js";
import { withCredit } from "../helpers/corrupt.js";
import { deployLedger } from "../helpers/deploy-ledger.js";
import { itMeasures } from "../helpers/gas.js";
import { hashOf } from "../helpers/hashes.js";
import { mutable } from "../helpers/mutable.js";
import { registerModel } from "../helpers/register-model.js";
import { seeded } from "../vectors/seeded.js";

const LANES = 7168;

async function gasOf(sent: Promise<ContractTransactionResponse>): Promise<number> {
  return Number((await (await sent).wait())!.gasUsed);
}

/** A row of 16 wrong shares, for a model of 7,168 lanes and 80 cells. */
async function deployWide() {
  const world = await deployLedger();
  const { frozen, datanetId, contributionIds } = world;
  const shape = { datanetId, contributionIds, cellsEach: 16, lanes: LANES };
  const model: LedgerModel = await registerModel(world, frozen, shape);
  const query = seeded("wide").lanes(LANES);
  const row = {
    sequence: 0n,
    head: hashOf("head"),
    cumulativeFee: 1n,
    requestHash: hashOf("request"),
    responseHash: hashOf("response"),
    queryRoot: vectorRoot(query),
    entries: Array.from({ length: 16 }, (_, cell) => ({ cell, share: 2n ** 60n - BigInt(cell) })),
  };
  await payAndClose(world, { modelId: model.modelId });
  const rows = [row, ...Array.from({ length: 99 }, () => row)];
  const rowRoot = rowTree(rows).root;
  const batch = batchWith(earningsOf(world, []), { modelId: model.modelId, rowRoot, rowCount: rows.length });
  const posted = await post(world, batch);
  const evidence = { batch, signers: posted.signers };
  return { ...world, model, evidence, content: { rows }, query };
}

/** The ceilings that the project promises. Slashing two signers is part of each: about 168,000, one of them the first bounty. */
describe("FraudProver gas", () => {
  itMeasures("refuteScore is at most 700,000 for 7,168 lanes on each side, slashing included", async () => {
    const { scoreProver, model, evidence, content, query } = await loadFixture(deployWide);
    const args = mutable([
      evidence,
      rowEvidence(content as never, 0),
      3,
      cellEvidence(model.cells, 3),
      toHex(laneBytes(query)),
      toHex(laneBytes(laneRow(model.responses, 3))),
    ] as const);
    const gas = await gasOf(scoreProver.refuteScore(...args));
    expect(gas).to.be.at.most(700_000);
  });

  itMeasures("refuteAmount is at most 350,000 with two full rows, slashing included", async () => {
    const world = await loadFixture(deployAnswered);
    const { statementProver } = world;
    const { content, context } = world.asked;
    const at = content.credits.findIndex((statement) => statement.some(({ row }) => row === 1));
    const credit = content.credits[at]!.findIndex(({ row }) => row === 1);
    const { amount } = content.credits[at]![credit]!;
    const wrong = withCredit(content, at, credit, { amount: amount + 1n });
    const { evidence } = await postContent(world, wrong);
    const args = mutable([
      evidence,
      earningEvidence(wrong, at),
      creditEvidence(wrong, at, credit),
      rowEvidence(wrong, 1),
      rowBeforeEvidence(wrong, 1),
      context.settlements[1]!.settlement,
      [],
    ] as const);
    const gas = await gasOf(statementProver.refuteAmount(...args));
    expect(gas).to.be.at.most(350_000);
  });
});
