import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { expect } from "chai";

import { keccak } from "../../engine/src/core/hash/keccak.js";
import { CorruptTrainingError } from "../../engine/src/core/train/kept-training.js";
import type { Recipe, TrainingPlan } from "../../engine/src/core/train/plan.js";
import type { ResponsePlan } from "../../engine/src/core/train/response-plan.js";
import { encodeResponsePlan, planHash } from "../../engine/src/core/train/response-plan-json.js";
import { type Responses, responsesByRetraining } from "../../engine/src/core/train/responses.js";
import { encodeResponses } from "../../engine/src/core/train/responses-file.js";
import { loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { QueueUnreachableError } from "../../engine/src/io/queue/database.js";
import { type EmbeddedQueue, serveQueue } from "../../engine/src/io/queue/embedded-queue.js";
import { JobQueue } from "../../engine/src/io/queue/job-queue.js";
import {
  loadPlan,
  openTrainings,
  PlanMismatchError,
  planResponses,
  writeCells,
} from "../../engine/src/io/queue/load-plan.js";
import { mergePlan } from "../../engine/src/io/queue/merge-plan.js";
import type { PlanStatus } from "../../engine/src/io/queue/plan-status.js";
import { runWorker, type WorkerEvent } from "../../engine/src/io/queue/run-worker.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { MissingTrainingError } from "../../engine/src/io/store/training-store.js";
import { retrainingPool } from "../../engine/src/io/workers/retraining-pool.js";
import { rejection } from "../helpers/rejection.js";
import { startPlanWorker } from "../helpers/worker-processes.js";
import { smallPlan } from "./support.js";

/** A plan of five trainings, done by workers in processes of their own that share a queue in an embedded Postgres. */
describe("response workers", function () {
  this.timeout(180_000);
  let directory: string;
  let queue: EmbeddedQueue;

  before(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), "openledger-workers-"));
    queue = await serveQueue();
  });
  after(async () => {
    await queue.close();
    await rm(directory, { recursive: true });
  });

  const file = (name: string): string => path.join(directory, name);
  const content = (): ContentStore => new ContentStore(file("cells"));

  const planned = async (recipe: Partial<Recipe> = {}): Promise<{ training: TrainingPlan; plan: ResponsePlan }> => {
    const training = smallPlan(recipe);
    await writeCells(content(), training);
    const plan = await planResponses(training);
    await writeFile(file("plan.json"), encodeResponsePlan(plan));
    return { training, plan };
  };
  const work = async (
    plan: ResponsePlan,
    trainings: string,
    { again = false }: { readonly again?: boolean } = {},
  ): Promise<{ status: PlanStatus; events: WorkerEvent[] }> => {
    const events: WorkerEvent[] = [];
    const opened = await JobQueue.open(queue.url, planHash(plan));
    const store = await openTrainings(plan, file(trainings));
    const place = { plan, task: await loadPlan(plan, content()), store, queue: opened };
    const onEvent = (event: WorkerEvent): number => events.push(event);
    const status = await runWorker(place, { threads: 1, pollSeconds: 0.1, again, onEvent });
    await opened.close();
    return { status, events };
  };
  const merged = async (plan: ResponsePlan, trainings: string): Promise<Uint8Array> => {
    const { file: written } = await mergePlan(
      plan,
      await loadPlan(plan, content()),
      await openTrainings(plan, file(trainings)),
    );
    return readFile(written);
  };

  describe("given a plan", () => {
    let plan: ResponsePlan;
    let expected: Responses;

    before(async () => {
      const made = await planned({ epochs: 8 });
      plan = made.plan;
      expected = await responsesByRetraining(retrainingPool(1), await loadBase(), made.training);
    });
    const asOneProcess = (): Buffer => Buffer.from(encodeResponses(expected, planHash(plan)));

    it("merges nothing before the trainings are done", async () => {
      const { id } = await rejection(MissingTrainingError, merged(plan, "one"));
      expect(id).to.equal(plan.jobs[0]!.id);
    });

    it("gives the bytes of one process with one worker", async () => {
      const { status } = await work(plan, "one");
      expect(status).to.deep.include({ total: 5, done: 5, active: 0, waiting: 0, failed: [] });
      expect(asOneProcess().equals(await merged(plan, "one"))).to.equal(true);
    });

    it("gives the same bytes with three of which one is killed, and does no training twice but the one it was at", async () => {
      const words = [queue.url, file("plan.json"), file("cells"), file("three")];
      const workers = [0, 1, 2].map(() => startPlanWorker(...words));
      const victim = workers[0]!;
      const { training: lost } = await victim.next("begun");
      victim.kill();
      expect(await Promise.all(workers.map(({ ended }) => ended))).to.deep.equal([null, 0, 0]);

      const begun = workers.flatMap(({ events }) => events).filter(({ kind }) => kind === "begun");
      const expectedRuns = [...plan.jobs.map(({ id }) => id), lost];
      expect(begun.map(({ training }) => training).sort()).to.deep.equal(expectedRuns.sort());
      expect(victim.events).to.deep.equal([{ kind: "begun", training: lost }]);
      expect(asOneProcess().equals(await merged(plan, "three"))).to.equal(true);
    });

    for (const [how, harm] of [
      [
        "with one bit changed",
        (bytes: Buffer) => bytes.map((byte, at) => (at === bytes.length - 100 ? byte ^ 1 : byte)),
      ],
      ["cut off", (bytes: Buffer) => bytes.subarray(0, -1)],
    ] as const) {
      it(`refuses to merge a file ${how}, and does that training again, and no other`, async () => {
        const [, , harmed] = plan.jobs;
        const training = file(`one/${harmed!.id}.training`);
        await writeFile(training, harm(await readFile(training)));
        expect(await rejection(CorruptTrainingError, merged(plan, "one"))).to.have.property("id", harmed!.id);

        const { events } = await work(plan, "one");
        expect(events).to.deep.equal([
          { kind: "begun", training: harmed!.id },
          { kind: "done", training: harmed!.id },
        ]);
        expect(asOneProcess().equals(await merged(plan, "one"))).to.equal(true);
      });
    }

    it("is refused where the base or the engine is another", async () => {
      for (const what of ["base", "engine"] as const) {
        const foreign = { ...plan, [what]: keccak(Uint8Array.of(1)) };
        const error = await rejection(PlanMismatchError, openTrainings(foreign, file("one")));
        expect(error.message).to.contain(`Expected ${what} ${foreign[what]}`);
      }
    });
  });

  describe("given a plan that cannot be trained", () => {
    it("gives each training up after three attempts, says why, and tries again when asked to", async () => {
      const { plan } = await planned({ epochs: 1, rate: 1e30 });
      const { status } = await work(plan, "poison");
      expect(status).to.include({ done: 0, active: 0, waiting: 0 });
      expect(status.failed.map(({ training }) => training)).to.have.members(plan.jobs.map(({ id }) => id));
      for (const { attempts, failure } of status.failed) {
        expect(attempts).to.equal(3);
        expect(failure).to.match(/^ENGINE_NON_FINITE: .*NaN or infinity/);
      }
      expect((await work(plan, "poison")).events).to.deep.equal([]);
      expect((await work(plan, "poison", { again: true })).events.length).to.equal(2 * 3 * plan.jobs.length);
    });
  });

  // Last: it ends the queue of all.
  describe("given no queue, or none any more", () => {
    it("says that there is no queue where none is", async () => {
      const { plan } = await planned();
      const opened = JobQueue.open("postgres://someone:secret@127.0.0.1:1/postgres", planHash(plan));
      const { message } = await rejection(QueueUnreachableError, opened);
      expect(message).to.contain("postgres://someone:…@127.0.0.1:1/postgres");
    });

    it("says so when the queue goes away", async () => {
      const { plan } = await planned();
      const opened = await JobQueue.open(queue.url, planHash(plan));
      await queue.close();
      await rejection(QueueUnreachableError, opened.take());
      await opened.close();
    });
  });
});
