import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";

/** Ends a model's pause early. Only the unpauser of Parameters. */
export async function unpauseModel(client: Client, modelId: bigint): Promise<EventArgs<"ledger", "ModelUnpaused">> {
  const receipt = await send(client, "ledger", () => client.ledger.unpause(modelId));
  return eventIn(client, receipt, "ledger", "ModelUnpaused");
}
