import { type Market, isAttackers } from "../market/documents.js";
import { trainMarket, type TrainedMarket, type TrainingOptions, type Workshop } from "../market/train-market.js";
import type { Document } from "../market/documents.js";
import { incomeOf, payOf, sum } from "../payout/incomes.js";
import { type Rule, RULES } from "../payout/rules.js";

/** A fraction of money, base units. Fractions of several data seeds are added up part by part. */
export type Ratio = { readonly part: bigint; readonly whole: bigint };

/** What a target is about: the attacker's income as a multiple of his honest one, as a share of all pay, or of what he pays himself. */
export type Unit = "of honest income" | "of all pay" | "of what he pays" | "of their money";

/** What an attack brings and what honesty brings. */
export type Pair = { readonly on: Ratio; readonly honest: Ratio };

export type Outcome = Pair & {
  /** With the defence off. */
  readonly off: Ratio;
  /** With the defence off and nobody attacking, where that is another figure than with it on. */
  readonly offHonest?: Ratio;
  /** The same under each payout rule, other defences on. */
  readonly byRule?: Readonly<Record<Rule, Pair>>;
  /** Rise of the mean loss of all questions, nats a byte. */
  readonly harm?: number;
};

export type Attack = {
  readonly id: string;
  readonly title: string;
  /** What the attacker does, and which defence is turned off. */
  readonly what: string;
  readonly defence: string;
  readonly target: { readonly unit: Unit; readonly bound: "at most" | "at least" | "below"; readonly value: number };
  /** Models that it trains at most, for the estimate. */
  readonly models: number;
  readonly run: (bench: Bench) => Promise<Outcome>;
};

/** A market in which nobody cheats, and the means to train another. */
export type Bench = {
  readonly workshop: Workshop;
  readonly market: Market;
  readonly honest: TrainedMarket;
};

export function train(
  { workshop, market }: Bench,
  documents: readonly Document[],
  options: Partial<TrainingOptions> = {},
): Promise<TrainedMarket> {
  return trainMarket(workshop, market, { isDeduplicated: true, ...options, documents });
}

/** The attacker's income, all accounts together, of all that is paid to contributors. */
export function attackersShare(trained: TrainedMarket, rule: Rule = "protocol"): Ratio {
  const pay = payOf(trained, trained.asked, rule);
  const part = incomeOf(pay, (cell) => isAttackers(trained.owners[cell]!.account));
  return { part, whole: sum(pay.map(sum)) };
}

/** The attacker's incomes in two models, under every rule. */
export function comparison(attacked: TrainedMarket, honest: TrainedMarket): Pair & Pick<Outcome, "byRule"> {
  const pair = (rule: Rule): Pair => ({ on: attackersShare(attacked, rule), honest: attackersShare(honest, rule) });
  const byRule = Object.fromEntries(RULES.map((rule) => [rule, pair(rule)])) as Record<Rule, Pair>;
  return { ...pair("protocol"), byRule };
}

/** What an attack's target is about. */
export function figureOf({ on, honest }: Pair, { target }: Pick<Attack, "target">): Ratio {
  return target.unit === "of honest income" ? { part: on.part * honest.whole, whole: honest.part * on.whole } : on;
}

/** Rise of the questions' mean loss from one model to another, nats a byte. */
export function harmOf(attacked: TrainedMarket, honest: TrainedMarket): number {
  const mean = ({ asked }: TrainedMarket): number => asked.reduce((total, { loss }) => total + loss, 0) / asked.length;
  return mean(attacked) - mean(honest);
}

/** Honest documents that earn most, the best first. */
export function bestEarners({ market, honest }: Bench, count: number): Document[] {
  const pay = payOf(honest, honest.asked);
  const income = new Map(market.honest.map((each) => [each, incomeOf(pay, (cell) => honest.owners[cell] === each)]));
  const order = [...market.honest.keys()].sort((a, b) => {
    const [left, right] = [income.get(market.honest[a]!)!, income.get(market.honest[b]!)!];
    return left === right ? a - b : left < right ? 1 : -1;
  });
  return order.slice(0, count).map((place) => market.honest[place]!);
}
