import { appealDispute } from "../../sdk/src/actions/appeal-dispute.js";
import { disputeOption, type DisputeOptions } from "./helpers/dispute-option.js";
import { runTask } from "./helpers/run-task.js";

export default runTask<DisputeOptions>(async (options, { client }) => {
  const disputeId = disputeOption(options);
  return appealDispute(await client(), disputeId);
});
