import { CREDIT } from "../hash/schemas.js";
import { structHash } from "../hash/struct-hash.js";
import type { Credit, Row } from "../hash/structs.js";
import type { SumNode } from "../tree/merkle-sum.js";
import { dividePart } from "./divide-part.js";
import { cellOf, type LedgerModel, paidEntries } from "./model.js";

/**
 * Every contribution's credits of a batch, by row, then entry, ascending; place = the contribution's in the manifest.
 * @param parts contributors' part of each row, token base units. All credits together sum to all parts.
 */
export function statements(options: {
  readonly model: Omit<LedgerModel, "responses">;
  readonly rows: readonly Row[];
  readonly parts: readonly bigint[];
}): Credit[][] {
  const { model, rows, parts } = options;
  const credits: Credit[][] = model.contributions.map(() => []);
  for (const [row, { entries }] of rows.entries()) {
    const paid = paidEntries(entries, model);
    for (const [entry, amount] of dividePart(parts[row]!, paid).entries()) {
      const { contribution } = cellOf(model, paid[entry]!.cell);
      credits[contribution]!.push({ row, entry, amount });
    }
  }
  return credits;
}

/** A statement's leaves: (Credit hash, amount). */
export function statementLeaves(credits: readonly Credit[]): SumNode[] {
  return credits.map((credit) => ({ hash: structHash(CREDIT, credit), sum: credit.amount }));
}
