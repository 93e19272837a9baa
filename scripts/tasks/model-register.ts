import type { Hex } from "../../engine/src/core/hash/hex.js";
import { modelSeed } from "../../engine/src/core/hash/model-seed.js";
import { manifestOf } from "../../engine/src/core/pipeline/manifest.js";
import { trainModel } from "../../engine/src/core/pipeline/train-model.js";
import { baseHash, loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { engineHash, loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { retrainingPool } from "../../engine/src/io/workers/retraining-pool.js";
import { key } from "../../indexer/src/replay/tally.js";
import { trainingSetOf, type VersionName } from "../../indexer/src/training-set.js";
import { registerModel } from "../../sdk/src/actions/register-model.js";
import { required } from "./helpers/parse-options.js";
import { readRecipe } from "./helpers/read-recipe.js";
import { readWorld } from "./helpers/read-world.js";
import { runTask } from "./helpers/run-task.js";
import { UsageError } from "./helpers/task-errors.js";

type Options = Readonly<Record<"versions" | "recipe", string | undefined>> & { readonly published: string };

export default runTask<Options>(async (options, { client, progress }) => {
  const versions = parseVersions(required("versions", options.versions));
  const recipe = await readRecipe(options.recipe);
  const chain = await client();
  const world = await readWorld(chain);
  const { cellBytes } = recipe;
  const store = new ContentStore(options.published);
  const trainingSet = await trainingSetOf(world, store, { versions, cellBytes });

  const seeds = versions.map(
    ({ datanetId, version }) => world.registries.versions.get(key(datanetId, version))!.seed! as Hex,
  );
  const seed = modelSeed(seeds);
  const [engine, base, pool] = [await loadEngine(), await loadBase(), retrainingPool()];
  progress(
    `Training ${String(trainingSet.cells.length)} cells of ${String(trainingSet.contributions.length)} contributions`,
  );
  const plan = {
    trainingSet,
    versions: new Map(versions.map(({ datanetId, version }) => [datanetId, version])),
    seed,
    recipe,
  };
  const trained = await trainModel({ engine, base, pool }, plan, {
    onProgress: ({ done, total }) => {
      if (done % 8 === 0 || done === total) progress(`${String(done)} of ${String(total)} trainings`);
    },
  });

  const { uri, file } = await store.writeBundle(trained.bytes);
  const manifest = manifestOf(trained.bundle, {
    baseHash: await baseHash(),
    parents: [],
    seed,
    engineHash: (await engineHash()) as Hex,
    dataHash: trained.dataHash,
  });
  const { defaults, cells } = trained.bundle.manifest;
  const { modelId, trainer, bond, opensAt } = await registerModel(chain, { manifest, defaults, uri });
  return { modelId, trainer, bond, opensAt, cells: cells.length, dataHash: trained.dataHash, file };
});

function parseVersions(text: string): VersionName[] {
  const versions = text.split(",").map((each) => {
    const [, datanet, version] = /^(\d{1,18}):(\d{1,9})$/.exec(each) ?? [];
    if (datanet === undefined) throw new UsageError(`Expected --versions like 1:1,2:3 (Datanet:version), got ${text}.`);
    return { datanetId: BigInt(datanet), version: Number(version) };
  });
  versions.sort((a, b) => Number(a.datanetId - b.datanetId));
  if (new Set(versions.map(({ datanetId }) => datanetId)).size !== versions.length) {
    throw new UsageError(`Expected one version of each Datanet, got ${text}.`);
  }
  return versions;
}
