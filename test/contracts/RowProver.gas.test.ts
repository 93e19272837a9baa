import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";

import { bareRowEvidence, nextRowEvidence, rowEvidence } from "../../engine/src/core/audit/evidence.js";
import { NO_ANSWER } from "../../engine/src/core/audit/evidence-types.js";
import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import type { Row } from "../../engine/src/core/hash/structs.js";
import { rowTree } from "../../engine/src/core/ledger/compute-batch.js";
import { MERKLE_RULE, merkleProof, merkleTree } from "../../engine/src/core/tree/merkle.js";
import { payDirectly, receipt, settle } from "../helpers/answered-bucket.js";
import { batchWith, earningsOf, post } from "../helpers/attest.js";
import { close, settlementsOf } from "../helpers/buckets.js";
import { loadFixture, networkHelpers } from "../helpers/chain.js";
import { deployLedger, type LedgerWorld, setParameter } from "../helpers/deploy-ledger.js";
import { itMeasures } from "../helpers/gas.js";
import { hashOf } from "../helpers/hashes.js";
import { mutable } from "../helpers/mutable.js";
import { open } from "../helpers/units.js";

const DEPTH = 20;

/** A few rows at the left of a tree of 2^20: what stands beside them is only ever seen as hashes. */
function deepTree(leaves: readonly Hex[]) {
  const small = merkleTree(leaves);
  const height = small.levels.length - 1;
  const siblings = Array.from({ length: DEPTH - height }, (_, i) => hashOf(`beside ${i}`));
  const root = siblings.reduce((node, sibling) => MERKLE_RULE.join(node, sibling), small.root);
  return { root, proof: (index: number) => [...merkleProof(small, index), ...siblings] };
}

function deepRows(rows: readonly Row[]) {
  const { root, proof } = deepTree(rowTree(rows).levels[0]!);
  const full = (index: number) => ({ ...rowEvidence({ rows } as never, index), proof: proof(index) });
  const bare = (index: number) => ({ ...bareRowEvidence(rows, index), proof: proof(index) });
  const next = (index: number) => nextRowEvidence(rows, index);
  return { root, full, bare, next };
}

/** A row that claims whatever it likes, with a list of 16. */
function rowOf(given: Partial<Row>): Row {
  return {
    sequence: 0n,
    head: hashOf("head"),
    cumulativeFee: 1n,
    requestHash: hashOf("request"),
    responseHash: hashOf("response"),
    queryRoot: hashOf("query"),
    entries: Array.from({ length: 16 }, (_, i) => ({ cell: 70_000 + 31 * i, share: 2n ** 60n - BigInt(i) })),
    ...given,
  };
}

/** A quorum of one. Two closed buckets: a voucher and a direct payment; then the channel's next voucher. */
async function deployPaid() {
  const world = await deployLedger();
  await setParameter(world, "QuorumSigners", 1n);
  await world.vault.connect(world.payer).deposit(world.host, open(100));
  await settle(world, [receipt("1", new Int8Array())], ZERO_HASH);
  await payDirectly(world, receipt("2", new Int8Array()));
  await close(world);
  await settle(world, [receipt("3", new Int8Array())], hashOf("response 1"));
  await close(world);
  const [first, second] = [await settlementsOf(world, 1n, 0n), await settlementsOf(world, 1n, 1n)];
  return { ...world, first, second };
}

async function postRows(world: LedgerWorld, root: Hex, { bucket = 0n, parent = ZERO_HASH } = {}) {
  const batch = batchWith(earningsOf(world, []), { bucket, parent, rowRoot: root, rowCount: 2 ** DEPTH });
  const { signers, id } = await post(world, batch, [world.attestor1]);
  return { posted: mutable({ batch, signers }), id };
}

/** What a refutation costs but for the slashing: Staking is replaced by code that only returns. */
async function gasBeforeSlashing(
  { staking }: LedgerWorld,
  send: () => Promise<ContractTransactionResponse>,
): Promise<number> {
  await networkHelpers.setCode(await staking.getAddress(), "0x60206000f3");
  return Number((await (await send()).wait())!.gasUsed);
}

/** Rows at depth 20 with lists of 16, one signer, no slashing. */
describe("RowProver gas", () => {
  itMeasures("refuteRow is at most 118,000 where the last two of 16 entries are wrong", async () => {
    const world = await loadFixture(deployPaid);
    const { entries } = rowOf({});
    const wrong = [...entries.slice(0, 14), entries[15]!, entries[14]!];
    const { root, full } = deepRows([rowOf({ entries: wrong }), rowOf({})]);
    const { posted } = await postRows(world, root);
    const gas = await gasBeforeSlashing(world, () => world.rowProver.refuteRow(posted, mutable(full(0)), 15));
    expect(gas).to.be.at.most(118_000);
  });

  itMeasures("refuteRowNode is at most 99,000", async () => {
    const world = await loadFixture(deployPaid);
    const { root, proof } = deepTree([ZERO_HASH, hashOf("row")]);
    const { posted } = await postRows(world, root);
    const gas = await gasBeforeSlashing(world, () =>
      world.rowProver.refuteRowNode(posted, ZERO_HASH, 0, proof(0), "0x"),
    );
    expect(gas).to.be.at.most(99_000);
  });

  itMeasures("refuteStep is at most 120,000", async () => {
    const world = await loadFixture(deployPaid);
    const { root, bare, next } = deepRows([rowOf({}), rowOf({ head: hashOf("wrong") })]);
    const { posted } = await postRows(world, root);
    const args = mutable([posted, bare(0), next(1), world.first[0]!] as const);
    const gas = await gasBeforeSlashing(world, () => world.rowProver.refuteStep(...args));
    expect(gas).to.be.at.most(120_000);
  });

  itMeasures("refuteEnd is at most 119,000", async () => {
    const world = await loadFixture(deployPaid);
    const { root, bare, next } = deepRows([rowOf({}), rowOf({ sequence: 1n })]);
    const { posted } = await postRows(world, root);
    const args = mutable([posted, bare(0), next(1), world.first[0]!] as const);
    const gas = await gasBeforeSlashing(world, () => world.rowProver.refuteEnd(...args));
    expect(gas).to.be.at.most(119_000);
  });

  itMeasures("refuteStart is at most 125,000 for a channel's first settlement or a direct payment", async () => {
    const world = await loadFixture(deployPaid);
    const { root, bare, next } = deepRows([rowOf({}), rowOf({ sequence: 1n })]);
    const { posted } = await postRows(world, root);
    const args = mutable([posted, next(1), bare(0), world.first[1]!, NO_ANSWER] as const);
    const gas = await gasBeforeSlashing(world, () => world.rowProver.refuteStart(...args));
    expect(gas).to.be.at.most(125_000);
  });

  itMeasures("refuteStart is at most 165,000 with three rows, one of them of an earlier batch", async () => {
    const world = await loadFixture(deployPaid);
    const { first, second } = world;
    const { headAfter, amount } = first[0]!;
    const earlier = deepRows([rowOf({ head: headAfter, cumulativeFee: amount }), rowOf({})]);
    const { posted: parent, id } = await postRows(world, earlier.root);
    const cumulativeFee = second[0]!.cumulativeBefore;
    const { root, bare, next } = deepRows([rowOf({ sequence: 9n }), rowOf({ cumulativeFee })]);
    const { posted } = await postRows(world, root, { bucket: 1n, parent: id });
    const prior = { posted: parent, row: earlier.bare(0), settlement: first[0]! };
    const args = mutable([posted, next(1), bare(0), second[0]!, prior] as const);
    const gas = await gasBeforeSlashing(world, () => world.rowProver.refuteStart(...args));
    expect(gas).to.be.at.most(165_000);
  });
});
