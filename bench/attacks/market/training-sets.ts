import { keccakText } from "../../../engine/src/core/hash/keccak.js";
import type { Hex } from "../../../engine/src/core/hash/hex.js";
import {
  buildTrainingSet,
  type HeldOutText,
  type TrainingSet,
} from "../../../engine/src/core/text/build-training-set.js";
import { chunkContribution } from "../../../engine/src/core/text/chunk-contribution.js";
import type { SourceContribution } from "../../../engine/src/core/text/live-chunks.js";
import { DEFAULT_MODEL_RECIPE } from "../../../engine/src/core/pipeline/train-model.js";
import type { DatanetName } from "../../../engine/src/io/corpus/demo-sources.js";
import type { Document } from "./documents.js";

const DATANETS: Readonly<Record<DatanetName, bigint>> = { speeches: 1n, law: 2n, code: 3n };
const MAX_BYTES = 1_000_000;

/** Seeds of the Datanets' versions: they draw the held-out chunks. */
const SEEDS: ReadonlyMap<bigint, Hex> = new Map(
  Object.values(DATANETS).map((id) => [id, keccakText(`openledger attacks bench, Datanet ${String(id)}`)]),
);

export type TrainingSetOptions = {
  /** Whether near-duplicates of earlier commitments are left out, as the protocol has it. */
  readonly isDeduplicated: boolean;
};

/** What a model is trained on: document i has id i + 1 and was committed in block i + 1. */
export function trainingSetOf(documents: readonly Document[], { isDeduplicated }: TrainingSetOptions): TrainingSet {
  const contributions = documents.map(contributionOf);
  return isDeduplicated ? build(contributions) : join(contributions.map((each) => build([each])));
}

/** The document that a contribution of a training set is. */
export function documentOf(documents: readonly Document[], contributionId: bigint): Document {
  return documents[Number(contributionId) - 1]!;
}

export function idOf(place: number): bigint {
  return BigInt(place + 1);
}

function contributionOf({ datanet, bytes }: Document, place: number): SourceContribution {
  return {
    contributionId: idOf(place),
    datanetId: DATANETS[datanet],
    committedBlock: idOf(place),
    withdrawn: false,
    voidChunks: [],
    content: chunkContribution(bytes, { maxBytes: MAX_BYTES }),
  };
}

function build(contributions: readonly SourceContribution[]): TrainingSet {
  const used = new Set(contributions.map(({ datanetId }) => datanetId));
  const seeds = new Map([...SEEDS].filter(([id]) => used.has(id)));
  return buildTrainingSet({ contributions, seeds, cellBytes: DEFAULT_MODEL_RECIPE.cellBytes });
}

/** Training sets that know nothing of each other, one after the other: what there would be without dedup between contributions. */
function join(sets: readonly TrainingSet[]): TrainingSet {
  let first = 0;
  const cells = sets.flatMap((set) => {
    const moved = set.cells.map((cell) => ({ ...cell, contribution: first + cell.contribution }));
    first += set.contributions.length;
    return moved;
  });
  const heldOut = Object.values(DATANETS).flatMap((datanetId): HeldOutText[] => {
    const texts = sets.flatMap((set) => set.heldOut.filter((each) => each.datanetId === datanetId));
    if (texts.length === 0) return [];
    return [{ datanetId, chunks: texts.flatMap((each) => each.chunks), texts: texts.flatMap((each) => each.texts) }];
  });
  return { contributions: sets.flatMap((set) => set.contributions), cells, heldOut };
}
