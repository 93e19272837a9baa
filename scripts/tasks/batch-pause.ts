import { readWorld } from "../../indexer/src/read-world.js";
import { pauseModel } from "../../sdk/src/actions/pause-model.js";
import { read } from "../../sdk/src/read.js";
import { latestTime } from "./helpers/latest-time.js";
import { idOption } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";

type Options = { readonly model: string | undefined };

export default runTask<Options>(async (options, { client }) => {
  const modelId = idOption("model", options.model);
  const chain = await client();
  const { ledger } = await readWorld(chain);
  const now = await latestTime(chain);
  const pending = ledger.standing(modelId).find((record) => ledger.finalAt(record) > now);
  const { nextBucket } = await read("ledger", () => chain.ledger.accountOf(modelId));
  return pauseModel(chain, { modelId, fromBucket: pending?.batch.bucket ?? nextBucket });
});
