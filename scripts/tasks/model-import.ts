import { importModel } from "../../engine/src/io/import/import-model.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { frozenData } from "../../indexer/src/frozen-data.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { registerModel } from "../../sdk/src/actions/register-model.js";
import { required } from "./helpers/parse-options.js";
import { MEGABYTE, readInput } from "./helpers/read-file.js";
import { runTask } from "./helpers/run-task.js";

type Options = Readonly<Record<"responses" | "queries" | "weights" | "lanes" | "width", string | undefined>> & {
  readonly dryRun: boolean;
  readonly published: string;
};

/** They are part of the bundle, which every watcher reads. */
const MAX_WEIGHTS_BYTES = 512 * MEGABYTE;

export default runTask<Options>(async (options, { client, progress }) => {
  const files = {
    responses: required("responses", options.responses),
    queries: required("queries", options.queries),
    weights: await readInput(required("weights", options.weights), { most: MAX_WEIGHTS_BYTES }),
  };
  const chain = await client();
  const world = await readWorld(chain);
  const store = new ContentStore(options.published);
  const { manifest, defaults, stored } = await importModel(store, {
    ...files,
    lanes: options.lanes ?? "all",
    width: options.width ?? "int8",
    frozen: ({ versions, cellBytes }) => frozenData(world, store, { versions, cellBytes }),
  });
  const { cellCount: cells, lanes, dataHash } = manifest;
  progress(`Checked ${String(cells)} responses of ${String(lanes)} lanes, published as ${stored.file}`);
  if (options.dryRun) return { cells, lanes, dataHash, file: stored.file };
  const { modelId, trainer, bond, opensAt } = await registerModel(chain, { manifest, defaults, uri: stored.uri });
  return { modelId, trainer, bond, opensAt, cells, lanes, dataHash, file: stored.file };
});
