import type { Start } from "../attribution/experiment.js";
import type { Progress } from "../attribution/progress.js";
import { ATTACKS } from "./attacks/all-attacks.js";
import { type Bench, type Outcome, train } from "./attacks/attack.js";
import { garbageMarket } from "./attacks/bad-text.js";
import { grind, type Grinding } from "./attacks/grinding.js";
import { honestDocuments } from "./market/documents.js";
import { drawMarket, type MarketSpec } from "./market/draw-market.js";
import { trainMarket, type Workshop } from "./market/train-market.js";
import { compareRules, type RuleFigures } from "./payout/compare-rules.js";
import type { Rule } from "./payout/rules.js";
import type { Settings } from "./settings.js";

/** What a run has found: each list has one element a data seed. */
export type Findings = {
  /** By attack's id. */
  readonly outcomes: Readonly<Record<string, readonly Outcome[]>>;
  readonly rules: readonly Readonly<Record<Rule, RuleFigures>>[];
  readonly grinding: readonly { readonly seed: Grinding; readonly protocol: Grinding }[];
};

/** Tries every attack on every market. Trainings that are kept already cost nothing. */
export async function runAttacks(workshop: Workshop, settings: Settings, progress: Progress): Promise<Findings> {
  const outcomes: Record<string, Outcome[]> = Object.fromEntries(ATTACKS.map(({ id }) => [id, []]));
  const rules: Record<Rule, RuleFigures>[] = [];
  for (const spec of settings.markets) {
    const bench = await honestBench(workshop, spec);
    for (const attack of ATTACKS) {
      outcomes[attack.id]!.push(await attack.run(bench));
      progress.note(`${bench.market.name}: ${attack.title}`);
    }
    rules.push(compareRules(bench.market, await train(bench, garbageMarket(bench.market))));
  }
  const grinding: { seed: Grinding; protocol: Grinding }[] = [];
  for (const spec of settings.grinding) {
    const market = await drawMarket(spec);
    const of = (start: Start): Promise<Grinding> => grind(workshop, market, { start, seeds: settings.seeds });
    grinding.push({ seed: await of("seed"), protocol: await of("protocol") });
    progress.note(`${market.name}: seeds`);
  }
  return { outcomes, rules, grinding };
}

/** Work that a run plans, in trainings on 64 cells: a model of n cells is n + 1 trainings on them. */
export function plannedCost({ markets, grinding, seeds }: Settings): number {
  const model = ({ contributors, cellsEach }: MarketSpec): number => {
    const cells = (contributors + 1) * cellsEach;
    return (cells * (cells + 1)) / 64;
  };
  const models = 1 + ATTACKS.reduce((total, each) => total + each.models, 0);
  const attacked = markets.reduce((total, spec) => total + models * model(spec), 0);
  return attacked + grinding.reduce((total, spec) => total + 2 * seeds * model(spec), 0);
}

async function honestBench(workshop: Workshop, spec: MarketSpec): Promise<Bench> {
  const market = await drawMarket(spec);
  const documents = honestDocuments(market);
  return { workshop, market, honest: await trainMarket(workshop, market, { documents, isDeduplicated: true }) };
}
