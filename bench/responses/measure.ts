import { keccakText } from "../../engine/src/core/hash/keccak.js";
import { DEFAULT_RECIPE } from "../../engine/src/core/train/plan.js";
import { trainAdapter } from "../../engine/src/core/train/train-adapter.js";
import { weightsWithout } from "../../engine/src/core/train/training-id.js";
import { loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { serveQueue } from "../../engine/src/io/queue/embedded-queue.js";
import { JobQueue } from "../../engine/src/io/queue/job-queue.js";
import { buildCorpus } from "../attribution/corpus/build-corpus.js";
import { CELL_BYTES } from "../attribution/corpus/excerpts.js";
import { seedOf } from "../attribution/experiment.js";
import { stopwatch } from "../page/stopwatch.js";

/** Trainings of one size, each without another cell. */
export type SizeFigures = { readonly cells: number; readonly trainings: number; readonly cpuSecondsEach: number };

const SPEC = { kind: "speeches", contributors: 64, queries: 1, dataSeed: 0 } as const;

/** Trains without one cell after another, `trainings` times, on the reference model and the default recipe. */
export async function measureSizes(
  sizes: readonly { readonly cells: number; readonly trainings: number }[],
  onDone: (figures: SizeFigures) => void,
): Promise<SizeFigures[]> {
  const most = Math.max(...sizes.map(({ cells }) => cells));
  // A cell more of each address than needed: some end before.
  const corpus = await buildCorpus({ ...SPEC, cellsEach: Math.ceil(most / SPEC.contributors) + 1 });
  const texts = corpus.cells.map(({ bytes }) => bytes).filter(({ length }) => length === CELL_BYTES);
  if (texts.length < most)
    throw new Error(`Expected ${String(most)} whole cells, the texts give ${String(texts.length)}.`);

  const [engine, base] = [await loadEngine(), await loadBase()];
  const train = (count: number, without: number): void => {
    const cells = texts.slice(0, count);
    const cellWeights = weightsWithout(
      cells.map(() => 1),
      without,
    );
    trainAdapter(engine, base, { cells, cellWeights, seed: seedOf(0), recipe: DEFAULT_RECIPE });
  };
  train(16, 0); // so that everything is compiled to its end
  return sizes.map(({ cells, trainings }) => {
    const read = stopwatch();
    for (let without = 0; without < trainings; without++) train(cells, without);
    const figures = { cells, trainings, cpuSecondsEach: read().cpuSeconds / trainings };
    onDone(figures);
    return figures;
  });
}

/** Milliseconds that a job costs beside its training, on the embedded queue with one worker: taken, touched, completed. */
export async function measureQueue(
  jobs: number,
): Promise<{ readonly jobs: number; readonly millisecondsEach: number }> {
  const server = await serveQueue();
  try {
    const queue = await JobQueue.open(server.url, keccakText("openledger responses bench"));
    await queue.add(Array.from({ length: jobs }, (_, i) => keccakText(String(i))));
    const read = stopwatch();
    for (let job = await queue.take(); job !== undefined; job = await queue.take()) {
      await queue.touch(job);
      await queue.complete(job);
    }
    const { seconds } = read();
    await queue.close();
    return { jobs, millisecondsEach: (1000 * seconds) / jobs };
  } finally {
    await server.close();
  }
}
