import { DEFAULT_RECIPE } from "../../engine/src/core/train/plan.js";
import type { BenchBase } from "./experiment.js";
import { METHODS, type Method } from "./scoring/methods.js";
import type { StudySpec } from "./study.js";

/** How large a run is. */
export type Scope = "full" | "quick";

const QUERIES = 100;
const NO_SUBSETS = { drop50: 0, drop10: 0, drop2: 0, contributors: 0 };
const REFERENCE = { contributors: 16, cellsEach: 4, queries: QUERIES };

/** Methods that need no more than one training seed. */
const ONE_SEED: readonly Method[] = METHODS.filter((method) => method !== "response-3-seeds" && method !== "trak-10");

/**
 * The studies of a run, in the order in which they are done: everything for one data seed before the next. The quick run's trainings
 * are some of the full run's, under the same addresses.
 */
export function studiesOf(
  scope: Scope,
  bases: { readonly reference: BenchBase; readonly large: BenchBase },
): StudySpec[] {
  const reference = { table: "main", base: bases.reference, recipe: DEFAULT_RECIPE, start: "protocol" } as const;
  if (scope === "quick") return dataSeedStudies(0, reference, QUICK);
  return [
    ...[0, 1, 2].flatMap((dataSeed) => dataSeedStudies(dataSeed, reference, FULL)),
    ...VARIANTS.map((changes): StudySpec => ({ ...variant(0, reference), ...changes })),
    {
      ...reference,
      table: "large",
      base: bases.large,
      name: "1 M parameters",
      corpus: { kind: "speeches", ...REFERENCE, contributors: 8, dataSeed: 0 },
      groups: ["fidelity"],
      methods: ONE_SEED,
      seeds: { scored: 1, truth: 1 },
      subsets: { drop50: 50, drop10: 50, drop2: 32, contributors: 0, tune: 10 },
      trakMembers: 0,
      removalQueries: 0,
    },
    {
      ...reference,
      table: "wide",
      name: "64 contributors, 256 cells",
      corpus: { kind: "speeches", contributors: 64, cellsEach: 4, queries: QUERIES, dataSeed: 0 },
      groups: ["fidelity"],
      methods: ONE_SEED,
      seeds: { scored: 1, truth: 1 },
      subsets: { drop50: 100, drop10: 100, drop2: 100, contributors: 50, tune: 20 },
      trakMembers: 0,
      removalQueries: 0,
    },
  ];
}

/** Beside the default: gentler and stronger fine-tuning, shorter and longer, and lanes to start from that the training seed draws. */
const VARIANTS: readonly (Pick<StudySpec, "name"> & Partial<StudySpec>)[] = [
  { name: "rate 1e-3", recipe: { ...DEFAULT_RECIPE, rate: 1e-3 } },
  { name: "rate 2e-3", recipe: { ...DEFAULT_RECIPE, rate: 2e-3 } },
  { name: "2 epochs", recipe: { ...DEFAULT_RECIPE, epochs: 2 } },
  { name: "8 epochs", recipe: { ...DEFAULT_RECIPE, epochs: 8 } },
  {
    name: "start drawn by the seed",
    start: "seed",
    methods: ["response-int8", "response-3-seeds", "leave-one-out"],
    seeds: { scored: 4, truth: 1 },
  },
];

/** A data seed under another recipe. */
function variant(dataSeed: number, reference: Reference): Omit<StudySpec, "name"> {
  return {
    ...reference,
    table: "variants",
    corpus: { kind: "speeches", ...REFERENCE, dataSeed },
    groups: ["fidelity"],
    methods: ["response-int8", "leave-one-out"],
    seeds: { scored: 1, truth: 1 },
    subsets: { drop50: 50, drop10: 50, drop2: 0, contributors: 0, tune: 0 },
    trakMembers: 0,
    removalQueries: 0,
  };
}

/** What studies of the reference model have in common. */
type Reference = Pick<StudySpec, "base" | "recipe" | "start">;

type Sizes = {
  readonly seeds: StudySpec["seeds"];
  readonly subsets: StudySpec["subsets"];
  readonly trakMembers: number;
  /** Cells of each contributor in the two studies that find things. */
  readonly foundCells: number;
  readonly removalQueries: number;
};

const FULL: Sizes = {
  seeds: { scored: 5, truth: 1 },
  subsets: { drop50: 100, drop10: 100, drop2: 64, contributors: 100, tune: 20 },
  trakMembers: 10,
  foundCells: 4,
  removalQueries: 12,
};

const QUICK: Sizes = {
  seeds: { scored: 4, truth: 1 },
  subsets: { drop50: 30, drop10: 30, drop2: 64, contributors: 30, tune: 10 },
  trakMembers: 10,
  foundCells: 2,
  removalQueries: 6,
};

function dataSeedStudies(dataSeed: number, reference: Reference & Pick<StudySpec, "table">, sizes: Sizes): StudySpec[] {
  const { seeds, subsets, trakMembers, removalQueries } = sizes;
  const found = { ...REFERENCE, cellsEach: sizes.foundCells, dataSeed };
  const detection = {
    ...reference,
    methods: ONE_SEED,
    seeds: { scored: 1, truth: 1 },
    subsets: { ...NO_SUBSETS, tune: subsets.tune },
    trakMembers: 0,
    removalQueries: 0,
  };
  return [
    {
      ...reference,
      name: `speeches, data seed ${String(dataSeed)}`,
      corpus: { kind: "speeches", ...REFERENCE, dataSeed },
      groups: ["fidelity", "removal"],
      methods: METHODS,
      seeds,
      subsets,
      trakMembers,
      removalQueries,
    },
    {
      ...detection,
      name: `three Datanets, data seed ${String(dataSeed)}`,
      corpus: { kind: "topics", ...found },
      groups: ["classes", "pay"],
    },
    {
      ...detection,
      name: `spoilt cells, data seed ${String(dataSeed)}`,
      corpus: { kind: "corrupted", ...found },
      groups: ["corruption"],
    },
  ];
}
