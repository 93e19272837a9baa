import type { Trajectory } from "../../../engine/src/core/dispute/trajectory.js";
import { BaseError } from "../../../engine/src/core/errors.js";
import { type Hex, ZERO_HASH } from "../../../engine/src/core/hash/hex.js";
import { rerunManifest } from "../dispute/rerun-manifest.js";
import type { PublishedModel } from "../model.js";
import type { Published } from "../published.js";
import type { World } from "../replay.js";
import type { DisputeRecord } from "../replay/disputes.js";
import { BEACON_BLOCKS, drawCells } from "./draw-cells.js";
import { judged } from "./judge.js";
import { judgeManifest, type ManifestJudgement } from "./judge-manifest.js";
import type { Lab } from "./lab.js";
import { isContentError } from "./mirrors.js";
import type { ModelShelf } from "./model-shelf.js";
import { spotCheck } from "./spot-check.js";
import { trouble } from "./trouble.js";
import type { Report } from "./watch-event.js";

/** What was found out about a model; `block` is its beacon's. */
export type ModelFinding = ModelJudgement & { readonly modelId: bigint; readonly block: number };

/** With a re-run where one contradicts the manifest and disputes are opened. */
type ModelJudgement = ManifestJudgement & { readonly trajectory?: Trajectory };

type Options = {
  readonly published: Published;
  readonly shelf: ModelShelf;
  /** Without it a model's tables are checked, and nothing is trained. */
  readonly lab: Lab | undefined;
  /** Cells drawn of each model. */
  readonly count: number;
  /** After which a training counts as one that nobody can check: a recipe may ask for as many epochs as it likes. */
  readonly limitMs: number;
  /** Whether a manifest that training contradicts is made again as a whole, for a dispute. */
  readonly rerun: boolean;
  readonly signal: AbortSignal;
  readonly report: Report;
};

/** A model that is registered and not looked at yet. */
type Candidate = { readonly modelId: bigint; readonly block: number; readonly hash: Hex };

/** Looks at every model once, one after the other, beside everything else: a long training must not keep a refutation waiting. */
export class SpotChecks {
  readonly #options: Options;
  #running: Promise<void> | undefined;
  #found: ModelFinding[] = [];
  /** Models that could not be looked at: they are tried again after all the others. */
  readonly #failed = new Set<bigint>();
  #isIdle = false;
  #generation = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Whether every model was looked at, or cannot be for now. */
  get isIdle(): boolean {
    return this.#isIdle;
  }

  /** Models that cannot be judged, mostly because files are missing. */
  get failed(): number {
    return this.#failed.size;
  }

  /** After a reorganisation: what is under way is of blocks that are no more. */
  forget(): void {
    this.#generation += 1;
    this.#found = [];
  }

  /** Starts what can be started, and returns what has ended since the last turn. */
  async turn(
    world: World,
    chain: {
      readonly registeredAt: ReadonlyMap<bigint, number>;
      readonly hashAt: (block: number) => Promise<string | undefined>;
      /** Ids of the models that were looked at before. */
      readonly known: ReadonlySet<string>;
    },
  ): Promise<readonly ModelFinding[]> {
    const found = this.#found;
    this.#found = [];
    if (this.#running !== undefined) return found;

    const known = new Set([...chain.known, ...found.map(({ modelId }) => String(modelId))]);
    const candidates = await this.#candidates(chain, known);
    const next = candidates.find(({ modelId }) => !this.#failed.has(modelId)) ?? candidates[0];
    this.#isIdle = candidates.every(({ modelId }) => this.#failed.has(modelId));
    if (next !== undefined) this.#start(world, next);
    return found;
  }

  /** Ends when nothing runs any more. */
  async settle(): Promise<void> {
    await this.#running;
  }

  async #candidates(
    { registeredAt, hashAt }: Parameters<SpotChecks["turn"]>[1],
    known: ReadonlySet<string>,
  ): Promise<Candidate[]> {
    const candidates: Candidate[] = [];
    for (const [modelId, registered] of registeredAt) {
      if (known.has(String(modelId))) continue;
      const block = registered + BEACON_BLOCKS;
      const hash = await hashAt(block);
      if (hash !== undefined) candidates.push({ modelId, block, hash: hash as Hex });
    }
    return candidates;
  }

  #start(world: World, candidate: Candidate): void {
    const { modelId, block } = candidate;
    const generation = this.#generation;
    this.#running = this.#look(world, candidate)
      .then((judgement) => {
        this.#failed.delete(modelId);
        if (generation === this.#generation) this.#found.push({ modelId, block, ...judgement });
      })
      .catch((error: unknown) => {
        if (!this.#failed.has(modelId) && !this.#options.signal.aborted)
          this.#options.report(trouble(`model ${String(modelId)}`, error));
        this.#failed.add(modelId);
      })
      .finally(() => {
        this.#running = undefined;
      });
  }

  async #look(world: World, { modelId, hash }: Candidate): Promise<ModelJudgement> {
    const { published, shelf, lab, count, limitMs, rerun } = this.#options;
    let model: PublishedModel;
    try {
      model = await shelf.take(world, modelId);
    } catch (error) {
      return judged(() => Promise.reject(error as Error)).then(({ verdict }) => ({ verdict }));
    }
    const tables = judgeManifest(world, model);
    if (tables.verdict.kind !== "right" || lab === undefined) return tables;

    const cells = drawCells({ blockHash: hash, modelId }, { cells: model.ledger.cells.length, count });
    const limit = AbortSignal.timeout(limitMs);
    try {
      const signal = AbortSignal.any([limit, this.#options.signal]);
      const { verdict } = await spotCheck({ world, published, lab }, model, { cells, signal });
      const isDisputed = [...world.disputes.opened.values()].some((each) => isAboutManifest(each, modelId));
      if (verdict.kind !== "disputable" || !rerun || isDisputed) return { verdict };
      return { verdict, trajectory: await rerunManifest({ world, published, lab }, model, { signal }) };
    } catch (error) {
      if (!limit.aborted || isContentError(error) || !(error instanceof BaseError)) throw error;
      return { verdict: { kind: "unprovable", detail: "its training did not end in time" } };
    }
  }
}

function isAboutManifest({ modelId, batchId }: DisputeRecord, wanted: bigint): boolean {
  return modelId === wanted && batchId === ZERO_HASH;
}
