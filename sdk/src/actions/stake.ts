import { ensureAllowance } from "../allowance.js";
import { signerOf, type Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { ROLE, type RoleName } from "../role.js";
import { send } from "../send.js";

/** Stakes the account's OPEN behind an operator (default: itself), approving it if needed. */
export async function stake(
  client: Client,
  options: {
    readonly role: RoleName;
    /** Token base units. */
    readonly amount: bigint;
    readonly operator?: string;
  },
): Promise<EventArgs<"staking", "Staked">> {
  const { role, amount, operator = await signerOf(client).getAddress() } = options;
  await ensureAllowance(client, "staking", amount);
  const receipt = await send(client, "staking", () => client.staking.stake(ROLE[role], operator, amount));
  return eventIn(client, receipt, "staking", "Staked");
}
