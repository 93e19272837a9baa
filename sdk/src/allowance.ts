import { signerOf, type Client } from "./client.js";
import { CONTRACTS, type ContractKey } from "./contracts.js";
import { read } from "./read.js";
import { send } from "./send.js";

/**
 * Lets `spender` take `amount` (token base units) of the account's OPEN, unless it may already.
 * @returns whether an approval was sent.
 */
export async function ensureAllowance(client: Client, spender: ContractKey, amount: bigint): Promise<boolean> {
  const owner = await signerOf(client).getAddress();
  const address = client.deployment.addresses[CONTRACTS[spender].name];
  const allowed = await read("token", () => client.token.allowance(owner, address));
  if (allowed >= amount) return false;

  // Exactly the amount: nothing is left for a spender to take later.
  await send(client, "token", () => client.token.approve(address, amount));
  return true;
}
