import { allowDisputeBond } from "../allow-dispute-bond.js";
import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { taken } from "../given.js";
import { send } from "../send.js";
import type { TrajectoryStruct } from "../structs.js";

/** Defends what stands with a re-run that gives it, approving the bond if needed. Anybody may. */
export async function answerDispute(
  client: Client,
  options: { readonly disputeId: bigint; readonly answer: TrajectoryStruct },
): Promise<EventArgs<"disputes", "DisputeAnswered">> {
  const { disputeId, answer } = options;
  await allowDisputeBond(client, disputeId);
  const receipt = await send(client, "disputes", () => client.disputes.answer(disputeId, taken(answer)));
  return eventIn(client, receipt, "disputes", "DisputeAnswered");
}
