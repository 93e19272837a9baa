import { BaseError } from "../errors.js";

/** Binary digits behind the point of a logarithm. */
const FRACTION_BITS = 16;

/** Binary digits of a mantissa while it is squared: what truncation loses in 16 squarings stays far behind the last digit. */
const MANTISSA_BITS = 62n;

const MILLI = 1000n;

/**
 * log₂ of a positive integer in units of 2⁻¹⁶, rounded down: a digit of the logarithm for every squaring of the mantissa. In integers, so
 * that every machine gives the same.
 */
export function log2Fixed(value: bigint): number {
  if (value < 1n) throw new NoLogarithmError(value);
  const whole = value.toString(2).length - 1;
  let mantissa = (value << MANTISSA_BITS) >> BigInt(whole); // in [1, 2)
  let result = whole;
  for (let digit = 0; digit < FRACTION_BITS; digit++) {
    mantissa = (mantissa * mantissa) >> MANTISSA_BITS;
    const isTwoOrMore = mantissa >> (MANTISSA_BITS + 1n);
    mantissa >>= isTwoOrMore;
    result = 2 * result + Number(isTwoOrMore);
  }
  return result;
}

/**
 * −log₂ of each byte's share of a text, in units of 2⁻¹⁶ bit; 0 for a byte that the text does not hold.
 * @param counts how often each of 256 bytes stands in the text.
 */
export function byteInformation(counts: readonly bigint[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0n);
  const whole = total === 0n ? 0 : log2Fixed(total);
  return counts.map((count) => (count === 0n ? 0 : whole - log2Fixed(count)));
}

/**
 * The weight of a span: −log₂ of its probability if every byte were drawn alone, over the square root of how often it stands in the
 * index, in thousandths of a bit, rounded down.
 * @param information in units of 2⁻¹⁶ bit.
 */
export function spanWeight({ information, count }: { readonly information: number; readonly count: number }): bigint {
  const scaled = MILLI * BigInt(information);
  return squareRoot((scaled * scaled) / BigInt(count)) >> BigInt(FRACTION_BITS);
}

/** floor(√value), by Newton's iteration from above. */
function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

export class NoLogarithmError extends BaseError {
  readonly code = "NO_LOGARITHM";

  constructor(value: bigint) {
    super(`Expected a positive integer to take the logarithm of, got ${value}. Leave out what never occurs.`);
  }
}
