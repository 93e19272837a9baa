import type { BucketSize } from "../../test/vectors/scenario.js";
import type { Seeded } from "../../test/vectors/seeded.js";

/** How large a model is and the buckets that follow each other. */
export type PlaySize = {
  readonly contributions: number;
  readonly mostCells: bigint;
  readonly buckets: number;
  readonly bucket: BucketSize;
};

const from = (random: Seeded, least: bigint, most: bigint): bigint => least + random.below(most - least + 1n);

/** A handful of receipts and of cells. */
export function smallSize(random: Seeded): PlaySize {
  const bucket = { settlements: 4n, receipts: 4n, channels: 3n };
  const contributions = Number(from(random, 1n, 8n));
  return { contributions, mostCells: 4n, buckets: Number(from(random, 1n, 4n)), bucket };
}

/** Mostly small; of thirty models one has buckets of hundreds of receipts and up to hundreds of cells. */
export function usualSize(random: Seeded): PlaySize {
  if (random.below(30n) > 0n) return smallSize(random);
  const bucket = { settlements: 40n, receipts: from(random, 8n, 32n), channels: from(random, 2n, 9n) };
  return { contributions: Number(from(random, 1n, 40n)), mostCells: from(random, 1n, 20n), buckets: 2, bucket };
}

/** One bucket of 1,000 receipts or more, 5,000 at most: several payers' chains and direct payments. */
export function largeSize(random: Seeded): PlaySize {
  const receipts = random.below(6n) === 0n ? from(random, 40n, 75n) : from(random, 12n, 24n);
  const bucket = { settlements: from(random, 120n, 200n), receipts, channels: from(random, 2n, 9n) };
  return { contributions: Number(from(random, 1n, 24n)), mostCells: from(random, 1n, 12n), buckets: 1, bucket };
}
