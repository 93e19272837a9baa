import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";

/** Volunteers for a dispute's panel. */
export async function joinPanel(
  client: Client,
  options: {
    readonly disputeId: bigint;
    /** Whom the dispute is against: the batch's signers, ascending, or the trainer. */
    readonly bound: readonly string[];
  },
): Promise<EventArgs<"disputes", "PanelJoined">> {
  const { disputeId, bound } = options;
  const receipt = await send(client, "disputes", () => client.disputes.join(disputeId, [...bound]));
  return eventIn(client, receipt, "disputes", "PanelJoined");
}
