import { DATA_KINDS } from "../../engine/src/core/audit/data-item.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { requestData } from "../../sdk/src/actions/request-data.js";
import { idOption, placeOption, wordOption } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";
import { standingBatch } from "./helpers/standing-batch.js";

type Options = Readonly<Record<"model" | "bucket" | "kind" | "index" | "part", string | undefined>>;

export default runTask<Options>(async (options, { client, progress }) => {
  const [modelId, bucket] = [idOption("model", options.model), idOption("bucket", options.bucket)];
  const kind = wordOption("kind", options.kind, { allowed: DATA_KINDS });
  const item = { kind, index: placeOption("index", options.index), part: placeOption("part", options.part ?? "0") };
  const chain = await client();
  const { batch, signers } = standingBatch(await readWorld(chain), modelId, bucket);
  const requested = await requestData(chain, { posted: { batch, signers }, item });
  progress(`To be shown by ${new Date(Number(requested.answerBy) * 1000).toISOString()}, or the batch falls`);
  return requested;
});
