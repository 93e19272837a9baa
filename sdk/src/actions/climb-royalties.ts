import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";

/** Takes a model's royalties one step up its lineage; the rest is then owed to its owner. Anybody may send it. */
export async function climbRoyalties(client: Client, modelId: bigint): Promise<EventArgs<"vault", "Climbed">> {
  const receipt = await send(client, "vault", () => client.vault.climb(modelId));
  return eventIn(client, receipt, "vault", "Climbed");
}
