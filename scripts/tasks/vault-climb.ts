import { climbRoyalties } from "../../sdk/src/actions/climb-royalties.js";
import { read } from "../../sdk/src/read.js";
import { idOption } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";
import { PreconditionError } from "./helpers/task-errors.js";

type Options = { readonly model: string | undefined };

export default runTask<Options>(async (options, { client }) => {
  const modelId = idOption("model", options.model);
  const chain = await client();
  if ((await read("vault", () => chain.vault.royaltyOf(modelId))) === 0n) {
    throw new PreconditionError(
      `Expected royalties of model ${String(modelId)}, found none. Close its children's buckets.`,
    );
  }
  return climbRoyalties(chain, modelId);
});
