import { ZeroHash } from "ethers";

import type { AuditContext } from "../../engine/src/core/audit/audit-case.js";
import { findFault } from "../../engine/src/core/audit/find-fault.js";
import { nextHead } from "../../engine/src/core/hash/heads.js";
import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import type { PaidSettlement } from "../../engine/src/core/ledger/bucket-rows.js";
import { type BatchContent, batchOf, computeBatch } from "../../engine/src/core/ledger/compute-batch.js";
import { closeBucket } from "../../sdk/src/actions/close-bucket.js";
import { deposit } from "../../sdk/src/actions/deposit.js";
import { pay } from "../../sdk/src/actions/pay.js";
import { postBatch } from "../../sdk/src/actions/post-batch.js";
import { settleVouchers } from "../../sdk/src/actions/settle-vouchers.js";
import { signBatch } from "../../sdk/src/actions/sign-batch.js";
import { signVoucher } from "../../sdk/src/actions/sign-voucher.js";
import type { EventArgs } from "../../sdk/src/events.js";
import { seeded } from "../vectors/seeded.js";
import { time } from "./chain.js";
import { hashOf } from "./hashes.js";
import { sdkModel } from "./sdk-model.js";
import { open } from "./units.js";

const CONTRIBUTORS_BPS = 5_000;
const LANES = 64;

/** A direct payment and a voucher of one receipt, in bucket 0 of model 1. */
export async function paidBucket() {
  const world = await sdkModel();
  const { as, payer, host } = world;
  const direct = await pay(as(payer), {
    modelId: 1n,
    payee: host.address,
    amount: open(3),
    requestHash: hashOf("request 0"),
  });

  const fee = open(2);
  const head = nextHead(ZERO_HASH, { requestHash: hashOf("request 1"), fee, previousResponseHash: ZERO_HASH });
  await deposit(as(payer), { payee: host.address, amount: open(10) });
  const signed = await signVoucher(as(payer), {
    payer: payer.address,
    payee: host.address,
    modelId: 1n,
    cumulativeFee: fee,
    head,
  });
  const [settled] = await settleVouchers(as(host), [signed]);
  return { world, payments: [direct, settled!] };
}

/** The bucket, closed, and the honest batch that answers it. */
export async function attributedBucket() {
  const { world, payments } = await paidBucket();
  const { as, host, model } = world;
  await time.increase(86_400n + 1n);
  await closeBucket(as(host), { modelId: 1n, bucket: 0n });

  const random = seeded("sdk bucket");
  const settlements = payments.map((payment, i): PaidSettlement => {
    const [requestHash, responseHash] = [hashOf(`request ${i}`), hashOf(`response ${i}`)];
    const receipt = { requestHash, responseHash, fee: payment.amount, query: random.lanes(LANES) };
    return { settlement: settlementOf(payment), direct: i === 0, receipts: [receipt] };
  });
  const input = {
    model,
    bucket: 0n,
    settlements,
    contributorsBps: CONTRIBUTORS_BPS,
    parent: undefined,
    lastAnswers: new Map<string, Hex>(),
    ancestors: [],
  };
  const { content } = computeBatch(input);
  return { world, context: input satisfies AuditContext, ...signable(content, input) };
}

/** The same bucket, answered with a share that is one too large, signed by the attestor and posted. */
export async function forgedBatch() {
  const { world, context, content: honest } = await attributedBucket();
  const { batch, content, fault } = signable(withLargerShare(honest), context);
  const { as, attestor1 } = world;
  const signatures = [await signBatch(as(attestor1), batch)];
  const posted = await postBatch(as(attestor1), { batch, signatures, uri: "urn:forged" });
  // The prover takes the signers as well: they are part of the batch's id.
  const evidence = findFault({ posted: { batch, signers: posted.signers as Hex[] }, content }, context);
  return { world, batch, posted, fault: evidence ?? fault };
}

function signable(content: BatchContent, context: AuditContext) {
  const batch = batchOf(content, ZeroHash as Hex, hashOf("bundle of the batch"));
  return { batch, content, fault: findFault({ posted: { batch, signers: [] }, content }, context) };
}

function withLargerShare(content: BatchContent): BatchContent {
  const [first, ...rows] = content.rows;
  const [entry, ...entries] = first!.entries;
  const larger = { ...entry!, share: entry!.share + 1n };
  return { ...content, rows: [{ ...first!, entries: [larger, ...entries] }, ...rows] };
}

function settlementOf(payment: EventArgs<"vault", "Settled">): PaidSettlement["settlement"] {
  const { modelId, bucket, sequence, payer, payee, cumulativeBefore, amount, contributorsPart } = payment;
  const [headBefore, headAfter] = [payment.headBefore as Hex, payment.headAfter as Hex];
  const parties = { payer: payer as Hex, payee: payee as Hex };
  return { modelId, bucket, sequence, ...parties, cumulativeBefore, amount, contributorsPart, headBefore, headAfter };
}
