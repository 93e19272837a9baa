import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { taken } from "../given.js";
import { send } from "../send.js";
import type { PostedBatchStruct } from "../structs.js";

/** Carries out a dispute's outcome and divides its bonds. Anybody may. */
export async function settleDispute(
  client: Client,
  options: {
    readonly disputeId: bigint;
    /** The batch of the disputed row; whatever is given for a manifest is ignored. */
    readonly posted: PostedBatchStruct;
  },
): Promise<EventArgs<"disputes", "DisputeSettled">> {
  const { disputeId, posted } = options;
  const receipt = await send(client, "disputes", () => client.disputes.settle(disputeId, taken(posted)));
  return eventIn(client, receipt, "disputes", "DisputeSettled");
}
