import { releaseBond } from "../../sdk/src/actions/release-bond.js";
import { idOption } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";

type Options = Readonly<Record<"model" | "bucket", string | undefined>>;

export default runTask<Options>(async (options, { client }) => {
  const [modelId, bucket] = [idOption("model", options.model), idOption("bucket", options.bucket)];
  return releaseBond(await client(), { modelId, bucket });
});
