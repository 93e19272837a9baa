import type { Ancestor, AuditContext } from "../../engine/src/core/audit/audit-case.js";
import type { PostedBatch } from "../../engine/src/core/audit/evidence-types.js";
import { DIRECT_HEAD, nextHead } from "../../engine/src/core/hash/heads.js";
import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import type { Earning } from "../../engine/src/core/hash/structs.js";
import type { LastAnswers, PaidSettlement, Receipt } from "../../engine/src/core/ledger/bucket-rows.js";
import { type BatchContent, batchOf, computeBatch } from "../../engine/src/core/ledger/compute-batch.js";
import { seeded } from "../vectors/seeded.js";
import { ascending, post } from "./attest.js";
import { close, settlementsOf } from "./buckets.js";
import { deployLedger, type LedgerWorld } from "./deploy-ledger.js";
import { hashOf } from "./hashes.js";
import { open } from "./units.js";
import { signVoucher } from "./voucher.js";

export const LANES = 64;

/** Seven cents and a unit: parts that do not divide evenly. */
export const FEE = open("0.07") + 1n;

/** A receipt over {@link FEE}, named so that tests can tell them apart. */
export function receipt(name: string, query: Int8Array): Receipt {
  return { requestHash: hashOf(`request ${name}`), responseHash: hashOf(`response ${name}`), fee: FEE, query };
}

/** Pays `paid` directly. */
export async function payDirectly(
  { vault, payer, host, modelId }: LedgerWorld,
  { fee, requestHash }: Receipt,
): Promise<void> {
  await vault.connect(payer).pay(modelId, host, fee, requestHash);
}

/** Settles a voucher over `receipts`, after those the channel has settled before. */
export async function settle(world: LedgerWorld, receipts: readonly Receipt[], lastAnswer: Hex): Promise<void> {
  const { vault, payer, host, modelId } = world;
  const channel = await vault.channelOf(payer, host, modelId);
  let head = channel.head as Hex;
  let previousResponseHash = lastAnswer;
  for (const { requestHash, responseHash, fee } of receipts) {
    head = nextHead(head, { requestHash, fee, previousResponseHash });
    previousResponseHash = responseHash;
  }
  const cumulativeFee = channel.cumulative + receipts.reduce((sum, { fee }) => sum + fee, 0n);
  const voucher = { payer: payer.address, payee: host.address, modelId, cumulativeFee, head };
  await vault.connect(host).settle(voucher, await signVoucher(vault, payer, voucher));
}

type Asked = { readonly context: AuditContext; readonly content: BatchContent; readonly lastAnswers: LastAnswers };

type Before = {
  readonly parent: readonly Earning[] | undefined;
  readonly lastAnswers: LastAnswers;
  readonly ancestors: readonly Ancestor[];
};

/** Closes the bucket and computes the batch that answers it, from the vault's own events. */
export async function answer(
  world: LedgerWorld,
  receipts: readonly (readonly Receipt[])[],
  before: Before,
): Promise<Asked> {
  const { model, modelId } = world;
  const bucket = await close(world);
  const recorded = await settlementsOf(world, modelId, bucket);
  const settlements = recorded.map((settlement, i): PaidSettlement => {
    return { settlement, direct: settlement.headBefore === DIRECT_HEAD, receipts: receipts[i]! };
  });
  const contributorsBps = Number((await world.vault.bucketOf(modelId, bucket)).split.contributorsBps);
  const input = { model, bucket, settlements, contributorsBps, ...before };
  const computed = computeBatch(input);
  return { context: input, ...computed };
}

/**
 * Two closed buckets. The first: a direct payment, a voucher over three receipts whose second moved no cell, a direct payment. The second: a
 * direct payment and the same channel's next voucher over two receipts.
 */
export async function deployAnswered() {
  const world = await deployLedger();
  const { vault, payer, host } = world;
  await vault.connect(payer).deposit(host, open(100));
  const random = seeded("answered");
  const lanes = () => random.lanes(LANES);

  const first = [
    [receipt("0", lanes())],
    [receipt("1", lanes()), receipt("2", new Int8Array(LANES)), receipt("3", lanes())],
    [receipt("4", lanes())],
  ];
  await payDirectly(world, first[0]![0]!);
  await settle(world, first[1]!, ZERO_HASH);
  await payDirectly(world, first[2]![0]!);
  const asked = await answer(world, first, { parent: undefined, lastAnswers: new Map(), ancestors: [] });

  const second = [[receipt("5", lanes())], [receipt("6", lanes()), receipt("7", lanes())]];
  await payDirectly(world, second[0]![0]!);
  await settle(world, second[1]!, first[1]![2]!.responseHash);
  const { rows, earnings } = asked.content;
  const ancestors = [{ posted: postedAs(world, asked.content), rows, settlements: asked.context.settlements }];
  const next = await answer(world, second, { parent: earnings, lastAnswers: asked.lastAnswers, ancestors });
  return { ...world, asked, next };
}

export type Answered = Awaited<ReturnType<typeof deployAnswered>>;

/** A first batch as {@link postContent} posts it. */
export function postedAs({ attestor1, attestor2 }: LedgerWorld, content: BatchContent): PostedBatch {
  const signers = ascending([attestor1, attestor2]).map(({ address }) => address as Hex);
  return { batch: batchOf(content, ZERO_HASH, hashOf("bundle")), signers };
}

/** Signs and posts a batch's content, right or wrong. */
export async function postContent(world: LedgerWorld, content: BatchContent) {
  const parent = (await world.ledger.headOf(content.modelId)) as Hex;
  const posted = await post(world, batchOf(content, parent, hashOf("bundle")));
  return { ...posted, evidence: { batch: posted.batch, signers: posted.signers } };
}
