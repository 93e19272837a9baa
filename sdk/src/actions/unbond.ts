import { signerOf, type Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { ROLE, type RoleName } from "../role.js";
import { send } from "../send.js";

/** Starts to unbond `shares` of the account's stake behind an operator (default: itself). They stay slashable until `releaseAt`. */
export async function unbond(
  client: Client,
  options: { readonly role: RoleName; readonly shares: bigint; readonly operator?: string },
): Promise<EventArgs<"staking", "UnbondingStarted">> {
  const { role, shares, operator = await signerOf(client).getAddress() } = options;
  const receipt = await send(client, "staking", () => client.staking.unbond(ROLE[role], operator, shares));
  return eventIn(client, receipt, "staking", "UnbondingStarted");
}
