import type { Client } from "../client.js";
import { eventsIn, type EventArgs } from "../events.js";
import { send } from "../send.js";
import type { SignedVoucher } from "./sign-voucher.js";

/** Settles vouchers paid to the account: all or nothing. Returns the settlements in the order of the vouchers. */
export async function settleVouchers(
  client: Client,
  signed: readonly SignedVoucher[],
): Promise<EventArgs<"vault", "Settled">[]> {
  const receipt = await send(client, "vault", () =>
    client.vault.settleMany(
      signed.map(({ voucher }) => voucher),
      signed.map(({ signature }) => signature),
    ),
  );
  return eventsIn(client, receipt, "vault", "Settled");
}
