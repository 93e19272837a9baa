import { PgBoss } from "pg-boss";

import { BaseError } from "../../core/errors.js";
import type { Hex } from "../../core/hash/hex.js";
import { openDatabase, type QueueDatabase } from "./database.js";
import { latestOfEach, type QueuedJob } from "./queued-job.js";

/** Seconds of silence after which a worker's job is given to another, unless it says otherwise. */
export const DEFAULT_PATIENCE_SECONDS = 30;
/** The least that pg-boss allows. */
export const LEAST_PATIENCE_SECONDS = 10;

/** Runs that a job is given before it counts as failed. */
export const ATTEMPTS = 3;

/** A job that this worker holds; `attempt` tells its claim from a later one. */
export type TakenJob = { readonly training: Hex; readonly id: string; readonly attempt: number };

const SCHEMA = "openledger";
/** A job that takes longer is given to another although its worker is heard of; pg-boss allows no more. */
const EXPIRE_SECONDS = 86_400;
/** A worker is heard of so often within its patience. */
const TOUCHES = 3;
/** A job that waits longer is forgotten; none does. */
const RETENTION_SECONDS = 365 * 86_400;
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
  readonly #patienceSeconds: number;

  private constructor(parts: { database: QueueDatabase; boss: PgBoss; name: string; patienceSeconds: number }) {
    this.#database = parts.database;
    this.#boss = parts.boss;
    this.#name = parts.name;
    this.#patienceSeconds = parts.patienceSeconds;
  }

  /**
   * Opens the queue of a plan, and makes it if there is none. Throws QueueUnreachableError and {@link QueueFailedError}.
   * @param patienceSeconds whole, at least {@link LEAST_PATIENCE_SECONDS}; of the jobs that are added here.
   */
  static async open(url: string, plan: Hex, patienceSeconds: number = DEFAULT_PATIENCE_SECONDS): Promise<JobQueue> {
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
      return new JobQueue({ database, boss, name, patienceSeconds });
    } catch (error) {
      await database.close();
      throw error instanceof BaseError ? error : new QueueFailedError(error);
    }
  }

  /** Seconds after which a worker should say again that it holds its job. */
  get touchSeconds(): number {
    return this.#patienceSeconds / TOUCHES;
  }

  /** Queues trainings; those that are queued or taken already stay as they are. */
  async add(trainings: readonly Hex[]): Promise<void> {
    const jobs = trainings.map((training) => ({
      singletonKey: training,
      heartbeatSeconds: this.#patienceSeconds,
      expireInSeconds: EXPIRE_SECONDS,
      retentionSeconds: RETENTION_SECONDS,
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
    const { code, message } = failure;
    await this.#boss.fail(this.#name, attemptOf(job), { code, message });
  }

  /** Puts jobs whose workers are gone back into the queue. */
  async recover(): Promise<void> {
    await this.#boss.supervise(this.#name);
  }

  /** What became last of each training that was ever queued. */
  async jobs(): Promise<QueuedJob[]> {
    return latestOfEach(await this.#boss.findJobs(this.#name, { limit: MOST_JOBS }));
  }

  /** Jobs that are held are left to others once their patience is at its end. */
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
