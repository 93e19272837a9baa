import type { Hex } from "../../engine/src/core/hash/hex.js";
import { keccakText } from "../../engine/src/core/hash/keccak.js";
import { canonicalJson } from "../../engine/src/core/json/canonical-json.js";
import type { Recipe } from "../../engine/src/core/train/plan.js";
import type { CorpusSpec } from "./corpus/bench-corpus.js";
import { buildCorpus } from "./corpus/build-corpus.js";
import { type BenchBase, type Experiment, experimentOf, type Job, jobOf, type Start } from "./experiment.js";
import type { Method } from "./scoring/methods.js";
import { allCells, FAMILIES, type Family, subsetsOf, without } from "./weights.js";

/** What a study measures: each group is a set of columns. */
export type Group = "fidelity" | "corruption" | "classes" | "removal" | "pay";

/** Tables of the page: the reference run, the one with more cells, the one on a larger model, and other recipes one by one. */
export type TableName = "main" | "wide" | "large" | "variants";

export type StudySpec = {
  readonly name: string;
  readonly table: TableName;
  readonly corpus: CorpusSpec;
  readonly base: BenchBase;
  readonly recipe: Recipe;
  readonly start: Start;
  readonly groups: readonly Group[];
  readonly methods: readonly Method[];
  /** Training seeds that are scored, and how many of them have their subsets retrained. */
  readonly seeds: { readonly scored: number; readonly truth: number };
  readonly subsets: Readonly<Record<Family, number>>;
  /** Members of TRAK's ensemble, on training seeds of their own. */
  readonly trakMembers: number;
  /** Queries for which the best cells are removed. */
  readonly removalQueries: number;
};

/** A text with its models: one experiment for each training seed, and the subsets they are retrained on. */
export type Study = StudySpec & {
  readonly experiments: readonly Experiment[];
  readonly trak: readonly Experiment[];
  readonly weights: Readonly<Record<Family, readonly (readonly number[])[]>>;
  readonly id: Hex;
};

/** Far from the seeds that are scored. */
const FIRST_TRAK_SEED = 1000;
/** Changes when a score or a column is computed in another way. */
const VERSION = 1;

export async function studyOf(spec: StudySpec, engine: string): Promise<Study> {
  const corpus = await buildCorpus(spec.corpus);
  const { name, base, recipe, start, seeds, trakMembers, subsets } = spec;
  const experiment = (trainingSeed: number): Experiment =>
    experimentOf({ name, corpus, base, recipe, start, trainingSeed, engine });
  const experiments = Array.from({ length: seeds.scored }, (_, seed) => experiment(seed));
  const trak = Array.from({ length: trakMembers }, (_, member) => experiment(FIRST_TRAK_SEED + member));
  const draw = (family: Family): number[][] => subsetsOf(corpus, family, subsets[family]);
  const weights = Object.fromEntries(FAMILIES.map((family) => [family, draw(family)])) as Record<Family, number[][]>;
  const identity = { version: VERSION, model: experiments[0]!.id, trakMembers, subsets };
  return {
    ...spec,
    experiments,
    trak,
    weights,
    id: keccakText(canonicalJson(identity)),
  };
}

/** The training on all cells, then the one without each cell. */
export function responseJobs(experiment: Experiment): Job[] {
  const { corpus } = experiment;
  const left = corpus.cells.map((_, cell) => without(corpus, [cell]));
  return [allCells(corpus), ...left].map((weights) => jobOf(experiment, weights));
}

/** The trainings on random subsets of one seed. Dampings are chosen once, on the first seed. */
export function subsetJobs({ experiments, weights, seeds }: Study, seed: number): Job[] {
  if (seed >= seeds.truth && seed > 0) return [];
  const families = FAMILIES.filter((family) => (family === "tune" ? seed === 0 : seed < seeds.truth));
  return families.flatMap((family) => weights[family].map((each) => jobOf(experiments[seed]!, each)));
}
