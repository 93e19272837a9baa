import type { Client } from "../../../sdk/src/client.js";
import type { World } from "../replay.js";
import { Comparison, type AuditCheck } from "./comparison.js";

/** Every bond of a dispute and what accounts are owed from the disputes' events, against the contract; and that it holds both. */
export async function auditDisputes(client: Client, { disputes, token }: World): Promise<AuditCheck> {
  const check = new Comparison("disputes");
  for (const [disputeId, bonds] of disputes.bonds.entries()) {
    check.equal(`bonds of dispute ${disputeId}`, bonds, await client.disputes.bondsOf(disputeId));
  }
  for (const [account, amount] of disputes.owed.entries()) {
    check.equal(`owed to ${account}`, amount, await client.disputes.owedTo(account));
  }
  check.equal(
    "balance of Disputes = open bonds + owed",
    disputes.bonds.total() + disputes.owed.total(),
    token.balances.get(client.deployment.addresses.Disputes),
  );
  return check.result();
}
