import { mean } from "../attribution/measure/bootstrap.js";
import { ATTACKS } from "./attacks/all-attacks.js";
import { type Attack, figureOf, type Outcome, type Pair, type Ratio } from "./attacks/attack.js";
import type { Grinding } from "./attacks/grinding.js";
import type { RuleFigures } from "./payout/compare-rules.js";
import { type Rule, RULES } from "./payout/rules.js";
import type { Findings } from "./run-attacks.js";
import type { Scope } from "./settings.js";

/** One line of the table. Parts of money are numbers from here on: they are compared and shown, never paid. */
export type AttackResult = {
  readonly attack: Attack;
  /** The attacker's part of what the unit of the target counts, or of all pay where that is his honest income. */
  readonly off: number;
  readonly on: number;
  readonly honest: number;
  readonly offHonest: number;
  /** What the target is about; under each data seed; and whether it is met. */
  readonly figure: number;
  readonly bySeed: readonly number[];
  readonly isMet: boolean;
  readonly byRule: Readonly<Record<Rule, number>> | undefined;
  /** Nats a byte. */
  readonly harm: number | undefined;
};

export type Results = {
  readonly scope: Scope;
  readonly attacks: readonly AttackResult[];
  readonly rules: Readonly<Record<Rule, RuleFigures>>;
  readonly grinding: { readonly seed: Grinding; readonly protocol: Grinding };
};

export function resultsOf(scope: Scope, { outcomes, rules, grinding }: Findings): Results {
  return {
    scope,
    attacks: ATTACKS.map((attack) => resultOf(attack, outcomes[attack.id]!)),
    rules: Object.fromEntries(RULES.map((rule) => [rule, meanOf(rules.map((each) => each[rule]))])) as Results["rules"],
    grinding: {
      seed: joinGrinding(grinding.map(({ seed }) => seed)),
      protocol: joinGrinding(grinding.map((each) => each.protocol)),
    },
  };
}

/** Data seeds count alike: they are paid the same number of answers. */
function resultOf(attack: Attack, outcomes: readonly Outcome[]): AttackResult {
  const whole = (of: (outcome: Outcome) => Ratio): number => toNumber(total(outcomes.map(of)));
  const figure = (pairs: readonly Pair[]): number =>
    toNumber(
      figureOf({ on: total(pairs.map(({ on }) => on)), honest: total(pairs.map(({ honest }) => honest)) }, attack),
    );
  const found = figure(outcomes);
  const harms = outcomes.flatMap(({ harm }) => (harm === undefined ? [] : [harm]));
  return {
    attack,
    off: whole(({ off }) => off),
    on: whole(({ on }) => on),
    honest: whole(({ honest }) => honest),
    offHonest: whole(({ offHonest, honest }) => offHonest ?? honest),
    figure: found,
    bySeed: outcomes.map((outcome) => figure([outcome])),
    isMet: isMet(found, attack),
    byRule: outcomes[0]!.byRule && byRule(outcomes, figure),
    harm: harms.length === 0 ? undefined : mean(harms),
  };
}

function byRule(outcomes: readonly Outcome[], figure: (pairs: readonly Pair[]) => number): Record<Rule, number> {
  const of = (rule: Rule): number => figure(outcomes.map((outcome) => outcome.byRule![rule]));
  return Object.fromEntries(RULES.map((rule) => [rule, of(rule)])) as Record<Rule, number>;
}

function isMet(figure: number, { target: { bound, value } }: Attack): boolean {
  if (bound === "below") return figure < value;
  return bound === "at most" ? figure <= value : figure >= value;
}

function total(ratios: readonly Ratio[]): Ratio {
  return ratios.reduce((sum, { part, whole }) => ({ part: sum.part + part, whole: sum.whole + whole }));
}

const PRECISION = 10n ** 12n;

/** NaN of nothing: a multiple of an honest income that is 0. */
function toNumber({ part, whole }: Ratio): number {
  if (whole === 0n) return NaN;
  return Number((part * PRECISION) / whole) / Number(PRECISION);
}

function meanOf(figures: readonly RuleFigures[]): RuleFigures {
  const of = (key: keyof RuleFigures): number => mean(figures.map((each) => each[key]));
  return {
    garbage: of("garbage"),
    topic: of("topic"),
    source: of("source"),
    stability: of("stability"),
    unpaid: of("unpaid"),
  };
}

function joinGrinding(markets: readonly Grinding[]): Grinding {
  const { start, seeds } = markets[0]!;
  const gain = {
    mean: mean(markets.map((each) => each.gain.mean)),
    most: Math.max(...markets.map((each) => each.gain.most)),
  };
  return { start, seeds, gain, spread: mean(markets.map(({ spread }) => spread)) };
}

/** Digits that are published. */
const DIGITS = 5;

/** `bench/results/attacks.json`. */
export function resultsJson({ scope, attacks, rules, grinding }: Results): string {
  const json = {
    format: "openledger-attacks-v1",
    command: scope === "quick" ? "npm run bench:attacks -- --quick" : "npm run bench:attacks",
    scope,
    attacks: attacks.map(({ attack: { id, target }, ...figures }) => ({ id, target, ...figures })),
    rules,
    grinding,
  };
  const round = (_: string, value: unknown): unknown =>
    typeof value === "number" && !Number.isNaN(value) ? Number(value.toFixed(DIGITS)) : value;
  return `${JSON.stringify(json, round, 2)}\n`;
}
