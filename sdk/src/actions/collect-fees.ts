import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";

/** Pays out what the vault owes an account: a model owner's fees and royalties, the treasury's. Anybody may send it. */
export async function collectFees(client: Client, account: string): Promise<EventArgs<"vault", "Collected">> {
  const receipt = await send(client, "vault", () => client.vault.collect(account));
  return eventIn(client, receipt, "vault", "Collected");
}
