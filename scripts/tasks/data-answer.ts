import { answerItem } from "../../engine/src/core/audit/answer-item.js";
import { decodeBatchBundle } from "../../engine/src/core/bundle/batch-bundle.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { postedBatch } from "../../indexer/src/batch-context.js";
import { openRequests } from "../../indexer/src/open-requests.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { answerData } from "../../sdk/src/actions/answer-data.js";
import { latestTime } from "./helpers/latest-time.js";
import { idOption } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";

type Options = { readonly model: string | undefined; readonly published: string };

export default runTask<Options>(async (options, { client, progress }) => {
  const modelId = idOption("model", options.model);
  const chain = await client();
  const store = new ContentStore(options.published);
  const now = await latestTime(chain);

  const answered: string[] = [];
  for (const { request, record } of openRequests(await readWorld(chain), modelId, now).answerable) {
    const { kind, index, part } = request.item;
    progress(`Bucket ${String(record.batch.bucket)}: ${kind} ${String(index)}, part ${String(part)}`);
    const bytes = await store.readBundle(record.batch.dataHash as Hex);
    const { content } = decodeBatchBundle(bytes);
    const posted = postedBatch(record);
    const { requestId } = await answerData(chain, answerItem(request.item, { posted, content, bytes }));
    answered.push(requestId);
  }
  return { answered };
});
