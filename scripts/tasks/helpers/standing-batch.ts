import type { World } from "../../../indexer/src/replay.js";
import type { PostedRecord } from "../../../indexer/src/replay/ledger.js";
import { PreconditionError } from "./task-errors.js";

/** The batch that stands for a bucket. Throws {@link PreconditionError}. */
export function standingBatch(world: World, modelId: bigint, bucket: bigint): PostedRecord {
  const found = world.ledger.standing(modelId).find(({ batch }) => batch.bucket === bucket);
  if (found !== undefined) return found;
  const which = `bucket ${String(bucket)} of model ${String(modelId)}`;
  throw new PreconditionError(`Expected a batch that stands for ${which}, found none. Post one with \`batch post\`.`);
}
