import { concatBytes } from "@noble/hashes/utils.js";

import type { ChunkRef } from "../bundle/manifest-json.js";
import { BaseError } from "../errors.js";
import type { Hex } from "../hash/hex.js";
import { compareBigints } from "../order.js";
import type { TrainedContribution } from "../ledger/build-model.js";
import { drawHeldOut } from "./draw-held-out.js";
import { groupCells } from "./group-cells.js";
import { liveChunksOf, type SourceContribution } from "./live-chunks.js";

/** A training unit: its text, whose it is (place in `contributions`), and the chunks it is made of. */
export type TrainingCell = {
  readonly contribution: number;
  readonly chunks: readonly ChunkRef[];
  readonly bytes: Uint8Array;
};

/** A Datanet version's text that is never trained on. */
export type HeldOutText = {
  readonly datanetId: bigint;
  readonly chunks: readonly ChunkRef[];
  readonly texts: readonly Uint8Array[];
};

export type TrainingSet = {
  /** By id, ascending; those without a cell are left out. */
  readonly contributions: readonly TrainedContribution[];
  readonly cells: readonly TrainingCell[];
  /** By Datanet, ascending. */
  readonly heldOut: readonly HeldOutText[];
};

/**
 * What a model is trained and weighed on: a pure function of frozen data and seeds, with the origin of every byte.
 * A chunk is trained on once, for its earliest commitment; a near-duplicate counts as the same chunk.
 * @param options.seeds seed of every Datanet version, by datanetId.
 * @param options.cellBytes wanted bytes of a cell.
 * @throws {@link MissingSeedError}, {@link NoTrainingDataError}, {@link NoHeldOutError}.
 */
export function buildTrainingSet(options: {
  readonly contributions: readonly SourceContribution[];
  readonly seeds: ReadonlyMap<bigint, Hex>;
  readonly cellBytes: number;
}): TrainingSet {
  const { seeds, cellBytes } = options;
  const sources = [...options.contributions].sort((a, b) => compareBigints(a.contributionId, b.contributionId));
  const liveOf = liveChunksOf(sources);
  const contributions: TrainedContribution[] = [];
  const cells: TrainingCell[] = [];
  const heldOut = new Map<bigint, ChunkRef[]>([...seeds.keys()].map((datanetId) => [datanetId, []]));

  for (const source of sources) {
    const { contributionId, datanetId, content } = source;
    const seed = seeds.get(datanetId);
    if (seed === undefined) throw new MissingSeedError(datanetId);
    const live = liveOf(source);
    const drawn = drawHeldOut(seed, contributionId, live);
    if (drawn !== undefined) heldOut.get(datanetId)!.push([contributionId, drawn]);

    const trained = live.filter((index) => index !== drawn);
    if (trained.length === 0) continue;
    const groups = groupCells(
      trained.map((index) => content.chunks[index]!.length),
      cellBytes,
    );
    for (const group of groups) {
      const indices = group.map((place) => trained[place]!);
      cells.push({
        contribution: contributions.length,
        chunks: indices.map((index) => [contributionId, index] as const),
        bytes: concatBytes(...indices.map((index) => content.chunks[index]!)),
      });
    }
    contributions.push({ contributionId, datanetId, cellCount: groups.length });
  }

  if (cells.length === 0) throw new NoTrainingDataError(sources.length);
  return { contributions, cells, heldOut: withTexts(heldOut, sources) };
}

function withTexts(
  heldOut: ReadonlyMap<bigint, readonly ChunkRef[]>,
  sources: readonly SourceContribution[],
): HeldOutText[] {
  const contents = new Map(sources.map(({ contributionId, content }) => [contributionId, content]));
  return [...heldOut]
    .sort(([a], [b]) => compareBigints(a, b))
    .map(([datanetId, chunks]) => {
      if (chunks.length === 0) throw new NoHeldOutError(datanetId);
      return { datanetId, chunks, texts: chunks.map(([id, index]) => contents.get(id)!.chunks[index]!) };
    });
}

export class MissingSeedError extends BaseError {
  readonly code = "MISSING_SEED";

  constructor(datanetId: bigint) {
    super(`Expected a seed for Datanet ${datanetId}, got none. Record its version's seed on-chain first.`);
  }
}

export class NoTrainingDataError extends BaseError {
  readonly code = "NO_TRAINING_DATA";

  constructor(contributions: number) {
    super(
      `Expected at least one chunk to train on, got none in ${contributions} contributions: ` +
        `all are withdrawn, void or copies. Freeze a version that holds data.`,
    );
  }
}

export class NoHeldOutError extends BaseError {
  readonly code = "NO_HELD_OUT";

  constructor(datanetId: bigint) {
    super(
      `Expected Datanet ${datanetId} to have held-out text, got no contribution of at least 4 live chunks. ` +
        `Without it nothing of the Datanet can be paid; add a longer contribution.`,
    );
  }
}
