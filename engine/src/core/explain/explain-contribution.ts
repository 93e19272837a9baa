import type { BatchAccount } from "./batch-account.js";
import type { ExplainedCredit, ExplainedRow, ProvenEarning } from "./explained.js";
import type { WhyNothing } from "./why-nothing.js";

/** A line of a contribution's statement: the credit, and the receipt that paid it. */
export type StatementLine = { readonly receipt: Omit<ExplainedRow, "credits">; readonly credit: ExplainedCredit };

/** All that one batch says of a contribution. */
export type ExplainedStatement = ProvenEarning & {
  readonly lines: readonly StatementLine[];
  /** Of every answer that paid it nothing. */
  readonly unpaid: readonly ({ readonly row: number } & WhyNothing)[];
};

/**
 * A contribution's statement of one batch, for zero as well as for much.
 * @param account of the batch.
 * @param options.place of the contribution in the model's table.
 * @param options.rowCount of the batch.
 */
export function explainContribution(
  account: BatchAccount,
  { place, rowCount }: { readonly place: number; readonly rowCount: number },
): ExplainedStatement {
  const { earning, proof } = account.earning(place);
  const lines: StatementLine[] = [];
  const unpaid: ({ readonly row: number } & WhyNothing)[] = [];
  for (let index = 0; index < rowCount; index++) {
    const why = account.whyNothing(index, place);
    if (why !== undefined) {
      unpaid.push({ row: index, ...why });
      continue;
    }
    const { credits, ...receipt } = account.row(index);
    const own = credits.filter(({ contributionId }) => contributionId === earning.contributionId);
    lines.push(...own.map((credit) => ({ receipt, credit })));
  }
  return { earning, proof, lines, unpaid };
}
