import type { Settlement } from "../../../engine/src/core/hash/structs.js";
import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";

/** Gives a payer of a fallen model a payment back that no final batch answers. Anybody may send it; the payer is paid. */
export async function refundPayment(client: Client, settlement: Settlement): Promise<EventArgs<"vault", "Refunded">> {
  const receipt = await send(client, "vault", () => client.vault.refund(settlement));
  return eventIn(client, receipt, "vault", "Refunded");
}
