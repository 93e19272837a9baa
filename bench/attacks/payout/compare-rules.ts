import { mean } from "../../attribution/measure/bootstrap.js";
import { stabilityOf } from "../../attribution/measure/pay.js";
import { keccakText } from "../../../engine/src/core/hash/keccak.js";
import { isAttackers, type Market } from "../market/documents.js";
import type { TrainedMarket } from "../market/train-market.js";
import { PART, payOf } from "./incomes.js";
import { type Rule, RULES } from "./rules.js";

/** How a rule divides the money of a market with a contributor of garbage: parts of all pay, but for the last two. */
export type RuleFigures = {
  readonly garbage: number;
  /** To the question's Datanet and to its source, of questions about honest sources. */
  readonly topic: number;
  readonly source: number;
  /** Rank correlation of cells' incomes from two halves of the questions. */
  readonly stability: number;
  /** Honest cells that never earn, of all honest cells. */
  readonly unpaid: number;
};

export function compareRules(market: Market, trained: TrainedMarket): Record<Rule, RuleFigures> {
  return Object.fromEntries(RULES.map((rule) => [rule, figuresOf(rule, market, trained)])) as Record<Rule, RuleFigures>;
}

function figuresOf(rule: Rule, { questions, dataSeed }: Market, trained: TrainedMarket): RuleFigures {
  const { owners } = trained;
  const pay = payOf(trained, trained.asked, rule).map((row) => row.map((amount) => Number(amount) / Number(PART)));
  const isGarbage = owners.map(({ account }) => isAttackers(account));
  const about = [...questions.keys()].filter((i) => !isAttackers(questions[i]!.account));
  const reaching = (rows: readonly number[], test: (cell: number, row: number) => boolean): number =>
    mean(rows.map((row) => pay[row]!.reduce((sum, part, cell) => sum + (test(cell, row) ? part : 0), 0)));
  const honest = owners.flatMap((_, cell) => (isGarbage[cell] ? [] : [cell]));
  return {
    garbage: reaching([...pay.keys()], (cell) => isGarbage[cell]!),
    topic: reaching(about, (cell, row) => !isGarbage[cell] && owners[cell]!.datanet === questions[row]!.datanet),
    source: reaching(about, (cell, row) => owners[cell]!.account === questions[row]!.account),
    stability: stabilityOf(pay, keccakText(`openledger attacks bench, data seed ${String(dataSeed)}`))[0]!,
    unpaid: mean(honest.map((cell) => (pay.every((row) => row[cell] === 0) ? 1 : 0))),
  };
}
