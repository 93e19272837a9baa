import { readWorld } from "../../indexer/src/read-world.js";
import { settlementOf } from "../../indexer/src/settlement.js";
import { refundPayment } from "../../sdk/src/actions/refund-payment.js";
import { signerOf } from "../../sdk/src/client.js";
import { read } from "../../sdk/src/read.js";
import { addressOption, idOption, optional } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";
import { PreconditionError } from "./helpers/task-errors.js";

type Options = Readonly<Record<"model" | "payer", string | undefined>>;

export default runTask<Options>(async (options, { client }) => {
  const modelId = idOption("model", options.model);
  const wanted = optional("payer", options.payer, addressOption);
  const chain = await client();
  const payer = wanted ?? (await signerOf(chain).getAddress());
  const { registries, vault } = await readWorld(chain);
  if (!registries.fallen.has(modelId)) {
    throw new PreconditionError(`Expected a model that fell, but ${String(modelId)} did not: nothing to refund.`);
  }

  const refunded: object[] = [];
  for (const each of vault.buckets.values()) {
    // What a final batch answers is its contributors'.
    if (each.modelId !== modelId || (await read("ledger", () => chain.ledger.isFinal(modelId, each.bucket)))) continue;
    for (const settlement of each.settlements) {
      if (settlement.payer !== payer || settlement.refunded) continue;
      const { bucket, sequence, fromVault, fromLedger } = await refundPayment(chain, settlementOf(settlement));
      refunded.push({ bucket, sequence, amount: fromVault + fromLedger });
    }
  }
  return { payer, refunded };
});
