import { dataHash } from "../bundle/pieces.js";
import { encodeModelBundle, type ModelBundle } from "../bundle/model-bundle.js";
import type { Hex } from "../hash/hex.js";
import { buildModel } from "../ledger/build-model.js";
import { stackLanes } from "../ledger/lanes.js";
import { encodeAdapter } from "../model/adapter-file.js";
import type { Exchange } from "../model/answer-windows.js";
import type { BaseModel } from "../model/base-file.js";
import type { Engine } from "../model/engine.js";
import { heldOutVector } from "../quantize/held-out-vector.js";
import { quantize, scaleBits } from "../quantize/quantize.js";
import type { TrainingSet } from "../text/build-training-set.js";
import { DEFAULT_RECIPE, type Recipe, type TrainingPlan } from "../train/plan.js";
import { type Responses, responsesByRetraining } from "../train/responses.js";
import type { RetrainingOptions, RetrainingPool } from "../train/retraining.js";

/** How a model is made from frozen text. Part of the manifest: every field changes the result. */
export type ModelRecipe = Recipe & {
  /** Wanted bytes of a cell. */
  readonly cellBytes: number;
};

export const DEFAULT_MODEL_RECIPE: ModelRecipe = { ...DEFAULT_RECIPE, cellBytes: 512 };

/** Everything a model is a function of, beside the base and the engine. */
export type ModelPlan = {
  /** Cut and grouped with the recipe's `cellBytes`. */
  readonly trainingSet: TrainingSet;
  /** Version of every Datanet of the training set, by datanetId. */
  readonly versions: ReadonlyMap<bigint, number>;
  readonly seed: Hex;
  readonly recipe: ModelRecipe;
};

export type TrainedModel = {
  readonly bundle: ModelBundle;
  readonly bytes: Uint8Array;
  readonly dataHash: Hex;
  /** Unquantised responses and exact leave-one-out losses of the probes, for measuring fidelity. */
  readonly responses: Responses;
};

/** What the model's adapter is trained on: every cell of the training set, all of one weight. */
export function trainingPlanOf({
  trainingSet: { cells },
  seed,
  recipe,
}: Pick<ModelPlan, "trainingSet" | "seed" | "recipe">): TrainingPlan {
  return { cells: cells.map(({ bytes }) => bytes), cellWeights: cells.map(() => 1), seed, recipe };
}

/**
 * Trains an adapter, its responses by retraining (one training per cell) and its held-out vectors, and packs what is published.
 * @param options.probes exchanges whose exact leave-one-out losses are wanted too.
 * @throws what training throws, and NoDefaultListError when no cell helps its own Datanet.
 */
export async function trainModel(
  { engine, base, pool }: { readonly engine: Engine; readonly base: BaseModel; readonly pool: RetrainingPool },
  plan: ModelPlan,
  options: RetrainingOptions & { readonly probes?: readonly Exchange[] } = {},
): Promise<TrainedModel> {
  const { trainingSet, versions, recipe } = plan;
  const { contributions, cells, heldOut: heldOutTexts } = trainingSet;
  const responses = await responsesByRetraining(pool, base, trainingPlanOf(plan), options);

  const { lanes, scale } = quantize(responses.responses);
  const laneCount = responses.adapter.lanes.length;
  const heldOutVectors = heldOutTexts.map(({ texts }) => heldOutVector(engine, base, responses.adapter, texts));
  const matrix = stackLanes(lanes, laneCount);
  const heldOut = stackLanes(
    heldOutVectors.map((vector) => vector.lanes),
    laneCount,
  );

  const { model, versions: roots } = buildModel({
    modelId: 0n, // not registered yet
    contributions,
    responses: matrix,
    datanetIds: heldOutTexts.map(({ datanetId }) => datanetId),
    heldOut,
  });
  const bundle: ModelBundle = {
    manifest: {
      contributions: model.contributions,
      cells: model.cells.map((cell, i) => ({ ...cell, chunks: cells[i]!.chunks })),
      defaults: model.defaults,
      versions: heldOutTexts.map(({ datanetId, chunks }, i) => ({
        datanetId,
        version: versions.get(datanetId)!, // the training set was made from these versions
        heldOutRoot: roots[i]!.heldOutRoot,
        heldOut: chunks,
      })),
      recipe,
      responseScaleBits: scaleBits(scale),
    },
    adapter: encodeAdapter(base.config, responses.adapter),
    responses: matrix,
    heldOut,
    heldOutScales: Float32Array.from(heldOutVectors, (vector) => vector.scale),
  };
  const bytes = encodeModelBundle(bundle);
  return { bundle, bytes, dataHash: dataHash(bytes), responses };
}
