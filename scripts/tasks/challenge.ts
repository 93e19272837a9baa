import type { Fault } from "../../engine/src/core/audit/fault.js";
import { findFault } from "../../engine/src/core/audit/find-fault.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { batchCase } from "../../indexer/src/batch-context.js";
import { publishedModel } from "../../indexer/src/model.js";
import { challenge } from "../../sdk/src/actions/challenge.js";
import { latestTime } from "./helpers/latest-time.js";
import { idOption } from "./helpers/parse-options.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { runTask } from "./helpers/run-task.js";

type Options = { readonly model: string | undefined; readonly dryRun: boolean; readonly published: string };

export default runTask<Options>(async (options, { client, progress }) => {
  const modelId = idOption("model", options.model);
  const chain = await client();
  const store = new ContentStore(options.published);
  const world = await readWorld(chain);
  const now = await latestTime(chain);
  const { ledger: model } = await publishedModel(world, store, modelId);
  const open = world.ledger.standing(modelId).filter((record) => world.ledger.finalAt(record) > now);

  // The oldest first: a refuted batch takes its successors with it.
  for (const record of open) {
    const { published, context } = await batchCase(world, store, { record, model, deployment: chain.deployment });
    const fault = findFault(published, context);
    progress(`Bucket ${String(record.batch.bucket)}: ${fault === undefined ? "right" : `a wrong ${fault.proof}`}`);
    if (fault === undefined) continue;

    if (options.dryRun) return { checked: open.length, fault: withoutEvidence(fault) };
    return { checked: open.length, fault: withoutEvidence(fault), refuted: await challenge(chain, fault) };
  }
  return { checked: open.length, fault: null };
});

/** The evidence is as long as the vectors: it goes to the chain, not to the screen. */
function withoutEvidence(fault: Fault): object {
  const evidence = ["args", "method", "prepare", "prover"];
  return Object.fromEntries(Object.entries(fault).filter(([name]) => !evidence.includes(name)));
}
