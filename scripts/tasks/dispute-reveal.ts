import { revealVote } from "../../sdk/src/actions/reveal-vote.js";
import { disputeOption, type DisputeOptions, verdictOption } from "./helpers/dispute-option.js";
import { hashOption } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";

type Options = DisputeOptions & Readonly<Record<"verdict" | "salt", string | undefined>>;

export default runTask<Options>(async (options, { client }) => {
  const [disputeId, verdict] = [disputeOption(options), verdictOption(options.verdict)];
  return revealVote(await client(), { disputeId, verdict, salt: hashOption("salt", options.salt) });
});
