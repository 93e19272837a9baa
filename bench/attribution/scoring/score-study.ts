import { type Experiment, planOf } from "../experiment.js";
import type { Lab } from "../lab.js";
import { responseJobs, type Study } from "../study.js";
import { missingJobs, train } from "../trainings.js";
import type { ScoringTask } from "./gradient-tables.js";
import { DAMPINGS, GRADIENT_TABLES, variant } from "./methods.js";
import { RESPONSE_TABLES, responseTables } from "./response-tables.js";
import { scoreOnThreads } from "./score-on-threads.js";
import { hasTables, putTables } from "./table-store.js";

const TRAK_TABLES = DAMPINGS.map((damping) => variant("trak-1", damping));

/** Retrains without each cell and scores by the responses, as far as that has not been done. */
export async function scoreByResponses(lab: Lab, experiment: Experiment): Promise<void> {
  const jobs = responseJobs(experiment);
  if (hasTables(lab, experiment, RESPONSE_TABLES)) {
    await train(lab, experiment, { jobs: missingJobs(lab, jobs), keepLanes: false });
    return;
  }
  const kept = await Promise.all(jobs.map(({ id }) => lab.lanes.get(id)));
  const missing = jobs.filter(({ id }, i) => kept[i] === undefined || !lab.losses.has(id));
  await train(lab, experiment, { jobs: missing, keepLanes: true });
  const lanes = await Promise.all(jobs.map(({ id }) => lab.lanes.get(id)));
  const [all, ...without] = lanes as Float32Array[];
  const task = {
    base: await experiment.base.load(),
    lora: experiment.recipe.lora,
    queries: experiment.corpus.queries.map(({ exchange }) => exchange),
    lanes: { all: all!, without },
  };
  putTables(lab, experiment, responseTables(lab.engine, task));
  await lab.tables.flush();
}

/** Work of scoring a model by gradients in whole trainings of the reference model, measured. */
const SCORING_COST = { all: 10, trak: 4 };

/** Cost of what {@link scoreByGradients} would do now, in the units of a training's. */
export function plannedScoring(lab: Lab, study: Study, seeds: readonly number[]): number {
  return openTasks(lab, study, seeds).reduce(
    (sum, { experiment, onlyTrak }) => sum + scoringCost(experiment, onlyTrak),
    0,
  );
}

/** Scores by gradients on the given seeds, and TRAK's ensemble, as far as that has not been done. */
export async function scoreByGradients(lab: Lab, study: Study, seeds: readonly number[]): Promise<void> {
  const wanted = openTasks(lab, study, seeds);
  const tasks = await Promise.all(
    wanted.map(async ({ experiment, onlyTrak }): Promise<ScoringTask> => {
      const base = await experiment.base.load();
      const queries = experiment.corpus.queries.map(({ exchange }) => exchange);
      return { base, plan: planOf(experiment, base), queries, onlyTrak };
    }),
  );
  await scoreOnThreads(tasks, {
    threads: lab.threads,
    signal: lab.signal,
    onTables: (tables, task) => {
      const { experiment, onlyTrak } = wanted[task]!;
      putTables(lab, experiment, tables);
      lab.progress.spend(
        scoringCost(experiment, onlyTrak),
        `${study.name}: scores${onlyTrak ? " of TRAK's ensemble" : ""}`,
      );
    },
  });
  await lab.tables.flush();
}

type OpenTask = { readonly experiment: Experiment; readonly onlyTrak: boolean };

function openTasks(lab: Lab, study: Study, seeds: readonly number[]): OpenTask[] {
  if (seeds.length === 0) return [];
  const scored = seeds.map((seed) => ({ experiment: study.experiments[seed]!, onlyTrak: false }));
  const members = study.trak.map((experiment) => ({ experiment, onlyTrak: true }));
  return [...scored, ...members].filter(
    ({ experiment, onlyTrak }) => !hasTables(lab, experiment, onlyTrak ? TRAK_TABLES : GRADIENT_TABLES),
  );
}

function scoringCost({ corpus, base }: Experiment, onlyTrak: boolean): number {
  const size = corpus.cells.length / 64;
  return (onlyTrak ? SCORING_COST.trak : SCORING_COST.all) * base.relativeCost * size * size; // Gram matrices
}
