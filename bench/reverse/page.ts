import { markdownTable } from "../page/sections.js";
import { type Where, whereText } from "../page/where.js";
import type { Agreement, ReverseFigures } from "./measure.js";

/** bench/results/reverse.json. */
export type ReverseResults = {
  readonly format: "openledger-reverse-bench-v1";
  readonly command: string;
  readonly recipes: readonly ReverseFigures[];
} & Where;

const WANTED = 0.99;

/** The generated part of docs/attribution.md, `reverse`. */
export function sectionOf({ recipes, ...where }: ReverseResults): string {
  const agreement = recipes.map(({ recipe, agreement: found }) => [
    recipe,
    String(found.withResponses.length),
    ...[found.withResponses, found.withLeaveOneOut, found.responsesWithLeaveOneOut].map(range),
    mean(found.withResponses) >= WANTED ? "met" : "**missed**",
  ]);
  const costs = recipes.map((figures) => {
    const { stored, query, oneQuery } = costsOf(figures);
    return [figures.recipe, ...[stored, oneQuery, query].map((cost) => cost.toFixed(2)), String(breakEven(figures))];
  });
  return [
    `${whereText(where)} Rank correlation (Spearman) over the cells: mean of the queries, and the lowest and highest of one.`,
    markdownTable(
      [
        "recipe",
        "queries",
        "reverse mode, R1",
        "reverse mode, leave-one-out",
        "R1, leave-one-out",
        `≥ ${String(WANTED)} with R1`,
      ],
      agreement,
    ),
    "Cost in trainings, by processor time in one run on one thread:",
    markdownTable(
      ["recipe", "training with checkpoints", "first query", "each further query", "cheaper than R1 up to, queries"],
      costs,
    ),
  ].join("\n\n");
}

/** In trainings. */
function costsOf({ spent, agreement }: ReverseFigures) {
  const [training, stored, one, all] = [spent.training, spent.storedTraining, spent.oneQuery, spent.queries].map(
    ({ cpuSeconds }) => cpuSeconds,
  ) as [number, number, number, number];
  const further = agreement.withResponses.length - 1;
  return { stored: stored / training, oneQuery: one / training, query: (all - one) / further / training };
}

/** Queries for which all trainings back cost no more than a training for every cell and one for the whole. */
function breakEven(figures: ReverseFigures): number {
  const { stored, query, oneQuery } = costsOf(figures);
  return Math.floor(1 + (figures.cells + 1 - stored - oneQuery) / query);
}

function range(values: Agreement): string {
  return `${decimals(mean(values))} <sub>${decimals(Math.min(...values))}…${decimals(Math.max(...values))}</sub>`;
}

function mean(values: Agreement): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function decimals(value: number): string {
  return value.toFixed(3);
}
