import { BaseError } from "../errors.js";
import type { Entry } from "../hash/structs.js";

/**
 * Divides a receipt's part by the entries' shares; the amounts sum to `part`.
 * @param part token base units.
 * @param entries at least one, shares above 0. Throws {@link NothingToPayError} otherwise.
 * @returns amount of each entry, token base units.
 */
export function dividePart(part: bigint, entries: readonly Entry[]): bigint[] {
  const total = entries.reduce((sum, { share }) => sum + share, 0n);
  if (total <= 0n) throw new NothingToPayError(entries.length);

  const amounts = entries.map(({ share }) => (part * share) / total); // floor: never pays more than the part
  const paid = amounts.reduce((sum, amount) => sum + amount, 0n);
  amounts[0] = amounts[0]! + part - paid; // what the floors leave, below one unit an entry, goes to the largest share
  return amounts;
}

export class NothingToPayError extends BaseError {
  readonly code = "NOTHING_TO_PAY";

  constructor(entries: number) {
    super(
      `Expected entries with a share above 0, got ${entries} with a total of 0. ` +
        `A row without entries is paid by the model's default list, and a model without one cannot be registered.`,
    );
  }
}
