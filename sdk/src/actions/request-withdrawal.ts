import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";

/** Announces a withdrawal from the account's reserve for a payee, in place of an earlier one; one of 0 takes it back. */
export async function requestWithdrawal(
  client: Client,
  options: {
    readonly payee: string;
    /** Token base units. */
    readonly amount: bigint;
  },
): Promise<EventArgs<"vault", "WithdrawalRequested">> {
  const { payee, amount } = options;
  const receipt = await send(client, "vault", () => client.vault.requestWithdrawal(payee, amount));
  return eventIn(client, receipt, "vault", "WithdrawalRequested");
}
