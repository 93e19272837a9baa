import { ensureAllowance } from "../allowance.js";
import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";

/** Pays one answer directly from the account's balance, approving it if needed: a settlement of one receipt. */
export async function pay(
  client: Client,
  options: {
    readonly modelId: bigint;
    /** Who serves the answer. */
    readonly payee: string;
    /** Token base units. */
    readonly amount: bigint;
    /** `keccak(salt ‖ prompt)`. */
    readonly requestHash: string;
  },
): Promise<EventArgs<"vault", "Settled">> {
  const { modelId, payee, amount, requestHash } = options;
  await ensureAllowance(client, "vault", amount);
  const receipt = await send(client, "vault", () => client.vault.pay(modelId, payee, amount, requestHash));
  return eventIn(client, receipt, "vault", "Settled");
}
