import { nextHead } from "../../engine/src/core/hash/heads.js";
import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { keccakText } from "../../engine/src/core/hash/keccak.js";
import type { PaidSettlement, Receipt } from "../../engine/src/core/ledger/bucket-rows.js";
import { buildModel } from "../../engine/src/core/ledger/build-model.js";
import type { BucketInput } from "../../engine/src/core/ledger/compute-batch.js";
import { laneMatrix } from "../../engine/src/core/ledger/lanes.js";
import type { LedgerModel } from "../../engine/src/core/ledger/model.js";
import { contributorsPart } from "../../engine/src/core/ledger/parts.js";
import { type Random, randomStream } from "../../engine/src/core/train/random.js";

/** Lanes of the reference model's adapter. */
export const LANES = 7168;

const CELLS_A_CONTRIBUTION = 4;
const RECEIPTS_A_SETTLEMENT = 100;
const CONTRIBUTORS_BPS = 5_000;
const FEE = 1_000_000_000_000_000_000n; // token base units

export function benchStream(purpose: string): Random {
  return randomStream(keccakText("openledger-engine-bench"), purpose);
}

/** Uniform int8 lanes: as dense as lanes can be. */
export function randomLanes(random: Random, length: number): Int8Array {
  const words = Int32Array.from({ length: Math.ceil(length / 4) }, () => random.next() | 0);
  return new Int8Array(words.buffer, 0, length);
}

/** A model of so many cells, four a contribution, two Datanets. */
export function benchModel(cellCount: number): LedgerModel {
  const random = benchStream("model");
  return buildModel({
    modelId: 1n,
    contributions: Array.from({ length: cellCount / CELLS_A_CONTRIBUTION }, (_, i) => ({
      contributionId: BigInt(i + 1),
      datanetId: BigInt(1 + (i % 2)),
      cellCount: CELLS_A_CONTRIBUTION,
    })),
    responses: laneMatrix(cellCount, LANES, randomLanes(random, cellCount * LANES)),
    datanetIds: [1n, 2n],
    heldOut: laneMatrix(2, LANES, randomLanes(random, 2 * LANES)),
  }).model;
}

/** A bucket of so many receipts, a hundred a settlement, every settlement a channel of its own. */
export function benchBucket(model: LedgerModel, receiptCount: number): BucketInput {
  const random = benchStream("bucket");
  const settlements: PaidSettlement[] = [];
  for (let from = 0; from < receiptCount; from += RECEIPTS_A_SETTLEMENT) {
    const count = Math.min(RECEIPTS_A_SETTLEMENT, receiptCount - from);
    const receipts = Array.from({ length: count }, (_, i): Receipt => {
      const [requestHash, responseHash] = [keccakText(`request ${String(from + i)}`), keccakText(String(from + i))];
      return { requestHash, responseHash, fee: FEE, query: randomLanes(random, LANES) };
    });
    settlements.push({ settlement: settlementOf(model, settlements.length, receipts), direct: false, receipts });
  }
  return {
    model,
    bucket: 0n,
    settlements,
    contributorsBps: CONTRIBUTORS_BPS,
    parent: undefined,
    lastAnswers: new Map(),
  };
}

function settlementOf(
  { modelId }: LedgerModel,
  sequence: number,
  receipts: readonly Receipt[],
): PaidSettlement["settlement"] {
  let head: Hex = ZERO_HASH;
  let previousResponseHash: Hex = ZERO_HASH;
  for (const { requestHash, responseHash, fee } of receipts) {
    head = nextHead(head, { requestHash, fee, previousResponseHash });
    previousResponseHash = responseHash;
  }
  const amount = FEE * BigInt(receipts.length);
  return {
    modelId,
    bucket: 0n,
    sequence: BigInt(sequence),
    payer: `0x${(sequence + 1).toString(16).padStart(40, "0")}`,
    payee: `0x${"02".repeat(20)}`,
    cumulativeBefore: 0n,
    amount,
    contributorsPart: contributorsPart({ before: 0n, after: amount }, CONTRIBUTORS_BPS),
    headBefore: ZERO_HASH,
    headAfter: head,
  };
}
