import { id } from "ethers";

import { review } from "../../sdk/src/actions/review.js";
import { idOption, wordOption } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";

type Options = Readonly<Record<"contribution" | "decision" | "reason", string | undefined>>;

export default runTask<Options>(async (options, { client }) => {
  const contributionId = idOption("contribution", options.contribution);
  const decision = wordOption("decision", options.decision, { allowed: ["accept", "refuse"] });
  return review(await client(), {
    contributionId,
    accepted: decision === "accept",
    ...(options.reason !== undefined && { reasonHash: id(options.reason) }),
  });
});
