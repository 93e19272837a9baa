import { BaseError } from "../errors.js";
import type { Row, Settlement } from "../hash/structs.js";
import { contributorsPart } from "./parts.js";

/**
 * What the contributors are due from each row, token base units.
 * @param options.settlements of the bucket, place = sequence.
 * @param options.contributorsBps of the bucket, 1e4 = 100%.
 * @throws {@link UnknownSettlementError}.
 */
export function rowParts(options: {
  readonly rows: readonly Row[];
  readonly settlements: readonly Settlement[];
  readonly contributorsBps: number;
}): bigint[] {
  return options.rows.map((row, i) => {
    const before = feeBefore(row, options.rows[i - 1], options.settlements);
    return contributorsPart({ before, after: row.cumulativeFee }, options.contributorsBps);
  });
}

/** The channel's total fee before a row: the previous row's if the same settlement pays it, else the settlement's. */
export function feeBefore(row: Row, previous: Row | undefined, settlements: readonly Settlement[]): bigint {
  if (previous?.sequence === row.sequence) return previous.cumulativeFee;
  const settlement = settlements[Number(row.sequence)];
  if (!settlement) throw new UnknownSettlementError(row.sequence, settlements.length);
  return settlement.cumulativeBefore;
}

export class UnknownSettlementError extends BaseError {
  readonly code = "UNKNOWN_SETTLEMENT";

  constructor(sequence: bigint, count: number) {
    super(`Expected a settlement in 0 … ${count - 1}, got ${sequence}. The row does not belong to this bucket.`);
  }
}
