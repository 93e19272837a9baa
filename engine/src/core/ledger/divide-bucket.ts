import { mulBpsDown } from "./parts.js";

/** The parts of a fee that are named, in basis points; the model owner takes what they leave. */
export type FeeSplit = {
  readonly protocolBps: number;
  readonly stakersBps: number;
  readonly contributorsBps: number;
};

/** Who gets what of a closed bucket, token base units. The four sum to the bucket's total. */
export type BucketParts = {
  readonly protocol: bigint;
  readonly stakers: bigint;
  readonly contributors: bigint;
  readonly owner: bigint;
};

/**
 * Divides a closed bucket.
 * @param bucket.total token base units of all its settlements.
 * @param bucket.contributors the settlements' contributors' parts: floors of cumulative fees, so together they may exceed
 * `floor(total · contributorsBps / 10⁴)` by up to 1 a settlement, never the total.
 */
export function divideBucket(
  bucket: { readonly total: bigint; readonly contributors: bigint },
  split: FeeSplit,
): BucketParts {
  // The contributors' part is already owed; the others share what it leaves, so that no rounding makes a bucket insolvent.
  let left = bucket.total - bucket.contributors;
  const take = (bps: number): bigint => {
    const due = mulBpsDown(bucket.total, bps);
    const part = due < left ? due : left;
    left -= part;
    return part;
  };
  const protocol = take(split.protocolBps);
  const stakers = take(split.stakersBps);
  return { protocol, stakers, contributors: bucket.contributors, owner: left };
}
