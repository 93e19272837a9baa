import { allowDisputeBond } from "../allow-dispute-bond.js";
import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { taken } from "../given.js";
import { send } from "../send.js";
import type { TrajectoryStruct } from "../structs.js";

/** Disputes a model's manifest with a re-run that gives something else, approving the bond if needed. */
export async function disputeManifest(
  client: Client,
  options: { readonly modelId: bigint; readonly claim: TrajectoryStruct },
): Promise<EventArgs<"disputes", "DisputeOpened">> {
  const { modelId, claim } = options;
  await allowDisputeBond(client);
  const receipt = await send(client, "disputes", () => client.disputes.openManifest(modelId, taken(claim)));
  return eventIn(client, receipt, "disputes", "DisputeOpened");
}
