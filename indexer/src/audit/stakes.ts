import type { Client } from "../../../sdk/src/client.js";
import type { World } from "../replay.js";
import { Comparison, type AuditCheck } from "./comparison.js";

/** Every pool and position from Staking's events, against the contract; and that it holds what it owes. */
export async function auditStakes(client: Client, { staking, token }: World): Promise<AuditCheck> {
  const check = new Comparison("stakes");
  for (const [pool, active] of staking.active.entries()) {
    const [role, operator] = pool.split("/") as [string, string];
    const found = await client.staking.poolOf(role, operator);
    check.equal(`active stake of ${pool}`, active, found.active);
    check.equal(`unbonding stake of ${pool}`, staking.unbonding.get(pool), found.unbonding);
  }
  for (const [position, shares] of staking.shares.entries()) {
    const [role, operator, staker] = position.split("/") as [string, string, string];
    check.equal(`shares of ${position}`, shares, await client.staking.sharesOf(role, operator, staker));
  }
  const stakes = staking.active.total() + staking.unbonding.total();
  const owed = stakes + staking.rewardsAdded - staking.rewardsPaid;
  const held = token.balances.get(client.deployment.addresses.Staking);
  check.equal("balance of Staking = stakes + unpaid rewards", owed, held);
  return check.result();
}
