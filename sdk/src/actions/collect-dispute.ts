import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";

/** Pays out what settled disputes left to an account: bonds given back, rewards. Anybody may send it. */
export async function collectDispute(client: Client, account: string): Promise<EventArgs<"disputes", "DisputePaid">> {
  const receipt = await send(client, "disputes", () => client.disputes.collect(account));
  return eventIn(client, receipt, "disputes", "DisputePaid");
}
