import type { Estimate } from "./measure/bootstrap.js";
import { type Column, COLUMNS } from "./measure/columns.js";
import { type Coverage, coverageOf, type Row, tableOf } from "./measure/table.js";
import type { Scope } from "./settings.js";
import type { Study, TableName } from "./study.js";
import type { VectorStore } from "./vector-store.js";

/** What a run has found so far. */
export type Results = {
  readonly scope: Scope;
  readonly isComplete: boolean;
  readonly tables: Readonly<Record<Exclude<TableName, "variants">, readonly Row[]>>;
  /** Each other recipe's table. */
  readonly variants: readonly { readonly name: string; readonly rows: readonly Row[] }[];
  readonly coverage: readonly Coverage[];
};

export function resultsOf(scope: Scope, studies: readonly Study[], measures: VectorStore): Results {
  const named = (name: TableName): Study[] => studies.filter(({ table }) => table === name);
  const table = (name: TableName): Row[] => tableOf(named(name), measures);
  const coverage = coverageOf(studies, measures);
  return {
    scope,
    isComplete: coverage.every(({ done, planned }) => done === planned),
    tables: { main: table("main"), wide: table("wide"), large: table("large") },
    variants: named("variants").map((study) => ({ name: study.name, rows: tableOf([study], measures) })),
    coverage,
  };
}

/** Digits that are published. */
const DIGITS = 4;

/** `bench/results/attribution.json`: a figure a column, its interval beside it; null where it was not measured. */
export function resultsJson({ scope, isComplete, tables, variants, coverage }: Results): string {
  const json = {
    format: "openledger-attribution-v1",
    command: scope === "quick" ? "npm run bench:attribution -- --quick" : "npm run bench:attribution",
    scope,
    isComplete,
    coverage,
    rows: tables.main.map(rowJson),
    wide: tables.wide.map(rowJson),
    large: tables.large.map(rowJson),
    variants: variants.map(({ name, rows }) => ({ name, rows: rows.map(rowJson) })),
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

function rowJson({ method, values }: Row): object {
  const figures = COLUMNS.map((column) => [column, figure(values[column]?.mean)]);
  const intervals = Object.entries(values).map(([column, { low, high }]: [string, Estimate]) => [
    column,
    [figure(low), figure(high)],
  ]);
  return { method, ...Object.fromEntries(figures), intervals: Object.fromEntries(intervals) } satisfies {
    method: string;
    [column: string | Column]: unknown;
  };
}

function figure(value: number | undefined): number | null {
  return value === undefined ? null : Number(value.toFixed(DIGITS));
}
