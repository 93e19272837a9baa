import { markdownTable } from "../../page/sections.js";
import type { Estimate } from "../measure/bootstrap.js";
import { type Column, COLUMNS, HEADS } from "../measure/columns.js";
import type { Row } from "../measure/table.js";
import type { Results } from "../results.js";
import type { Method } from "../scoring/methods.js";
import { targetsOf } from "./targets.js";

/** Columns of a table of the page: three read better than one of sixteen columns. */
const FIDELITY: readonly Column[] = [
  "ldsDrop50",
  "ldsDrop10",
  "ldsDrop2",
  "contributorLds",
  "looSpearman",
  "ldsCrossSeed",
];
const PAY: readonly Column[] = ["payGarbage", "payTopic", "paySource", "incomeStability"];
const DETECTION: readonly Column[] = COLUMNS.filter((column) => ![...FIDELITY, ...PAY].includes(column));

/** The generated parts of docs/attribution.md, by the names of their markers. */
export function sectionsOf(results: Results): Record<string, string> {
  const { main, wide, large } = results.tables;
  return {
    scope: scopeOf(results),
    columns: bullets(COLUMNS.map((column) => `**${HEADS[column].head}**: ${HEADS[column].meaning}.`)),
    fidelity: table(main, FIDELITY),
    detection: table(main, DETECTION),
    pay: table(main, PAY),
    targets: markdownTable(
      ["target", "wanted", "found", ""],
      targetsOf(main).map(({ what, wanted, found, isMet }) => [what, wanted, found, isMet ? "met" : "**missed**"]),
    ),
    wide: wide.length > 0 ? table(wide, FIDELITY) : "Not measured yet.",
    variants: variantsTable(results),
    large: large.length > 0 ? table(large, FIDELITY) : "Not measured yet.",
  };
}

function scopeOf({ scope, isComplete, coverage }: Results): string {
  const lead =
    scope === "quick"
      ? "**These figures are of the quick run** (`npm run bench:attribution -- --quick`): one data seed, fewer subsets, one seed's truth. The full run replaces them."
      : isComplete
        ? "These figures are of the full run (`npm run bench:attribution`)."
        : "**These figures are of a full run that is not finished** (`npm run bench:attribution` goes on with it): what is missing is left out.";
  const rows = coverage.map(({ study, done, planned, seeds }) => [
    study,
    String(seeds),
    done === planned ? "whole" : `${String(Math.floor((100 * done) / planned))} %`,
  ]);
  return `${lead}\n\n${markdownTable(["study", "training seeds with truth", "measured"], rows)}`;
}

/** The default method and its ceiling under each recipe, the default's first. */
const VARIANT_COLUMNS: readonly { readonly column: Column; readonly method: Method; readonly called: string }[] = [
  { column: "ldsDrop50", method: "response-int8", called: "int8" },
  { column: "ldsDrop50", method: "leave-one-out", called: "exact" },
  { column: "ldsDrop10", method: "response-int8", called: "int8" },
  { column: "ldsDrop10", method: "leave-one-out", called: "exact" },
  { column: "ldsCrossSeed", method: "response-int8", called: "int8" },
  { column: "ldsCrossSeed", method: "response-3-seeds", called: "mean of 3" },
];

function variantsTable({ tables, variants }: Results): string {
  const measured = [{ name: "the default", rows: tables.main }, ...variants].filter(({ rows }) => rows.length > 0);
  return markdownTable(
    ["recipe", ...VARIANT_COLUMNS.map(({ column, called }) => `${HEADS[column].head}, ${called}`)],
    measured.map(({ name, rows }) => [
      name,
      ...VARIANT_COLUMNS.map(({ column, method }) =>
        cell(rows.find((row) => row.method === method)?.values[column], column),
      ),
    ]),
  );
}

function table(rows: readonly Row[], columns: readonly Column[]): string {
  const shown = columns.filter((column) => rows.some(({ values }) => values[column] !== undefined));
  return markdownTable(
    ["method", ...shown.map((column) => HEADS[column].head)],
    rows.map(({ title, values }) => [title, ...shown.map((column) => cell(values[column], column))]),
  );
}

function cell(estimate: Estimate | undefined, column: Column): string {
  if (estimate === undefined) return "–";
  const digits = column === "removalTop5" ? 2 : 3;
  const [mean, low, high] = [estimate.mean, estimate.low, estimate.high].map((value) =>
    value.toFixed(digits).replace(/^(-?)0\./, "$1."),
  );
  return `${mean!} <sub>${low!}…${high!}</sub>`;
}

function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}
