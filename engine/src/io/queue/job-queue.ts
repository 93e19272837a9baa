import { PgBoss } from "pg-boss";

import { BaseError } from "../../core/errors.js";
import type { Hex } from "../../core/hash/hex.js";
import { openDatabase, type QueueDatabase } from "./database.js";
import { latestOfEach, type QueuedJob } from "./queued-job.js";

/** How long a queue waits for a worker that may be dead. */
export type Patience = {
  /** A job whose worker was silent for so long is given to another. At least 10. */
  readonly heartbeatSeconds: number;
  /** The same for a job that takes so long, silent or not. At most a day. */
  readonly expireSeconds: number;
};

export const DEFAULT_PATIENCE: Patience = { heartbeatSeconds: 30, expireSeconds: 86_400 };

/** Runs that a job is given before it counts as failed. */
export const ATTEMPTS = 3;

/** A job that this worker holds; `attempt` tells its claim from a later one. */
export type TakenJob = { readonly training: Hex; readonly id: string; readonly attempt: number };

const SCHEMA = "openledger";
/** Rows of one look at the queue: a plan has at most a hundred thousand jobs. */
const MOST_JOBS = 100_000;

/**
 * The queue of one plan's jobs, in a Postgres (pg-boss). It holds who is at what, no results. A job that is queued or taken cannot be
 * queued again, whoever tries; one that was done can.
 */
export class JobQueue {
  readonly #database: QueueDatabase;
  readonly #boss: PgBoss;
  readonly #name: string;
  readonly #patience: Patience;

  private constructor(parts: { database: QueueDatabase; boss: PgBoss; name: string; patience: Patience }) {
    this.#database = parts.database;
    this.#boss = parts.boss;
    this.#name = parts.name;
    this.#patience = parts.patience;
  }

  /** Opens the queue of a plan, and makes it if there is none. Throws QueueUnreachableError. */
  static async open(url: string, plan: Hex, patience: Patience = DEFAULT_PATIENCE): Promise<JobQueue> {
    const database = await openDatabase(url);
    // Nothing runs by itself but what a worker asks for: one connection, one statement at a time.
    const boss = new PgBoss({
      db: database,
      schema: SCHEMA,
      schedule: false,
      supervise: false,
      monitorIntervalSeconds: 1,
      reindex: false,
      monitorVacuum: false,
      registerInstance: false,
      openTelemetry: { enabled: false },
    });
    boss.on("error", () => {}); // whoever called hears of it
    try {
      await boss.start();
      const name = `plan-${plan.slice(2, 34)}`;
      await boss.createQueue(name, { policy: "exclusive", retryLimit: ATTEMPTS - 1 });
      return new JobQueue({ database, boss, name, patience });
    } catch (error) {
      await database.close();
      throw new QueueFailedError(error);
    }
  }

  /** Queues trainings; those that are queued or taken already stay as they are. */
  async add(trainings: readonly Hex[]): Promise<void> {
    const { heartbeatSeconds, expireSeconds } = this.#patience;
    const jobs = trainings.map((training) => ({
      singletonKey: training,
      heartbeatSeconds,
      expireInSeconds: expireSeconds,
    }));
    if (jobs.length > 0) await this.#boss.insert(this.#name, jobs);
  }

  /** The next job, held by the caller from now on. */
  async take(): Promise<TakenJob | undefined> {
    const [job] = await this.#boss.fetch(this.#name, { includeMetadata: true });
    return job && { training: job.singletonKey as Hex, id: job.id, attempt: job.retryCount };
  }

  /** Says that the worker still holds the job. */
  async touch(job: TakenJob): Promise<void> {
    await this.#boss.touch(this.#name, attemptOf(job));
  }

  async complete(job: TakenJob): Promise<void> {
    await this.#boss.complete(this.#name, attemptOf(job));
  }

  /** Gives a job back with what went wrong: to be tried again, or failed for good after {@link ATTEMPTS}. */
  async fail(job: TakenJob, failure: { readonly code: string; readonly message: string }): Promise<void> {
    await this.#boss.fail(this.#name, attemptOf(job), failure);
  }

  /** Puts jobs whose workers are gone back into the queue. */
  async recover(): Promise<void> {
    await this.#boss.supervise(this.#name);
  }

  /** What became last of each training that was ever queued. */
  async jobs(): Promise<QueuedJob[]> {
    return latestOfEach(await this.#boss.findJobs(this.#name, { limit: MOST_JOBS }));
  }

  async close(): Promise<void> {
    await this.#boss.stop({ graceful: false });
    await this.#database.close();
  }
}

function attemptOf({ id, attempt }: TakenJob): { id: string; retryCount: number } {
  return { id, retryCount: attempt };
}

export class QueueFailedError extends BaseError {
  readonly code = "QUEUE_FAILED";

  constructor(cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`Expected a queue that answers, got: ${why}. Does the database allow to create the schema ${SCHEMA}?`, {
      cause,
    });
  }
}
