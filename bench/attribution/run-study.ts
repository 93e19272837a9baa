import { keepAgreement } from "./agreement.js";
import type { Lab } from "./lab.js";
import { jobOf } from "./experiment.js";
import { removalQueries, valuesOf, withoutBest } from "./measure/compute.js";
import { type Measure, measuresOf } from "./measure/measures.js";
import { isByGradients } from "./scoring/methods.js";
import { plannedScoring, scoreByGradients, scoreByResponses } from "./scoring/score-study.js";
import { type ScoreSource, scoreSource } from "./scoring/score-source.js";
import { responseJobs, type Study, subsetJobs } from "./study.js";
import { costOf, missingJobs, train } from "./trainings.js";

/** Trainings that a removal study is expected to add for each query: methods agree on some of the best cells. */
const REMOVALS_A_QUERY = 10;

/**
 * Brings a study up to all its measures: one training seed after the other, and stores what each makes
 * complete. What is stored already costs nothing.
 */
export async function runStudy(lab: Lab, study: Study): Promise<void> {
  const seeds = openSeeds(lab, study);
  for (const seed of seeds) {
    const experiment = study.experiments[seed]!;
    await scoreByResponses(lab, experiment);
    await train(lab, experiment, { jobs: missingJobs(lab, subsetJobs(study, seed)), keepLanes: false });
    const source = scoreSource(lab, study);
    if (seed === 0) {
      await keepMeasures(lab, study, { seed, source, isReady: needsNoGradients });
      if (study.groups.includes("fidelity")) keepAgreement(lab.measures, study, source);
      await scoreByGradients(lab, study, seedsByGradients(lab, study)); // of all seeds: it trains on its own
      if (study.removalQueries > 0) await trainRemovals(lab, study);
    }
    await keepMeasures(lab, study, { seed, source, isReady: () => true });
  }
}

/** Computes and keeps what a training seed makes complete, as far as it is ready. */
async function keepMeasures(
  lab: Lab,
  study: Study,
  options: { readonly seed: number; readonly source: ScoreSource; readonly isReady: (measure: Measure) => boolean },
): Promise<void> {
  const { seed, source, isReady } = options;
  for (const measure of measuresOf(study)) {
    if (measure.step !== seed || lab.measures.has(measure.id) || !isReady(measure)) continue;
    lab.measures.put(measure.id, valuesOf(study, measure, source));
  }
  await lab.measures.flush();
}

/** Removals wait for the best cells of all methods. */
function needsNoGradients({ method, column }: Measure): boolean {
  return !isByGradients(method) && column !== "removalTop5";
}

/** Cost of what {@link runStudy} would do now, for the estimate of the time left. */
export function plannedCost(lab: Lab, study: Study): number {
  const seeds = openSeeds(lab, study);
  const jobs = seeds.map((seed) => {
    const all = missingJobs(lab, [...responseJobs(study.experiments[seed]!), ...subsetJobs(study, seed)]);
    return all.reduce((sum, job) => sum + costOf(job), 0);
  });
  const removals = seeds.includes(0) ? study.removalQueries * REMOVALS_A_QUERY : 0;
  const whole = costOf(responseJobs(study.experiments[0]!)[0]!);
  return jobs.reduce(
    (sum, cost) => sum + cost,
    removals * whole + plannedScoring(lab, study, seedsByGradients(lab, study)),
  );
}

/** Seeds with a measure that is not stored; those before one that is open too, since scores across seeds need them. */
function openSeeds(lab: Lab, study: Study): number[] {
  const steps = measuresOf(study)
    .filter(({ id }) => !lab.measures.has(id))
    .map(({ step }) => step);
  if (steps.length === 0) return [];
  return study.experiments.map((_, seed) => seed).slice(0, 1 + Math.max(...steps));
}

/** Seeds whose scores by gradients are needed; dampings are chosen on the first. */
function seedsByGradients(lab: Lab, study: Study): number[] {
  const open = measuresOf(study).filter(({ id, method }) => isByGradients(method) && !lab.measures.has(id));
  return open.length === 0 ? [] : [...new Set([0, ...open.map(({ scored }) => scored)])];
}

async function trainRemovals(lab: Lab, study: Study): Promise<void> {
  const experiment = study.experiments[0]!;
  const source = scoreSource(lab, study);
  const methods = new Set(
    measuresOf(study).flatMap(({ column, method }) => (column === "removalTop5" ? [method] : [])),
  );
  const jobs = [...methods].flatMap((method) =>
    removalQueries(study).map((query) =>
      jobOf(experiment, withoutBest(experiment.corpus, source.scores(method, 0)[query]!)),
    ),
  );
  await train(lab, experiment, { jobs: missingJobs(lab, jobs), keepLanes: false });
}
