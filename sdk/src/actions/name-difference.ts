import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { taken } from "../given.js";
import { send } from "../send.js";
import type { StepDifferenceStruct } from "../structs.js";

/** Shows the step at which a dispute's trajectories part, as the engine's `firstDifference` found it. */
export async function nameDifference(
  client: Client,
  options: { readonly disputeId: bigint; readonly difference: StepDifferenceStruct },
): Promise<EventArgs<"disputes", "DifferenceNamed">> {
  const { disputeId, difference } = options;
  const receipt = await send(client, "disputes", () => client.disputes.nameDifference(disputeId, taken(difference)));
  return eventIn(client, receipt, "disputes", "DifferenceNamed");
}
