import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";

/** Freezes what a Datanet holds as its next version. Its seed comes from a later block: see {@link recordSeed}. */
export async function freeze(client: Client, datanetId: bigint): Promise<EventArgs<"datanets", "VersionFrozen">> {
  const receipt = await send(client, "datanets", () => client.datanets.freeze(datanetId));
  return eventIn(client, receipt, "datanets", "VersionFrozen");
}
