import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";

import {
  type CellProof,
  type CreditProof,
  type EarningProof,
  NO_CREDIT,
  NO_SETTLEMENT,
  type ParentEarning,
  type PostedBatch,
  type BareRowProof,
  type RowProof,
  type SumPreimage,
} from "../../engine/src/core/audit/evidence-types.js";
import { signersHash } from "../../engine/src/core/hash/batch-id.js";
import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { CELL, CONTRIBUTION_CELLS, CREDIT, EARNING, ENTRY, ROW } from "../../engine/src/core/hash/schemas.js";
import { structHash, structListHash } from "../../engine/src/core/hash/struct-hash.js";
import type { Credit, Earning, Row } from "../../engine/src/core/hash/structs.js";
import { encodeWords, hashWords } from "../../engine/src/core/hash/words.js";
import type { SumNode } from "../../engine/src/core/tree/merkle-sum.js";
import { post } from "../helpers/attest.js";
import { payAndClose } from "../helpers/buckets.js";
import { loadFixture } from "../helpers/chain.js";
import { deployLedger, setParameter } from "../helpers/deploy-ledger.js";
import { itMeasures } from "../helpers/gas.js";
import { hashOf } from "../helpers/hashes.js";
import { mutable } from "../helpers/mutable.js";
import { registerManifest } from "../helpers/register-model.js";
import { refutationGas } from "../helpers/slash-gas.js";
import { sparsePair, sparseSumPair, sparseSumTree, sparseTree } from "../helpers/sparse-tree.js";

// The limits of the ceilings: a million rows and credits, 131,072 contributions, 16 entries a row. Where more than 100,000 is allowed,
// calldata and the transaction itself cost 44,000 to 98,000, and the ledger about 39,000 to write the refutation down.
const STATEMENT = 20;
const EARNINGS = 17;
const ROWS = 20;
const CELLS = 20;
const PLACE = 54_321;
const CONTRIBUTION_ID = 77n;
const AMOUNT = 123_456_789_012_345_678n;

/** An odd place, whose neighbour is the leaf beside it, and the one place that meets its neighbour only at the root. */
const [BESIDE, APART] = [2 ** 19 + 1, 2 ** 19];

const entries = Array.from({ length: 16 }, (_, i) => ({ cell: 900_000 + i, share: 2n ** 70n - BigInt(i) }));
const row = (at: number): Row => ({
  sequence: 0n,
  head: hashOf(`head ${at}`),
  cumulativeFee: BigInt(at) * 1_000_000_007n,
  requestHash: hashOf("request"),
  responseHash: hashOf("response"),
  queryRoot: hashOf("query"),
  entries,
});
const leafOf = (credit: Credit): SumNode => ({ hash: structHash(CREDIT, credit), sum: credit.amount });

const cell = { contribution: PLACE, weight: 12_345n, vectorRoot: hashOf("vector") };
const cellTree = sparseTree(structHash(CELL, cell), { index: entries[3]!.cell, depth: CELLS });
const CELL_PROOF: CellProof = { cell, index: entries[3]!.cell, proof: cellTree.proof };
const cells = { contributionId: 5n, firstCell: 800_000, cellCount: 200_000 };
const table = sparseTree(structHash(CONTRIBUTION_CELLS, cells), { index: PLACE, depth: EARNINGS });

/** A model at the limits, its first bucket closed, and one signer as quorum. */
async function deployLarge() {
  const world = await deployLedger();
  await setParameter(world, "QuorumSigners", 1n);
  const modelId = await registerManifest(world, world.frozen, {
    datanetId: world.datanetId,
    contributionRoot: table.root,
    contributionCount: 2 ** EARNINGS,
    responseRoot: cellTree.root,
    cellCount: 2 ** CELLS,
  });
  await payAndClose(world, { modelId });
  return { ...world, modelId };
}

type Large = Awaited<ReturnType<typeof deployLarge>>;

type Claim = {
  readonly earning?: Partial<Earning>;
  readonly index?: number;
  readonly rowRoot?: Hex;
  readonly earningsRoot?: Hex;
  readonly parent?: Hex;
  readonly bucket?: bigint;
};

/** Posts a batch of one known earning. */
async function postLarge(world: Large, claim: Claim): Promise<[PostedBatch, EarningProof]> {
  const earning: Earning = {
    contributionId: CONTRIBUTION_ID,
    cumulative: AMOUNT,
    statementRoot: hashOf("statement"),
    sum: AMOUNT,
    count: 2 ** STATEMENT,
    ...claim.earning,
  };
  const index = claim.index ?? PLACE;
  const { root, proof } = sparseTree(structHash(EARNING, earning), { index, depth: EARNINGS });
  const batch = {
    modelId: world.modelId,
    bucket: claim.bucket ?? 0n,
    parent: claim.parent ?? ZERO_HASH,
    rowRoot: claim.rowRoot ?? hashOf("rows"),
    rowCount: 2 ** ROWS,
    earningsRoot: claim.earningsRoot ?? root,
    dataHash: hashOf("bundle"),
  };
  const { signers } = await post(world, batch, [world.attestor1]);
  return [
    { batch, signers },
    { earning, index, proof },
  ];
}

/** Statements of one credit, or of two neighbours. */
function statementOf(credit: Credit, index: number) {
  const { root, proof } = sparseSumTree(leafOf(credit), { index, depth: STATEMENT });
  const shown: CreditProof = { credit, index, proof };
  return { earning: { statementRoot: root.hash, sum: root.sum }, shown };
}

function statementOfPair(before: Credit, after: Credit, index: number) {
  const tree = sparseSumPair(leafOf(before), leafOf(after), { index, depth: STATEMENT });
  const earning = { statementRoot: tree.root.hash, sum: tree.root.sum };
  const shown: [CreditProof, CreditProof] = [
    { credit: before, index: index - 1, proof: tree.before },
    { credit: after, index, proof: tree.proof },
  ];
  return { earning, shown };
}

function rowsAt(index: number) {
  const [before, after] = [row(index - 1), row(index)];
  const tree = sparsePair(structHash(ROW, before), structHash(ROW, after), { index, depth: ROWS });
  const { entries: listed, ...rest } = before;
  const bare = { ...rest, entriesHash: structListHash(ENTRY, listed) };
  const previous: BareRowProof = { row: bare, index: index - 1, proof: tree.before };
  const shown: RowProof = { row: after, index, proof: tree.proof };
  return { rowRoot: tree.root, shown, previous };
}

/** What stays when the calldata is paid for, the ledger's own work of about 39,000 included. */
const WORK = 95_000;

async function expectAtMost(world: Large, ceiling: number, send: () => Promise<ContractTransactionResponse>) {
  const { beforeSlashing, intrinsic } = await refutationGas(world, send);
  expect(beforeSlashing).to.be.at.most(ceiling);
  expect(beforeSlashing - intrinsic).to.be.at.most(WORK);
}

describe("StatementProver and EarningsProver gas, but for the slashing of one signer", () => {
  for (const [where, index, ceiling] of [
    ["rows that stand side by side", BESIDE, 167_000],
    ["rows that meet at the root", APART, 180_000],
  ] as const) {
    itMeasures(`credit, a wrong amount, of ${where}`, async () => {
      const world = await loadFixture(deployLarge);
      const rows = rowsAt(index);
      const { earning, shown } = statementOf({ row: index, entry: 3, amount: AMOUNT }, BESIDE);
      const [posted, evidence] = await postLarge(world, { earning, rowRoot: rows.rowRoot });
      const args = [posted, evidence, shown, rows.shown, rows.previous, NO_SETTLEMENT, []] as const;
      await expectAtMost(world, ceiling, () => world.statementProver.refuteAmount(...mutable(args)));
    });
  }

  itMeasures("credit, in another contribution's statement", async () => {
    const world = await loadFixture(deployLarge);
    const rows = rowsAt(BESIDE);
    const { earning, shown } = statementOf({ row: BESIDE, entry: 3, amount: AMOUNT }, BESIDE);
    const [posted, evidence] = await postLarge(world, { earning, rowRoot: rows.rowRoot, index: PLACE + 1 });
    const args = [posted, evidence, shown, rows.shown, CELL_PROOF, []] as const;
    await expectAtMost(world, 168_000, () => world.statementProver.refuteCredit(...mutable(args)));
  });

  for (const [where, index, ceiling] of [
    ["credits that stand side by side", BESIDE, { missing: 174_000, unsorted: 113_000 }],
    ["credits that meet at the root", APART, { missing: 193_000, unsorted: 132_000 }],
  ] as const) {
    itMeasures(`missing, between ${where}`, async () => {
      const world = await loadFixture(deployLarge);
      const rows = rowsAt(BESIDE);
      const credit = (at: number, entry: number): Credit => ({ row: at, entry, amount: AMOUNT });
      const { earning, shown } = statementOfPair(credit(BESIDE, 2), credit(BESIDE, 4), index);
      const [posted, evidence] = await postLarge(world, { earning, rowRoot: rows.rowRoot });
      const args = [posted, evidence, index, ...shown, rows.shown, 3, CELL_PROOF, []] as const;
      await expectAtMost(world, ceiling.missing, () => world.statementProver.refuteMissing(...mutable(args)));
    });

    itMeasures(`missing, unsorted ${where}`, async () => {
      const world = await loadFixture(deployLarge);
      const credit = { row: BESIDE, entry: 3, amount: AMOUNT };
      const { earning, shown } = statementOfPair(credit, credit, index);
      const [posted, evidence] = await postLarge(world, { earning });
      const args = [posted, evidence, ...shown] as const;
      await expectAtMost(world, ceiling.unsorted, () => world.statementProver.refuteUnsorted(...mutable(args)));
    });
  }

  itMeasures("missing, in an empty statement", async () => {
    const world = await loadFixture(deployLarge);
    const rows = rowsAt(BESIDE);
    const earning = { statementRoot: ZERO_HASH, sum: 0n, count: 0 };
    const [posted, evidence] = await postLarge(world, { earning, rowRoot: rows.rowRoot });
    const args = [posted, evidence, 0, NO_CREDIT, NO_CREDIT, rows.shown, 3, CELL_PROOF, []] as const;
    await expectAtMost(world, 146_000, () => world.statementProver.refuteMissing(...mutable(args)));
  });

  itMeasures("sum, of a leaf", async () => {
    const world = await loadFixture(deployLarge);
    const credit = { row: 7, entry: 3, amount: AMOUNT };
    const node = { hash: leafOf(credit).hash, sum: AMOUNT + 1n };
    const { root, proof } = sparseSumTree(node, { index: BESIDE, depth: STATEMENT });
    const [posted, evidence] = await postLarge(world, { earning: { statementRoot: root.hash, sum: root.sum } });
    const preimage = [CREDIT.typeHash, ...CREDIT.encode(credit)].map((word) => encodeWords([word]));
    const args = [posted, evidence, { node, index: BESIDE, proof }, preimage as unknown as SumPreimage] as const;
    await expectAtMost(world, 111_000, () => world.earningsProver.refuteSum(...mutable(args)));
  });

  itMeasures("sum, of the root", async () => {
    const world = await loadFixture(deployLarge);
    const preimage = [hashOf("left"), AMOUNT, hashOf("right"), AMOUNT];
    const node = { hash: hashWords(preimage as Hex[]), sum: AMOUNT };
    const [posted, evidence] = await postLarge(world, { earning: { statementRoot: node.hash, sum: node.sum } });
    const words = preimage.map((word) => encodeWords([word as Hex])) as unknown as SumPreimage;
    const args = [posted, evidence, { node, index: 0, proof: [] }, words] as const;
    await expectAtMost(world, 91_000, () => world.earningsProver.refuteSum(...mutable(args)));
  });

  itMeasures("earnings, another contribution", async () => {
    const world = await loadFixture(deployLarge);
    const [posted, evidence] = await postLarge(world, {});
    const args = [posted, evidence, cells, table.proof] as const;
    await expectAtMost(world, 110_000, () => world.earningsProver.refuteContribution(...mutable(args)));
  });

  itMeasures("earnings, another cumulative", async () => {
    const world = await loadFixture(deployLarge);
    const [before, { earning, proof }] = await postLarge(world, {});
    await payAndClose(world, { modelId: world.modelId });
    const parent = (await world.ledger.headOf(world.modelId)) as Hex;
    const [posted, evidence] = await postLarge(world, { parent, bucket: 1n });
    const shown: ParentEarning = {
      digest: (await world.ledger.batchDigest(before.batch)) as Hex,
      signersHash: signersHash(before.signers),
      earningsRoot: before.batch.earningsRoot,
      earning,
      proof,
    };
    const args = [posted, evidence, shown] as const;
    await expectAtMost(world, 100_000, () => world.earningsProver.refuteCumulative(...mutable(args)));
  });

  itMeasures("earnings, an empty leaf", async () => {
    const world = await loadFixture(deployLarge);
    const { root, proof } = sparseTree(ZERO_HASH, { index: PLACE, depth: EARNINGS });
    const [posted] = await postLarge(world, { earningsRoot: root });
    const args = [posted, ZERO_HASH, PLACE, proof, "0x"] as const;
    await expectAtMost(world, 84_000, () => world.earningsProver.refuteEarningsNode(...mutable(args)));
  });
});
