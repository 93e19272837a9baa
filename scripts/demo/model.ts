import type { Hex } from "../../engine/src/core/hash/hex.js";
import type { BaseModel } from "../../engine/src/core/model/base-file.js";
import type { Engine } from "../../engine/src/core/model/engine.js";
import {
  DEFAULT_MODEL_RECIPE,
  type ModelRecipe,
  type TrainedModel,
  trainModel,
} from "../../engine/src/core/pipeline/train-model.js";
import type { TrainingSet } from "../../engine/src/core/text/build-training-set.js";
import type { RetrainingPool } from "../../engine/src/core/train/retraining.js";
import type { ContentStore } from "../../engine/src/io/store/content-store.js";
import { publishModel } from "../../engine/src/io/store/publish-model.js";
import { modelPlan } from "../../indexer/src/model-plan.js";
import { readWorld } from "../../indexer/src/read-world.js";
import type { VersionName } from "../../indexer/src/frozen-version.js";
import { registerModel } from "../../sdk/src/actions/register-model.js";
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
  const world = await readWorld(client);
  const recipe = DEFAULT_MODEL_RECIPE;
  const plan = await modelPlan(world, store, { versions, recipe });
  const { trainingSet, seed } = plan;
  progress.note(
    `${String(trainingSet.cells.length)} cells of ${String(trainingSet.contributions.length)} contributions; ` +
      `one training for the model and one without each cell`,
  );

  const trained = await trainModel(lab, plan, {
    onProgress: ({ done, total }) => progress.step("trainings", done, total),
  });
  const { manifest, stored } = await publishModel(store, trained, seed);
  const { defaults } = trained.bundle.manifest;
  const { modelId, opensAt } = await registerModel(client, { manifest, defaults, uri: stored.uri });
  chain.clock.advance(Number(opensAt) - chain.clock.now);
  return { modelId, trained, trainingSet, seed, recipe };
}
