import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";

/** Pays out what the account announced to withdraw from its reserve for a payee, or what settlements left of it. */
export async function withdrawReserve(client: Client, payee: string): Promise<EventArgs<"vault", "Withdrawn">> {
  const receipt = await send(client, "vault", () => client.vault.withdraw(payee));
  return eventIn(client, receipt, "vault", "Withdrawn");
}
