import type { Trajectory } from "../../../engine/src/core/dispute/trajectory.js";
import type { Hex } from "../../../engine/src/core/hash/hex.js";
import type { Client } from "../../../sdk/src/client.js";
import { NetworkError } from "../../../sdk/src/errors.js";
import type { World } from "../replay.js";
import type { PostedRecord } from "../replay/ledger.js";
import type { Demand } from "./demand.js";
import { Disputes } from "./disputes.js";
import { Expiries } from "./expiries.js";
import { Findings } from "./findings.js";
import { type Followed, Follower } from "./follower.js";
import type { Judge } from "./judge.js";
import { ModelRefutations } from "./model-refutations.js";
import { refute } from "./refute.js";
import { Schedule, type Waiting } from "./schedule.js";
import type { SpotChecks } from "./spot-checks.js";
import { staggerMs } from "./stagger.js";
import { trouble } from "./trouble.js";
import type { DisputableRow, Judgement, Verdict } from "./verdict.js";
import type { BatchName, Report, WatchEvent } from "./watch-event.js";
import { rewound, type WatchState } from "./watch-state.js";

export type WatcherOptions = {
  readonly client: Client;
  /** The account that refutes: it sets the watcher's place in the queue. */
  readonly account: Hex;
  readonly judge: Judge;
  /** Absent where models are not looked at. */
  readonly spotChecks?: SpotChecks;
  readonly demand: Demand;
  readonly report: Report;
  readonly dryRun: boolean;
  /** With it, what running it again contradicts is disputed; where its re-run is published. */
  readonly dispute?: (trajectory: Trajectory) => Promise<unknown>;
  /** Longest wait before refuting what others may refute as well. */
  readonly spreadMs: number;
  /** How long a file may be missing before it is asked for on-chain; where the window ends sooner, at half of it. */
  readonly patienceMs: number;
  readonly nowMs: () => number;
};

/** How long a refutation that was refused, or left to somebody else who did not finish it, rests. */
const RETRY_MS = 30_000;

/**
 * Judges every batch whose window is open, and refutes the wrong ones. {@link turn} does everything there is to do now; whoever turns it
 * keeps the time, the state and the log. A turn that throws has lost nothing: the next one begins where it stopped.
 */
export class Watcher {
  readonly #options: WatcherOptions;
  readonly #follower: Follower;
  readonly #schedule = new Schedule();
  readonly findings = new Findings();
  readonly #models: ModelRefutations;
  readonly #expiries: Expiries;
  /** Absent where a person disputes. */
  readonly #disputes: Disputes | undefined;
  /** Since when a batch cannot be judged. */
  readonly #missingSince = new Map<string, number>();
  /** Batches whose proof, where they are wrong, was found since the start. */
  readonly #proven = new Set<string>();
  /** Troubles that were told: each once. */
  readonly #told = new Set<string>();
  /** Batches that were open when looked at last. */
  #open: ReadonlyMap<string, PostedRecord> = new Map();
  #state: WatchState;

  constructor(options: WatcherOptions, state: WatchState) {
    const report: Report = (told) => {
      if (isConclusion(told)) this.findings.conclude(told, told.event);
      options.report(told);
    };
    this.#options = { ...options, report };
    this.#models = new ModelRefutations(this.#options);
    this.#expiries = new Expiries(this.#options);
    const { dispute: publish, dryRun } = options;
    if (publish !== undefined && !dryRun) this.#disputes = new Disputes({ ...this.#options, publish });
    // Proofs are not kept over a restart: what is to be refuted or disputed is found again.
    this.#state = { ...state, models: state.models.filter(({ kind }) => !this.#needsProof(kind)) };
    this.#follower = new Follower(options.client, state.marks);
  }

  get state(): WatchState {
    return this.#state;
  }

  /** Batches and models that cannot be judged, mostly because files are missing. */
  get missing(): number {
    return this.#missingSince.size + (this.#options.spotChecks?.failed ?? 0);
  }

  /** Whether nothing is left to do but to wait for the chain, or for files. */
  get isIdle(): boolean {
    const hasTried =
      (this.#options.dryRun || this.#schedule.isTried) &&
      this.#models.isTried &&
      this.#expiries.isTried &&
      (this.#disputes?.isTried ?? true);
    return hasTried && (this.#options.spotChecks?.isIdle ?? true);
  }

  /** Throws NetworkError. */
  async turn(): Promise<void> {
    const { dryRun, nowMs, report, spotChecks } = this.#options;
    const followed = await this.#follower.advance();
    const { world, head, rewoundTo } = followed;
    if (rewoundTo !== undefined) {
      this.#state = rewound(this.#state, rewoundTo);
      spotChecks?.forget();
      this.#models.forget();
      this.#disputes?.forget();
      this.#proven.clear();
      report({ event: "reorganised", block: rewoundTo });
    }
    this.#state = { ...this.#state, marks: this.#follower.marks };

    const open = openBatches(world, head.timestamp);
    this.#letGo(world, open);
    for (const record of open.values()) await this.#attend(followed, record);
    if (!dryRun) for (const each of this.#schedule.due(nowMs())) await this.#refute(each);
    for (const withheld of this.#expiries.look(world, head.timestamp)) {
      this.findings.note(withheld, { kind: "unprovable", detail: "withheld" });
    }
    await this.#expiries.turn();
    await this.#lookAtModels(world);
    await this.#disputes?.turn(world, head.timestamp);
    report({ event: "followed", block: head.number, open: open.size, missing: this.missing });
  }

  async #lookAtModels(world: World): Promise<void> {
    const { report, spotChecks } = this.#options;
    const found = await spotChecks?.turn(world, {
      registeredAt: this.#follower.registeredAt,
      hashAt: (block) => this.#follower.hashAt(block),
      known: new Set([...this.#state.models.map(({ id }) => id), ...[...world.registries.fallen.keys()].map(String)]),
    });
    for (const { modelId, verdict, block, fault, trajectory } of found ?? []) {
      this.#state = { ...this.#state, models: [...this.#state.models, { id: String(modelId), block, ...verdict }] };
      this.findings.note({ modelId }, verdict);
      report({ event: "spotChecked", modelId, verdict });
      if (fault !== undefined) this.#models.put(modelId, fault);
      if (trajectory !== undefined) this.#disputes?.put({ modelId, trajectory }, Infinity);
      else if (verdict.kind === "disputable") report({ event: "disputable", modelId });
    }
    await this.#models.turn(world.registries.fallen);
  }

  /** Batches that fell or became final are nobody's concern any more; those that nobody could look at are told of. */
  #letGo(world: World, open: ReadonlyMap<string, PostedRecord>): void {
    for (const [id, record] of this.#open) {
      if (open.has(id)) continue;
      const stands = world.ledger.standing(record.batch.modelId).some((each) => each.id === id);
      const isVoid = world.registries.fallen.has(record.batch.modelId);
      if (stands && !isVoid && this.#verdictOf(id) === undefined) {
        this.#options.report({ event: "unchecked", ...nameOf(record) });
      }
      this.#missingSince.delete(id);
      this.#proven.delete(id);
    }
    this.#schedule.keep(open);
    // What is not open is never looked at again: a batch that is posted once more is judged once more.
    this.#state = { ...this.#state, batches: this.#state.batches.filter(({ id }) => open.has(id)) };
    this.#open = open;
  }

  async #attend(followed: Followed, record: PostedRecord): Promise<void> {
    const known = this.#verdictOf(record.id);
    // The proof of a wrong batch is not kept over a restart: it is found again.
    const isSettled = known !== undefined && (!this.#needsProof(known.kind) || this.#proven.has(record.id));
    if (known !== undefined) this.findings.note(nameOf(record), known);
    if (isSettled) return;

    let judgement: Judgement;
    try {
      judgement = await this.#options.judge(followed.world, record);
    } catch (error) {
      if (error instanceof NetworkError) throw error;
      await this.#miss(followed, record, error);
      return;
    }
    this.#missingSince.delete(record.id);
    if (known === undefined) this.#keep(record, judgement.verdict);
    this.#proven.add(record.id);
    const { verdict, fault, row } = judgement;
    if (verdict.kind === "unprovable") await this.#demand(record);
    if (fault !== undefined) this.#wait(followed, { record, fault });
    if (row !== undefined) this.#dispute(followed, record, row);
  }

  #needsProof(kind: Verdict["kind"]): boolean {
    return kind === "refutable" || (kind === "disputable" && this.#disputes !== undefined);
  }

  #dispute({ head, world }: Followed, record: PostedRecord, { index, rerun }: DisputableRow): void {
    const { report } = this.#options;
    if (this.#disputes === undefined) return report({ event: "disputable", ...nameOf(record), row: index });
    const remainingMs = remainingMsOf(world, record, head.timestamp);
    this.#disputes.put({ record, ...rerun() }, remainingMs);
  }

  #keep(record: PostedRecord, verdict: Verdict): void {
    const kept = { id: record.id, block: record.blockNumber, ...verdict };
    this.#state = { ...this.#state, batches: [...this.#state.batches, kept] };
    this.findings.note(nameOf(record), verdict);
    this.#options.report({ event: "judged", ...nameOf(record), verdict });
  }

  #wait({ head, world }: Followed, { record, fault }: Pick<Waiting, "record" | "fault">): void {
    const { account, dryRun, spreadMs, nowMs, report } = this.#options;
    const remainingMs = remainingMsOf(world, record, head.timestamp);
    const delayMs = staggerMs(account, record.id as Hex, { spreadMs, remainingMs });
    this.#schedule.put({ record, fault, dueMs: nowMs() + delayMs, isTried: false });
    if (dryRun) report({ event: "wouldRefute", ...nameOf(record), proof: fault.proof });
    else report({ event: "scheduled", ...nameOf(record), proof: fault.proof, delayMs });
  }

  async #refute(waiting: Waiting): Promise<void> {
    const { client, report, nowMs } = this.#options;
    const { record, fault } = waiting;
    const told = { ...nameOf(record), proof: fault.proof };
    // Until the logs say that it fell: somebody else's transaction may still fail.
    this.#schedule.put({ ...waiting, dueMs: nowMs() + RETRY_MS, isTried: true });
    const attempt = await refute(client, record, fault);
    if (attempt.outcome === "refuted") {
      report({ event: "refuted", ...told, droppedBatches: attempt.droppedBatches });
    } else if (attempt.outcome === "overtaken") report({ event: "overtaken", ...told });
    else report({ event: "refused", ...told, detail: attempt.detail });
  }

  async #miss({ head, world }: Followed, record: PostedRecord, error: unknown): Promise<void> {
    const { nowMs, patienceMs } = this.#options;
    const since = this.#missingSince.get(record.id) ?? nowMs();
    this.#missingSince.set(record.id, since);
    this.#tellOnce(trouble(`batch ${record.id}`, error));
    const remainingMs = remainingMsOf(world, record, head.timestamp);
    if (nowMs() - since >= Math.min(patienceMs, remainingMs / 2)) await this.#demand(record);
  }

  async #demand(record: PostedRecord): Promise<void> {
    const { demand, dryRun, report } = this.#options;
    if (dryRun || this.#state.demanded.includes(record.id)) return;
    try {
      const outcome = await demand(record);
      this.#state = { ...this.#state, demanded: [...this.#state.demanded, record.id] };
      report({ event: "demanded", ...nameOf(record), outcome });
    } catch (error) {
      if (error instanceof NetworkError) throw error;
      this.#tellOnce(trouble(`batch ${record.id}`, error)); // asked again in the next turn
    }
  }

  #tellOnce(told: WatchEvent): void {
    const key = JSON.stringify(told);
    if (!this.#told.has(key)) this.#options.report(told);
    this.#told.add(key);
  }

  #verdictOf(batchId: string): Verdict | undefined {
    return this.#state.batches.find(({ id }) => id === batchId);
  }
}

/** The batches that stand and can still fall, oldest first. */
function openBatches(world: World, now: bigint): ReadonlyMap<string, PostedRecord> {
  const open = world.ledger.posted.filter(
    (record) =>
      record.fate === "stands" &&
      world.ledger.finalAt(record) > now &&
      !world.registries.fallen.has(record.batch.modelId), // a fallen model's are void
  );
  return new Map(open.map((record) => [record.id, record]));
}

/** Of a batch's window. */
function remainingMsOf(world: World, record: PostedRecord, now: bigint): number {
  return Number(world.ledger.finalAt(record) - now) * 1000;
}

function nameOf({ id, batch }: PostedRecord): BatchName {
  return { batchId: id, modelId: batch.modelId, bucket: batch.bucket };
}

const CONCLUSIONS = ["refuted", "disputed", "overtaken", "refused"] as const;

type Conclusion = Extract<WatchEvent, { readonly event: (typeof CONCLUSIONS)[number] }>;

function isConclusion(told: WatchEvent): told is Conclusion {
  return CONCLUSIONS.some((each) => each === told.event);
}
