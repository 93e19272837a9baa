import { dataHash } from "../bundle/pieces.js";
import { encodeModelBundle, type ModelBundle } from "../bundle/model-bundle.js";
import type { ChunkRef } from "../bundle/manifest-json.js";
import type { Hex } from "../hash/hex.js";
import { buildModel } from "../ledger/build-model.js";
import { stackLanes } from "../ledger/lanes.js";
import { encodeAdapter } from "../model/adapter-file.js";
import type { Exchange } from "../model/answer-windows.js";
import type { BaseModel } from "../model/base-file.js";
import type { Engine } from "../model/engine.js";
import { heldOutVector } from "../quantize/held-out-vector.js";
import { quantize, scaleBits } from "../quantize/quantize.js";
import type { Recipe } from "../train/plan.js";
import { type Responses, responsesByRetraining } from "../train/responses.js";
import type { RetrainingOptions, RetrainingPool } from "../train/retraining.js";

/** A contribution's part in a training: at least one cell. */
export type TrainingContribution = {
  readonly contributionId: bigint;
  readonly datanetId: bigint;
  readonly cells: readonly { readonly text: Uint8Array; readonly chunks: readonly ChunkRef[] }[];
};

/** A Datanet version and the text that was set apart from it, at least one chunk. */
export type HeldOutText = {
  readonly datanetId: bigint;
  readonly version: number;
  readonly chunks: readonly { readonly text: Uint8Array; readonly ref: ChunkRef }[];
};

/** Everything a model is a function of, beside the base and the engine. */
export type ModelPlan = {
  /** In the manifest's order. */
  readonly contributions: readonly TrainingContribution[];
  /** Ascending by Datanet. */
  readonly versions: readonly HeldOutText[];
  /** 32 bytes of hex. */
  readonly seed: Hex;
  readonly recipe: Recipe;
};

export type TrainedModel = {
  readonly bundle: ModelBundle;
  readonly bytes: Uint8Array;
  readonly dataHash: Hex;
  /** Unquantised responses and exact leave-one-out losses of the probes, for measuring fidelity. */
  readonly responses: Responses;
};

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
  const { contributions, versions, seed, recipe } = plan;
  const cells = contributions.flatMap((each) => each.cells);
  const trainingPlan = { cells: cells.map(({ text }) => text), cellWeights: cells.map(() => 1), seed, recipe };
  const responses = await responsesByRetraining(pool, base, trainingPlan, options);

  const { lanes, scale } = quantize(responses.responses);
  const laneCount = responses.adapter.lanes.length;
  const heldOutVectors = versions.map(({ chunks }) =>
    heldOutVector(
      engine,
      base,
      responses.adapter,
      chunks.map(({ text }) => text),
    ),
  );
  const matrix = stackLanes(lanes, laneCount);
  const heldOut = stackLanes(
    heldOutVectors.map((vector) => vector.lanes),
    laneCount,
  );

  const { model, versions: roots } = buildModel({
    modelId: 0n, // not registered yet
    contributions: contributions.map(({ contributionId, datanetId, cells: own }) => ({
      contributionId,
      datanetId,
      cellCount: own.length,
    })),
    responses: matrix,
    datanetIds: versions.map(({ datanetId }) => datanetId),
    heldOut,
  });
  const bundle: ModelBundle = {
    manifest: {
      contributions: model.contributions,
      cells: model.cells.map((cell, i) => ({ ...cell, chunks: cells[i]!.chunks })),
      defaults: model.defaults,
      versions: versions.map(({ datanetId, version, chunks }, i) => ({
        datanetId,
        version,
        heldOutRoot: roots[i]!.heldOutRoot,
        heldOut: chunks.map(({ ref }) => ref),
      })),
      recipe,
      responseScaleBits: scaleBits(scale),
    },
    adapterFile: encodeAdapter(base.config, responses.adapter),
    responses: matrix,
    heldOut,
    heldOutScales: heldOutVectors.map((vector) => vector.scale),
  };
  const bytes = encodeModelBundle(bundle);
  return { bundle, bytes, dataHash: dataHash(bytes), responses };
}
