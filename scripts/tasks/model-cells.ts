import { cellsRoot, encodeCellsFile } from "../../engine/src/core/import/cells-file.js";
import { DEFAULT_MODEL_RECIPE } from "../../engine/src/core/pipeline/train-model.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";
import { frozenData } from "../../indexer/src/frozen-data.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { optional, placeOption, required, versionsOption } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";

type Options = Readonly<Record<"versions" | "cellBytes" | "out", string | undefined>> & { readonly published: string };

export default runTask<Options>(async (options, { client }) => {
  const versions = versionsOption("versions", options.versions);
  const cellBytes = optional("cell-bytes", options.cellBytes, placeOption) ?? DEFAULT_MODEL_RECIPE.cellBytes;
  const file = required("out", options.out);
  const world = await readWorld(await client());
  const frozen = await frozenData(world, new ContentStore(options.published), { versions, cellBytes });
  await writeAtomically(file, encodeCellsFile(frozen.trainingSet, { ...frozen, cellBytes }));
  const { cells, contributions } = frozen.trainingSet;
  return {
    ...{ cells: cells.length, contributions: contributions.length, cellBytes },
    ...{ cellsRoot: cellsRoot(frozen.trainingSet), seed: frozen.seed, file },
  };
});
