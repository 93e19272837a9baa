import type { DataItem } from "../../../engine/src/core/audit/data-item.js";
import type { Client } from "../client.js";
import { dataItemStruct } from "../data-item.js";
import { eventIn, type EventArgs } from "../events.js";
import { taken } from "../given.js";
import { send } from "../send.js";
import type { PostedBatchStruct } from "../structs.js";

/** Returns the fee of a request whose batch fell otherwise, or is final. Anybody may send it; who asked is paid. */
export async function reclaimRequest(
  client: Client,
  options: { readonly posted: PostedBatchStruct; readonly item: DataItem },
): Promise<EventArgs<"availability", "DataReclaimed">> {
  const { posted, item } = options;
  const receipt = await send(client, "availability", () =>
    client.availability.reclaim(taken(posted), dataItemStruct(item)),
  );
  return eventIn(client, receipt, "availability", "DataReclaimed");
}
