import { openRequests } from "../../indexer/src/open-requests.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { expireRequest } from "../../sdk/src/actions/expire-request.js";
import { reclaimRequest } from "../../sdk/src/actions/reclaim-request.js";
import { latestTime } from "./helpers/latest-time.js";
import { idOption } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";

type Options = { readonly model: string | undefined };

export default runTask<Options>(async (options, { client, progress }) => {
  const modelId = idOption("model", options.model);
  const chain = await client();
  const now = await latestTime(chain);

  // The oldest batch first: it takes its successors with it, and makes the requests for them void.
  const [overdue] = openRequests(await readWorld(chain), modelId, now).overdue;
  const dropped =
    overdue &&
    (await expireRequest(chain, {
      posted: { batch: overdue.record.batch, signers: overdue.record.signers },
      item: overdue.request.item,
    }));
  if (dropped !== undefined)
    progress(`Bucket ${String(dropped.bucket)} waits for another batch: its data was withheld`);

  const reclaimed: string[] = [];
  for (const { request, record } of openRequests(await readWorld(chain), modelId, now).void) {
    const posted = { batch: record.batch, signers: record.signers };
    const { requestId } = await reclaimRequest(chain, { posted, item: request.item });
    reclaimed.push(requestId);
  }
  return { dropped: dropped ?? null, reclaimed };
});
