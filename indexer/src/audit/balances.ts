import type { Client } from "../../../sdk/src/client.js";
import type { World } from "../replay.js";
import { Comparison, type AuditCheck } from "./comparison.js";

/** Every OPEN balance from Transfer events, against the token. */
export async function auditBalances(client: Client, { token }: World): Promise<AuditCheck> {
  const check = new Comparison("token balances");
  for (const [account, balance] of token.balances.entries()) {
    check.equal(`balance of ${account}`, balance, await client.token.balanceOf(account));
  }
  check.equal("total supply", token.minted - token.burnt, await client.token.totalSupply());
  return check.result();
}
