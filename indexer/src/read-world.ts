import { replay, type World } from "./replay.js";
import type { Client } from "../../sdk/src/client.js";
import { readEvents } from "../../sdk/src/logs.js";

/** Everything the event logs tell, from the deployment's first block to now. */
export async function readWorld(client: Client): Promise<World> {
  return replay(await readEvents(client), String(client.deployment.arguments["treasury"]));
}
