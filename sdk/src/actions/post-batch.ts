import { compareBigints } from "../../../engine/src/core/order.js";
import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";
import type { BatchStruct } from "../structs.js";

/** Posts a batch with its attestors' signatures, in any order. The account need not be one of them. */
export async function postBatch(
  client: Client,
  options: {
    readonly batch: BatchStruct;
    readonly signatures: readonly { readonly signer: string; readonly signature: string }[];
    /** Where the bundle under `dataHash` is published. */
    readonly uri: string;
  },
): Promise<EventArgs<"ledger", "BatchPosted">> {
  const { batch, signatures, uri } = options;
  const ascending = [...signatures].sort((a, b) => compareBigints(BigInt(a.signer), BigInt(b.signer)));
  const receipt = await send(client, "ledger", () =>
    client.ledger.post(
      batch,
      ascending.map(({ signer }) => signer),
      ascending.map(({ signature }) => signature),
      uri,
    ),
  );
  return eventIn(client, receipt, "ledger", "BatchPosted");
}
