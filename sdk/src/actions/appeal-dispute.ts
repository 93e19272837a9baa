import { allowDisputeBond } from "../allow-dispute-bond.js";
import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";

/** Asks governance to change a dispute's outcome, approving the bond if needed. Anybody may, once. */
export async function appealDispute(
  client: Client,
  disputeId: bigint,
): Promise<EventArgs<"disputes", "DisputeAppealed">> {
  await allowDisputeBond(client, disputeId);
  const receipt = await send(client, "disputes", () => client.disputes.appeal(disputeId));
  return eventIn(client, receipt, "disputes", "DisputeAppealed");
}
