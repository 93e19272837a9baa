import type { Hex } from "../../engine/src/core/hash/hex.js";
import { modelSeed } from "../../engine/src/core/hash/model-seed.js";
import type { BaseModel } from "../../engine/src/core/model/base-file.js";
import type { Engine } from "../../engine/src/core/model/engine.js";
import { manifestOf } from "../../engine/src/core/pipeline/manifest.js";
import {
  DEFAULT_MODEL_RECIPE,
  type ModelRecipe,
  type TrainedModel,
  trainModel,
} from "../../engine/src/core/pipeline/train-model.js";
import type { TrainingSet } from "../../engine/src/core/text/build-training-set.js";
import type { RetrainingPool } from "../../engine/src/core/train/retraining.js";
import { baseHash } from "../../engine/src/io/checkpoint/load-base.js";
import { engineHash } from "../../engine/src/io/kernels/load-engine.js";
import type { ContentStore } from "../../engine/src/io/store/content-store.js";
import { replay } from "../../indexer/src/replay.js";
import { trainingSetOf, type VersionName } from "../../indexer/src/training-set.js";
import { registerModel } from "../../sdk/src/actions/register-model.js";
import { readEvents } from "../../sdk/src/logs.js";
import type { DemoChain } from "./chain.js";
import type { Progress } from "./progress.js";

export type Lab = { readonly engine: Engine; readonly base: BaseModel; readonly pool: RetrainingPool };

export type DemoModel = {
  readonly modelId: bigint;
  readonly trained: TrainedModel;
  readonly trainingSet: TrainingSet;
  readonly seed: Hex;
  readonly recipe: ModelRecipe;
};

/** Trains from the frozen versions, publishes the bundle, registers the manifest, and waits out its window. */
export async function trainAndRegister(
  chain: DemoChain,
  lab: Lab,
  options: {
    readonly versions: readonly VersionName[];
    readonly store: ContentStore;
    readonly progress: Progress;
  },
): Promise<DemoModel> {
  const { versions, store, progress } = options;
  const client = chain.as(chain.cast.trainer);
  const world = replay(await readEvents(client), chain.cast.treasury.address);
  const recipe = DEFAULT_MODEL_RECIPE;
  const trainingSet = await trainingSetOf(world, store, { versions, cellBytes: recipe.cellBytes });
  const seed = modelSeed([...world.registries.versions.values()].map((version) => version.seed as Hex));
  progress.note(
    `${String(trainingSet.cells.length)} cells of ${String(trainingSet.contributions.length)} contributions; ` +
      `one training for the model and one without each cell`,
  );

  const trained = await trainModel(
    lab,
    { trainingSet, versions: new Map(versions.map(({ datanetId, version }) => [datanetId, version])), seed, recipe },
    { onProgress: ({ done, total }) => progress.step("trainings", done, total) },
  );
  const { uri } = await store.writeBundle(trained.bytes);
  const manifest = manifestOf(trained.bundle, {
    baseHash: await baseHash(),
    parents: [],
    seed,
    engineHash: (await engineHash()) as Hex,
    dataHash: trained.dataHash,
  });
  const { modelId, opensAt } = await registerModel(client, {
    manifest: { ...manifest, parents: [...manifest.parents], versions: [...manifest.versions] },
    defaults: [...trained.bundle.manifest.defaults],
    uri,
  });
  chain.clock.advance(Number(opensAt) - chain.clock.now);
  return { modelId, trained, trainingSet, seed, recipe };
}
