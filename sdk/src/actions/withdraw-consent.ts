import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";

/** Ends consent to a contribution the account owns: no attribution from the next version on. What was earned stays claimable. */
export async function withdrawConsent(
  client: Client,
  contributionId: bigint,
): Promise<EventArgs<"contributions", "ConsentWithdrawn">> {
  const receipt = await send(client, "contributions", () => client.contributions.withdrawConsent(contributionId));
  return eventIn(client, receipt, "contributions", "ConsentWithdrawn");
}
