import { keccakText } from "../../../engine/src/core/hash/keccak.js";
import type { LedgerModel } from "../../../engine/src/core/ledger/model.js";
import { scoreAll } from "../../../engine/src/core/ledger/score.js";
import type { Adapter } from "../../../engine/src/core/model/adapter.js";
import type { Exchange } from "../../../engine/src/core/model/answer-windows.js";
import type { BaseModel } from "../../../engine/src/core/model/base-file.js";
import type { Engine } from "../../../engine/src/core/model/engine.js";
import { laneLayout } from "../../../engine/src/core/model/layout.js";
import { DEFAULT_MODEL_RECIPE, trainModel } from "../../../engine/src/core/pipeline/train-model.js";
import { queryVector } from "../../../engine/src/core/quantize/query-vector.js";
import type { TrainingSet } from "../../../engine/src/core/text/build-training-set.js";
import { initialLanes } from "../../../engine/src/core/train/initial-lanes.js";
import type { RetrainingPool } from "../../../engine/src/core/train/retraining.js";
import type { Start } from "../../attribution/experiment.js";
import { weightsByOthers } from "./weights-by-others.js";
import type { Document, Market } from "./documents.js";
import { startingFrom, without } from "./remembering-pool.js";
import { documentOf, trainingSetOf } from "./training-sets.js";

/** Where models are trained. */
export type Workshop = {
  readonly engine: Engine;
  readonly base: BaseModel;
  readonly pool: RetrainingPool;
  readonly signal: AbortSignal;
};

/** A question that was asked and answered: its scores against all cells, and the answer's loss in nats a byte. */
export type Asked = { readonly scores: readonly number[]; readonly loss: number };

/** A model as the ledger pays by it, and whose cells are whose. */
export type TrainedMarket = {
  readonly model: LedgerModel;
  readonly adapter: Adapter;
  /** By cell. */
  readonly owners: readonly Document[];
  readonly cellTexts: readonly Uint8Array[];
  /** By cell: see {@link weightsByOthers}. */
  readonly weightsByOthers: readonly bigint[];
  /** By question of the market. */
  readonly asked: readonly Asked[];
};

export type TrainingOptions = {
  readonly isDeduplicated: boolean;
  /** Places of documents that are trained with weight 0: nothing else of the training changes. */
  readonly leftOut?: readonly number[];
  readonly trainingSeed?: number;
  readonly start?: Start;
};

/** Forms cells, trains the model and a response for each of them, and asks it everything: all by the engine's own functions. */
export async function trainMarket(
  workshop: Workshop,
  market: Market,
  { documents, ...options }: TrainingOptions & { readonly documents: readonly Document[] },
): Promise<TrainedMarket> {
  const { leftOut = [], trainingSeed = 0, start = "protocol" } = options;
  const whole = trainingSetOf(documents, options);
  const absent = new Set(leftOut.map((place) => documents[place]!));
  const ownerOf = ({ chunks }: TrainingSet["cells"][number]): Document => documentOf(documents, chunks[0]![0]);
  const owners = whole.cells.map(ownerOf);
  const trainingSet = { ...whole, heldOut: withoutHeldOut(whole, (id) => absent.has(documentOf(documents, id))) };

  const seed = keccakText(`openledger attacks bench, training seed ${String(trainingSeed)}`);
  const { engine, base, signal } = workshop;
  const isLeftOut = owners.map((owner) => absent.has(owner));
  const masked = isLeftOut.some(Boolean) ? without(workshop.pool, isLeftOut) : workshop.pool;
  const lanes = (): Float32Array => initialLanes(laneLayout(base.config, DEFAULT_MODEL_RECIPE.lora), seed);
  const pool = start === "seed" ? startingFrom(masked, lanes()) : masked;
  const versions = new Map(trainingSet.heldOut.map(({ datanetId }) => [datanetId, 0]));
  const { bundle, responses } = await trainModel(
    { engine, base, pool },
    { trainingSet, versions, seed, recipe: DEFAULT_MODEL_RECIPE },
    { signal },
  );
  const { contributions, cells, defaults } = bundle.manifest;
  const model: LedgerModel = { modelId: 0n, contributions, cells, defaults, responses: bundle.responses };
  const { adapter } = responses;
  const asked = ask(
    workshop,
    { model, adapter },
    market.questions.map(({ exchange }) => exchange),
  );
  return {
    model,
    adapter,
    owners,
    cellTexts: whole.cells.map(({ bytes }) => bytes),
    weightsByOthers: weightsByOthers(workshop, { model, adapter, trainingSet }),
    asked,
  };
}

/** Scores of answers as the ledger has them. */
export function ask(
  { engine, base }: Pick<Workshop, "engine" | "base">,
  { model, adapter }: Pick<TrainedMarket, "model" | "adapter">,
  exchanges: readonly Exchange[],
): Asked[] {
  return exchanges.map((exchange) => {
    const { lanes, loss } = queryVector(engine, base, adapter, exchange);
    return { scores: Array.from(scoreAll(lanes, model.responses)), loss };
  });
}

function withoutHeldOut(
  { heldOut }: TrainingSet,
  isAbsent: (contributionId: bigint) => boolean,
): TrainingSet["heldOut"] {
  return heldOut.map(({ datanetId, chunks, texts }) => {
    const present = [...chunks.keys()].filter((i) => !isAbsent(chunks[i]![0]));
    return { datanetId, chunks: present.map((i) => chunks[i]!), texts: present.map((i) => texts[i]!) };
  });
}
