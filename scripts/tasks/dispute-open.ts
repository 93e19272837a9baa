import { claimOf } from "../../engine/src/core/dispute/trajectory.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { writeTrajectory } from "../../engine/src/io/store/trajectory-files.js";
import { postedBatch } from "../../indexer/src/batch-context.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { disputeManifest } from "../../sdk/src/actions/dispute-manifest.js";
import { disputeRow } from "../../sdk/src/actions/dispute-row.js";
import { idOption, placeOption } from "./helpers/parse-options.js";
import { rerunModel, rerunPosted } from "./helpers/rerun-disputed.js";
import { runTask } from "./helpers/run-task.js";
import { standingBatch } from "./helpers/standing-batch.js";
import { UsageError } from "./helpers/task-errors.js";

type Options = Readonly<Record<"model" | "bucket" | "row", string | undefined>> & { readonly published: string };

export default runTask<Options>(async (options, { client, progress }) => {
  const modelId = idOption("model", options.model);
  if ((options.bucket === undefined) !== (options.row === undefined))
    throw new UsageError("Expected --bucket and --row together, for a row, or neither, for the model's manifest.");
  const place =
    options.bucket === undefined
      ? undefined
      : { bucket: idOption("bucket", options.bucket), row: placeOption("row", options.row) };

  const chain = await client();
  const source = { world: await readWorld(chain), published: new ContentStore(options.published) };
  if (place === undefined) {
    progress("Making the model again: a training for every cell");
    const trajectory = await rerunModel(source, modelId);
    const file = await writeTrajectory(options.published, trajectory);
    return { ...(await disputeManifest(chain, { modelId, claim: claimOf(trajectory) })), file };
  }
  const record = standingBatch(source.world, modelId, place.bucket);
  const { row, trajectory } = await rerunPosted(source, record, place);
  const file = await writeTrajectory(options.published, trajectory);
  return { ...(await disputeRow(chain, { posted: postedBatch(record), row, claim: claimOf(trajectory) })), file };
});
