import type { VectorStore } from "../vector-store.js";
import { METHODS, type Method, TITLES } from "../scoring/methods.js";
import type { Study } from "../study.js";
import { bootstrap, bootstrapDrawn, type Estimate, type SeedValues } from "./bootstrap.js";
import { type Column, COLUMNS, DRAWN } from "./columns.js";
import { type Measure, measuresOf } from "./measures.js";

export type Row = {
  readonly method: Method;
  readonly title: string;
  readonly values: Readonly<Partial<Record<Column, Estimate>>>;
};

/** How far the measures of a study are there. */
export type Coverage = {
  readonly study: string;
  readonly done: number;
  readonly planned: number;
  readonly seeds: number;
};

/** A table of what is stored of some studies; a data seed counts for a cell of it as soon as one of its training seeds is done. */
export function tableOf(studies: readonly Study[], measures: VectorStore): Row[] {
  const planned = studies.map(measuresOf);
  return METHODS.flatMap((method) => {
    const cells = COLUMNS.flatMap((column): [Column, Estimate][] => {
      const estimate = estimateOf(
        planned.map((each) => each.filter((measure) => measure.method === method && measure.column === column)),
        measures,
      );
      return estimate === undefined ? [] : [[column, estimate]];
    });
    return cells.length === 0 ? [] : [{ method, title: TITLES[method], values: Object.fromEntries(cells) }];
  });
}

export function coverageOf(studies: readonly Study[], measures: VectorStore): Coverage[] {
  return studies.map((study) => {
    const planned = measuresOf(study);
    const done = planned.filter(({ id }) => measures.has(id));
    const seeds = new Set(done.map(({ truth }) => truth)).size;
    return { study: study.name, done: done.length, planned: planned.length, seeds };
  });
}

function estimateOf(byDataSeed: readonly (readonly Measure[])[], measures: VectorStore): Estimate | undefined {
  const values = byDataSeed
    .map((each): SeedValues => each.flatMap(({ id }) => (measures.has(id) ? [Array.from(measures.get(id)!)] : [])))
    .filter((each) => each.length > 0);
  if (values.length === 0) return undefined;
  const isDrawn = DRAWN.includes(byDataSeed.flat()[0]!.column);
  return isDrawn ? bootstrapDrawn(values.flat()) : bootstrap(values);
}
