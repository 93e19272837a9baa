import type { DataItem } from "../../../engine/src/core/audit/data-item.js";
import type { Client } from "../client.js";
import { dataItemStruct } from "../data-item.js";
import { eventIn, type EventArgs } from "../events.js";
import { taken } from "../given.js";
import { send } from "../send.js";
import type { PostedBatchStruct } from "../structs.js";

/** Drops a batch of which an item was not shown in time; the fee goes back to who asked. Anybody may send it. */
export async function expireRequest(
  client: Client,
  options: { readonly posted: PostedBatchStruct; readonly item: DataItem },
): Promise<EventArgs<"ledger", "BatchRefuted">> {
  const { posted, item } = options;
  const receipt = await send(client, "availability", () =>
    client.availability.expire(taken(posted), dataItemStruct(item)),
  );
  return eventIn(client, receipt, "ledger", "BatchRefuted");
}
