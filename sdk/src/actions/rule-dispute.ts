import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";
import { VERDICT } from "../verdict.js";
import type { Vote } from "../vote-hash.js";

/** Decides an appeal. Only the owner of Parameters. */
export async function ruleDispute(
  client: Client,
  { disputeId, verdict }: Pick<Vote, "disputeId" | "verdict">,
): Promise<EventArgs<"disputes", "DisputeRuled">> {
  const receipt = await send(client, "disputes", () => client.disputes.rule(disputeId, VERDICT[verdict]));
  return eventIn(client, receipt, "disputes", "DisputeRuled");
}
