import { hexlify, randomBytes } from "ethers";

import { commitVote } from "../../sdk/src/actions/commit-vote.js";
import { disputeOption, type DisputeOptions, verdictOption } from "./helpers/dispute-option.js";
import { hashOption } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";

type Options = DisputeOptions & Readonly<Record<"verdict" | "salt", string | undefined>>;

export default runTask<Options>(async (options, { client, progress }) => {
  const [disputeId, verdict] = [disputeOption(options), verdictOption(options.verdict)];
  const salt = options.salt === undefined ? hexlify(randomBytes(32)) : hashOption("salt", options.salt);
  progress(`Keep the salt: reveal with --verdict ${verdict} --salt ${salt}`);
  return { ...(await commitVote(await client(), { disputeId, verdict, salt })), verdict, salt };
});
