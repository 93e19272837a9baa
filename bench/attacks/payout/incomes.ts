import type { Entry } from "../../../engine/src/core/hash/structs.js";
import { dividePart } from "../../../engine/src/core/ledger/divide-part.js";
import { defaultList, topEntries } from "../../../engine/src/core/ledger/entries.js";
import { paidEntries } from "../../../engine/src/core/ledger/model.js";
import { contributorsPart } from "../../../engine/src/core/ledger/parts.js";
import { positivePart } from "../../../engine/src/core/ledger/score.js";
import type { Asked, TrainedMarket } from "../market/train-market.js";
import { entriesBy, type Rule, weightsOf } from "./rules.js";

/** What every answer costs, base units: 1 OPEN. */
export const FEE = 10n ** 18n;
/** The parameters' defaults, 1e4 = 100%. */
export const SPLIT = { protocolBps: 10_00, stakersBps: 20_00, contributorsBps: 50_00 } as const;
/** What the contributors are due of a fee, base units. */
export const PART = contributorsPart({ before: 0n, after: FEE }, SPLIT.contributorsBps);

/** Base units by answer, then cell. */
export type Pay = readonly (readonly bigint[])[];

/** What of a model its answers are paid by. */
export type Paying = Pick<TrainedMarket, "model" | "weightsByOthers">;

/** Divides each answer's part by itself: no answer's money is touched by another's scores. */
export function payOf(paying: Paying, asked: readonly Asked[], rule: Rule = "protocol"): Pay {
  const weights = weightsOf(rule, paying);
  const listed = defaultList(weights);
  const defaults = listed.length > 0 ? listed : paying.model.defaults;
  return asked.map(({ scores }) =>
    divide(weights.length, paidEntries(entriesBy(rule, { scores, weights }), { defaults }), PART),
  );
}

/**
 * What a bucket would pay if its answers were netted first: scores are added up over all answers, and everybody's parts are divided
 * by the sums once, among all cells whose sum is positive. By cell.
 */
export function nettedPay({ model }: Paying, asked: readonly Asked[]): bigint[] {
  const sums = model.cells.map((_, cell) => asked.reduce((total, { scores }) => total + scores[cell]!, 0));
  const shares = sums.map((score, cell) => positivePart(score) * model.cells[cell]!.weight);
  const entries = shares.map((share, cell) => ({ cell, share })).filter(({ share }) => share > 0n);
  return divide(model.cells.length, paidEntries(entries, model), PART * BigInt(asked.length));
}

/** Most that an account may take of an answer where accounts are clipped: a tenth. */
const CLIP = 10n;

/**
 * What answers would pay if no account could take more than a tenth of one: the rule's payments are added up by account and clipped, and the
 * part is divided again in proportion. By answer, then account, in the order of `accounts`.
 * @param options.owners account of each cell.
 */
export function clippedPay(
  pay: Pay,
  { owners, accounts }: { readonly owners: readonly string[]; readonly accounts: readonly string[] },
): Pay {
  return pay.map((row) => {
    const sums = accounts.map((account) => sum(row.filter((_, cell) => owners[cell] === account)));
    const clipped = topEntries(sums.map((each) => (each < PART / CLIP ? each : PART / CLIP)));
    return spread(accounts.length, clipped, dividePart(PART, clipped));
  });
}

/** What the cells that `test` picks were paid, base units. */
export function incomeOf(pay: Pay, test: (cell: number) => boolean): bigint {
  return sum(pay.map((row) => sum(row.filter((_, cell) => test(cell)))));
}

export function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

function divide(cells: number, entries: readonly Entry[], part: bigint): bigint[] {
  return spread(cells, entries, dividePart(part, entries));
}

function spread(count: number, entries: readonly Entry[], amounts: readonly bigint[]): bigint[] {
  const row = new Array<bigint>(count).fill(0n);
  for (const [i, { cell }] of entries.entries()) row[cell] = amounts[i]!;
  return row;
}
