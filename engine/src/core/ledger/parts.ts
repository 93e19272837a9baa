import { BaseError } from "../errors.js";

/** 100% in basis points. */
const FULL_BPS = 10_000n;

/**
 * What the contributors are due from a receipt: the difference of two floors, so that any way of cutting a channel's fees into receipts
 * and settlements gives the same total.
 * @param cumulative.before the channel's total fee before the receipt, token base units.
 * @param cumulative.after the channel's total fee after it, token base units.
 * @param bps the bucket's `contributorsBps`, 1e4 = 100%.
 */
export function contributorsPart(cumulative: { readonly before: bigint; readonly after: bigint }, bps: number): bigint {
  const { before, after } = cumulative;
  if (before < 0n || after < before) throw new FeesNotAscendingError(before, after);
  if (!Number.isInteger(bps) || bps < 0 || BigInt(bps) > FULL_BPS) throw new BpsError(bps);
  return mulBpsDown(after, bps) - mulBpsDown(before, bps);
}

/** `floor(amount · bps / 10⁴)`. */
export function mulBpsDown(amount: bigint, bps: number): bigint {
  return (amount * BigInt(bps)) / FULL_BPS;
}

export class FeesNotAscendingError extends BaseError {
  readonly code = "FEES_NOT_ASCENDING";

  constructor(before: bigint, after: bigint) {
    super(
      `Expected cumulative fees that never fall, got ${before} and then ${after}. Check the order of the receipts.`,
    );
  }
}

export class BpsError extends BaseError {
  readonly code = "BPS_OUT_OF_RANGE";

  constructor(bps: number) {
    super(`Expected whole basis points in 0 … 10000, got ${bps}. 1% is 100.`);
  }
}
