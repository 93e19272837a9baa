import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";
import { VERDICT } from "../verdict.js";
import type { Vote } from "../vote-hash.js";

/** Reveals the vote that the account committed. */
export async function revealVote(
  client: Client,
  { disputeId, verdict, salt }: Vote,
): Promise<EventArgs<"disputes", "VoteRevealed">> {
  const receipt = await send(client, "disputes", () => client.disputes.revealVote(disputeId, VERDICT[verdict], salt));
  return eventIn(client, receipt, "disputes", "VoteRevealed");
}
