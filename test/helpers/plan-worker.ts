// A worker in a process of its own: url, plan, directory of cells, directory of trainings.
import { readFile } from "node:fs/promises";

import { decodeResponsePlan, planHash } from "../../engine/src/core/train/response-plan-json.js";
import { JobQueue, LEAST_PATIENCE_SECONDS } from "../../engine/src/io/queue/job-queue.js";
import { loadPlan, openTrainings } from "../../engine/src/io/queue/load-plan.js";
import { runWorker } from "../../engine/src/io/queue/run-worker.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";

const [url, file, cells, trainings] = process.argv.slice(2) as [string, string, string, string];
const plan = decodeResponsePlan(await readFile(file));
const queue = await JobQueue.open(url, planHash(plan), LEAST_PATIENCE_SECONDS);
const place = {
  plan,
  task: await loadPlan(plan, new ContentStore(cells)),
  store: await openTrainings(plan, trainings),
  queue,
};
await runWorker(place, {
  threads: 1,
  pollSeconds: 0.2,
  onEvent: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
});
await queue.close();
