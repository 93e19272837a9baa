import { directHead, nextHead, saltedHash } from "../../../engine/src/core/hash/heads.js";
import { type Hex, toHex, ZERO_HASH } from "../../../engine/src/core/hash/hex.js";
import { divideBucket } from "../../../engine/src/core/ledger/divide-bucket.js";
import { contributorsPart } from "../../../engine/src/core/ledger/parts.js";
import { seeded } from "../seeded.js";

/** A channel of five receipts from head 0, a direct payment, and salted hashes of texts. */
export function headVectors(): object {
  const random = seeded("heads");
  let head: Hex = ZERO_HASH;
  let previousResponseHash: Hex = ZERO_HASH;
  const chain = [1n, 10n ** 15n, 0n, 2n ** 96n, 7n].map((fee) => {
    const link = { requestHash: random.hash(), fee, previousResponseHash };
    const before = head;
    head = nextHead(before, link);
    previousResponseHash = random.hash();
    return { before, ...link, after: head };
  });
  const direct = [1n, 2n ** 96n].map((fee) => {
    const requestHash = random.hash();
    return { requestHash, fee, head: directHead(requestHash, fee) };
  });
  const texts = ["", "a", "Whose data answered?", "ünïcödé ✓"].map((text) => {
    const salt = random.hash();
    const bytes = new TextEncoder().encode(text);
    return { salt, text, bytes: toHex(bytes), hash: saltedHash(salt, bytes) };
  });
  return { chain, direct, texts };
}

/** Receipts' parts: one wei at a time, and amounts up to 2^96, under several splits. */
export function partVectors(): object {
  const random = seeded("parts");
  const weiByWei = Array.from({ length: 8 }, (_, i) => ({ before: BigInt(i), after: BigInt(i + 1) }));
  const large = [
    { before: 0n, after: 2n ** 96n },
    { before: 2n ** 96n - 1n, after: 2n ** 96n },
    { before: 2n ** 127n, after: 2n ** 127n + 1n },
    ...Array.from({ length: 4 }, () => {
      const before = random.below(10n ** 21n);
      return { before, after: before + random.below(10n ** 18n) };
    }),
  ];
  const cases = [0, 1, 3_333, 5_000, 9_999, 10_000].flatMap((bps) =>
    [...weiByWei, ...large].map((cumulative) => ({ ...cumulative, bps, part: contributorsPart(cumulative, bps) })),
  );
  return { cases, buckets: bucketCases() };
}

function bucketCases(): object[] {
  const split = { protocolBps: 1_000, stakersBps: 2_000, contributorsBps: 5_000 };
  const buckets = [
    { total: 0n, contributors: 0n },
    { total: 1n, contributors: 0n },
    { total: 1n, contributors: 1n },
    { total: 10n, contributors: 10n }, // ten channels, one wei each, all of whose floors fell due now
    { total: 10n, contributors: 8n },
    { total: 10n ** 18n + 7n, contributors: 5n * 10n ** 17n + 3n },
    { total: 2n ** 96n - 1n, contributors: 2n ** 95n - 1n },
  ];
  return buckets.map((bucket) => ({ ...bucket, split, parts: divideBucket(bucket, split) }));
}
