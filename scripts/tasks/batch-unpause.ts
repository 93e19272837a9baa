import { unpauseModel } from "../../sdk/src/actions/unpause-model.js";
import { idOption } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";

type Options = { readonly model: string | undefined };

export default runTask<Options>(async (options, { client }) => {
  const modelId = idOption("model", options.model);
  return unpauseModel(await client(), modelId);
});
