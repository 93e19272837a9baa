import { manifestTrajectory, trainingStates } from "../../../engine/src/core/dispute/manifest-trajectory.js";
import { manifestResult } from "../../../engine/src/core/dispute/results.js";
import type { Trajectory } from "../../../engine/src/core/dispute/trajectory.js";
import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { ENTRY } from "../../../engine/src/core/hash/schemas.js";
import { structListHash } from "../../../engine/src/core/hash/struct-hash.js";
import { laneRow } from "../../../engine/src/core/ledger/lanes.js";
import { manifestOf } from "../../../engine/src/core/pipeline/manifest.js";
import { type ModelRecipe, trainModel } from "../../../engine/src/core/pipeline/train-model.js";
import { manifestHash } from "../../../sdk/src/manifest-hash.js";
import type { PublishedModel } from "../model.js";
import { modelPlan } from "../model-plan.js";
import type { Published } from "../published.js";
import type { World } from "../replay.js";
import type { Lab } from "../watch/lab.js";

/**
 * Makes a model again from its recipe and frozen data, step by step. Costs what its trainer paid: a training for every cell, and one
 * more for its steps. Throws the content errors of training data, and what training throws.
 */
export async function rerunManifest(
  { world, published, lab }: { readonly world: World; readonly published: Published; readonly lab: Lab },
  { record, bundle }: PublishedModel,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Trajectory> {
  const recipe = bundle.manifest.recipe as ModelRecipe; // made by this engine: its recipe hash is in the registration
  const plan = await modelPlan(world, published, { versions: bundle.manifest.versions, recipe });
  const again = await trainModel(lab, plan, options);

  const cells = plan.trainingSet.cells.map(({ bytes }) => bytes);
  const cellWeights = cells.map(() => 1);
  const training = trainingStates(lab.engine, lab.base, { cells, cellWeights, seed: plan.seed, recipe });
  const { heldOut, manifest } = again.bundle;
  return manifestTrajectory({
    training,
    responses: again.responses.responses,
    heldOut: manifest.versions.map((_, version) => laneRow(heldOut, version)),
    result: manifestResult(
      manifestHash(
        manifestOf(again.bundle, {
          baseHash: lab.baseHash,
          parents: record.manifest.parents,
          seed: plan.seed,
          engineHash: lab.engineHash,
          dataHash: again.dataHash,
        }),
      ) as Hex,
      structListHash(ENTRY, manifest.defaults),
    ),
  });
}
