import { readWorld } from "../../indexer/src/read-world.js";
import { joinPanel } from "../../sdk/src/actions/join-panel.js";
import { read } from "../../sdk/src/read.js";
import { disputeOption, type DisputeOptions } from "./helpers/dispute-option.js";
import { openedDispute } from "./helpers/opened-dispute.js";
import { runTask } from "./helpers/run-task.js";

export default runTask<DisputeOptions>(async (options, { client }) => {
  const disputeId = disputeOption(options);
  const chain = await client();
  const { dispute, record } = openedDispute(await readWorld(chain), disputeId);
  const trainer = async () => (await read("models", () => chain.models.trainerOf(dispute.modelId))).trainer;
  return joinPanel(chain, { disputeId, bound: record?.signers ?? [await trainer()] });
});
