import { type Experiment, type Job, planOf } from "./experiment.js";
import type { Lab } from "./lab.js";

/** Work of a training in bytes trained on times the model's parameters, relative to the reference model on 64 cells. */
export function costOf({ experiment: { corpus, base }, weights }: Job): number {
  const bytes = corpus.cells.reduce((sum, cell, i) => sum + (weights[i] === 0 ? 0 : cell.bytes.length), 0);
  return (bytes * base.relativeCost) / 32_768;
}

/** Jobs of one experiment whose losses are not known yet, each once. */
export function missingJobs(lab: Lab, jobs: readonly Job[]): Job[] {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  return [...byId.values()].filter(({ id }) => !lab.losses.has(id));
}

/**
 * Trains jobs of one experiment on all threads. Losses are stored as they come; lanes are kept of the jobs in `keepLanes`.
 * @throws RetrainingCancelledError once the lab's signal is given; nothing that was done is lost.
 */
export async function train(
  lab: Lab,
  experiment: Experiment,
  { jobs, keepLanes }: { readonly jobs: readonly Job[]; readonly keepLanes: boolean },
): Promise<void> {
  if (jobs.length === 0) return;
  const { name, trainingSeed, corpus } = experiment;
  const base = await experiment.base.load();
  const writes: Promise<void>[] = [];
  const task = {
    base,
    plan: planOf(experiment, base),
    weightSets: jobs.map(({ weights }) => weights),
    probes: corpus.queries.map(({ exchange }) => exchange),
  };
  let done = 0;
  await lab.pool.run(task, {
    signal: lab.signal,
    onResult: ({ adapter, losses }, index) => {
      const job = jobs[index]!;
      lab.losses.put(job.id, losses);
      if (keepLanes) writes.push(lab.lanes.put(job.id, adapter.lanes));
      done += 1;
      const what = `${name}, training seed ${String(trainingSeed)}: ${String(done)} of ${String(jobs.length)} trainings`;
      lab.progress.spend(costOf(job), what);
    },
  });
  await Promise.all(writes);
  await lab.losses.flush();
}

/** Losses of the queries after a training that was done. */
export function lossesOf(lab: Lab, { id }: Job): number[] {
  return Array.from(lab.losses.get(id)!);
}
