import { DIRECT_HEAD, directHead, nextHead } from "../../engine/src/core/hash/heads.js";
import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { buildModel } from "../../engine/src/core/ledger/build-model.js";
import type { PaidSettlement, Receipt } from "../../engine/src/core/ledger/bucket-rows.js";
import { type BatchContent, type BucketInput, computeBatch } from "../../engine/src/core/ledger/compute-batch.js";
import { laneMatrix, laneRow } from "../../engine/src/core/ledger/lanes.js";
import type { LedgerModel } from "../../engine/src/core/ledger/model.js";
import { contributorsPart } from "../../engine/src/core/ledger/parts.js";
import type { Ancestor, AuditContext } from "../../engine/src/core/audit/audit-case.js";
import { publish } from "./corrupt.js";
import type { Seeded } from "./seeded.js";

export const LANES = 64;
const BPS = [5_000, 3_333, 1, 10_000];

/** A channel as payer and payee keep it between buckets. */
type Channel = { payer: Hex; payee: Hex; head: Hex; cumulative: bigint; lastAnswer: Hex };

export type Bucket = {
  readonly input: BucketInput & Pick<AuditContext, "ancestors">;
  readonly content: BatchContent;
};

/** How large a bucket may be: a settlement of vouchers has 1 … `receipts` receipts, a bucket 1 … `settlements` of three channels or more. */
export type BucketSize = { readonly settlements: bigint; readonly receipts: bigint; readonly channels: bigint };

const SMALL: BucketSize = { settlements: 4n, receipts: 4n, channels: 3n };

/** A small model of two Datanets whose responses and held-out vectors are random lanes; a contribution has 1 … `mostCells` cells. */
export function randomModel(random: Seeded, contributionCount: number, mostCells = 4n): LedgerModel {
  const contributions = Array.from({ length: contributionCount }, (_, i) => ({
    contributionId: BigInt(i + 1) * 3n,
    datanetId: BigInt(1 + (i % 2)),
    cellCount: 1 + Number(random.below(mostCells)),
  }));
  const cellCount = contributions.reduce((sum, each) => sum + each.cellCount, 0);
  const heldOut = laneMatrix(2, LANES, random.lanes(2 * LANES));
  const lanes = random.lanes(cellCount * LANES);
  lanes.set(laneRow(heldOut, 0)); // so that at least one cell helps its own Datanet
  const responses = laneMatrix(cellCount, LANES, lanes);
  return buildModel({ modelId: 7n, contributions, responses, datanetIds: [1n, 2n], heldOut }).model;
}

/** Buckets that follow each other: vouchers, direct payments, a settlement without receipts, answers that no cell moved. */
export function randomBuckets(random: Seeded, model: LedgerModel, count: number, size = SMALL): Bucket[] {
  const channels: Channel[] = Array.from({ length: Number(size.channels) }, () => ({
    payer: random.address(),
    payee: random.address(),
    head: ZERO_HASH,
    cumulative: 0n,
    lastAnswer: ZERO_HASH,
  }));
  const buckets: Bucket[] = [];
  let lastAnswers: BucketInput["lastAnswers"] = new Map();
  const ancestors: Ancestor[] = [];
  for (let bucket = 0; bucket < count; bucket++) {
    const contributorsBps = BPS[Number(random.below(BigInt(BPS.length)))]!;
    const settlements = Array.from({ length: 1 + Number(random.below(size.settlements)) }, (_, sequence) => {
      const place = { bucket: BigInt(bucket), sequence: BigInt(sequence), contributorsBps };
      const channel = channels[Number(random.below(size.channels))]!;
      if (random.below(3n) === 0n) return payDirectly(random, channel, place);
      return settleVoucher(random, channel, { ...place, receipts: size.receipts });
    });
    const parent = buckets.at(-1)?.content.earnings;
    const input = { model, bucket: BigInt(bucket), settlements, contributorsBps, parent, lastAnswers };
    const computed = computeBatch(input);
    buckets.push({ input: { ...input, ancestors: [...ancestors] }, content: computed.content });
    ancestors.push({ posted: publish(computed.content).posted, rows: computed.content.rows, settlements });
    lastAnswers = computed.lastAnswers;
  }
  return buckets;
}

type Place = { readonly bucket: bigint; readonly sequence: bigint; readonly contributorsBps: number };

function settleVoucher(
  random: Seeded,
  channel: Channel,
  { receipts: most, ...place }: Place & { readonly receipts: bigint },
): PaidSettlement {
  const { head: headBefore, cumulative: cumulativeBefore } = channel;
  const receipts = Array.from({ length: 1 + Number(random.below(most)) }, (_, i) => receipt(random, i === 0 ? 1n : 0n));
  for (const { requestHash, responseHash, fee } of receipts) {
    channel.head = nextHead(channel.head, { requestHash, fee, previousResponseHash: channel.lastAnswer });
    channel.cumulative += fee;
    channel.lastAnswer = responseHash;
  }
  const isSilent = random.below(6n) === 0n;
  if (isSilent) channel.lastAnswer = ZERO_HASH;
  const moved = {
    headBefore,
    headAfter: channel.head,
    cumulativeBefore,
    amount: channel.cumulative - cumulativeBefore,
  };
  return { settlement: settlement(channel, place, moved), direct: false, receipts: isSilent ? [] : receipts };
}

function payDirectly(random: Seeded, channel: Channel, place: Place): PaidSettlement {
  const paid = receipt(random, 1n);
  const headAfter = directHead(paid.requestHash, paid.fee);
  const moved = { headBefore: DIRECT_HEAD, headAfter, cumulativeBefore: 0n, amount: paid.fee };
  return { settlement: settlement(channel, place, moved), direct: true, receipts: [paid] };
}

function settlement(
  { payer, payee }: Channel,
  { bucket, sequence, contributorsBps }: Place,
  moved: { headBefore: Hex; headAfter: Hex; cumulativeBefore: bigint; amount: bigint },
): PaidSettlement["settlement"] {
  const { cumulativeBefore: before, amount } = moved;
  const part = contributorsPart({ before, after: before + amount }, contributorsBps);
  return { modelId: 7n, bucket, sequence, payer, payee, ...moved, contributorsPart: part };
}

function receipt(random: Seeded, minFee: bigint): Receipt {
  const fees = [minFee, 1n, 2n ** 96n, random.below(10n ** 18n) + 1n];
  const isUnmoved = random.below(4n) === 0n;
  return {
    requestHash: random.hash(),
    responseHash: random.hash(),
    fee: fees[Number(random.below(4n))]!,
    query: isUnmoved ? new Int8Array(LANES) : random.lanes(LANES),
  };
}
