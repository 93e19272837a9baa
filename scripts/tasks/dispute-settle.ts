import { disputedBatch } from "../../indexer/src/dispute/disputed-batch.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { settleDispute } from "../../sdk/src/actions/settle-dispute.js";
import { disputeOption, type DisputeOptions } from "./helpers/dispute-option.js";
import { openedDispute } from "./helpers/opened-dispute.js";
import { runTask } from "./helpers/run-task.js";

export default runTask<DisputeOptions>(async (options, { client }) => {
  const disputeId = disputeOption(options);
  const chain = await client();
  const world = await readWorld(chain);
  const { dispute } = openedDispute(world, disputeId);
  return settleDispute(chain, { disputeId, posted: disputedBatch(world.ledger, dispute) });
});
