import { ruleDispute } from "../../sdk/src/actions/rule-dispute.js";
import { disputeOption, type DisputeOptions, verdictOption } from "./helpers/dispute-option.js";
import { runTask } from "./helpers/run-task.js";

export default runTask<DisputeOptions & { readonly verdict: string | undefined }>(async (options, { client }) => {
  const [disputeId, verdict] = [disputeOption(options), verdictOption(options.verdict)];
  return ruleDispute(await client(), { disputeId, verdict });
});
