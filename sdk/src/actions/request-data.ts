import type { DataItem } from "../../../engine/src/core/audit/data-item.js";
import { ensureAllowance } from "../allowance.js";
import type { Client } from "../client.js";
import { dataItemStruct } from "../data-item.js";
import { eventIn, type EventArgs } from "../events.js";
import { taken } from "../given.js";
import { parameterId } from "../parameter.js";
import { read } from "../read.js";
import { send } from "../send.js";
import type { PostedBatchStruct } from "../structs.js";

/**
 * Demands one item of a batch, while the window it was posted with is open, and pays for the answer in advance, approving AnswerFee if
 * needed. The batch is not final before the item was shown or should have been, and as long again.
 */
export async function requestData(
  client: Client,
  options: { readonly posted: PostedBatchStruct; readonly item: DataItem },
): Promise<EventArgs<"availability", "DataRequested">> {
  const { posted, item } = options;
  const fee = await read("parameters", () => client.parameters.get(parameterId("AnswerFee")));
  await ensureAllowance(client, "availability", fee);
  const receipt = await send(client, "availability", () =>
    client.availability.request(taken(posted), dataItemStruct(item)),
  );
  return eventIn(client, receipt, "availability", "DataRequested");
}
