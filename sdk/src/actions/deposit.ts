import { ensureAllowance } from "../allowance.js";
import { signerOf, type Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";

/** Reserves OPEN for a payee, in the account's name or another payer's, approving it if needed. */
export async function deposit(
  client: Client,
  options: {
    readonly payee: string;
    /** Token base units. */
    readonly amount: bigint;
    readonly payer?: string;
  },
): Promise<EventArgs<"vault", "Deposited">> {
  const { payee, amount, payer = await signerOf(client).getAddress() } = options;
  await ensureAllowance(client, "vault", amount);
  const receipt = await send(client, "vault", () => client.vault.depositFor(payer, payee, amount));
  return eventIn(client, receipt, "vault", "Deposited");
}
