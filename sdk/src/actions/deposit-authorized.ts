import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";
import type { SignedDeposit } from "./sign-deposit.js";

/** Sends a deposit that its payer signed, paying its gas. Anybody may, once. */
export async function depositAuthorized(
  client: Client,
  { payer, payee, amount, validAfter, validBefore, salt, signature }: SignedDeposit,
): Promise<EventArgs<"vault", "Deposited">> {
  const receipt = await send(client, "vault", () =>
    client.vault.depositWithAuthorization(payer, payee, amount, validAfter, validBefore, salt, signature),
  );
  return eventIn(client, receipt, "vault", "Deposited");
}
