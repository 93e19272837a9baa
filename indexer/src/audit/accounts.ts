import type { Client } from "../../../sdk/src/client.js";
import type { World } from "../replay.js";
import { Comparison, type AuditCheck } from "./comparison.js";

/** Every account, batch and claim from the ledger's events, against the contract; and that it holds what it owes. */
export async function auditAccounts(client: Client, { ledger, token }: World): Promise<AuditCheck> {
  const check = new Comparison("ledger accounts");
  for (const [model, received] of ledger.received.entries()) {
    const found = await client.ledger.accountOf(model);
    const standing = ledger.standing(BigInt(model));
    check.equal(`model ${model} received`, received, found.received);
    const available = received - ledger.claimed.get(model) - ledger.refunded.get(model);
    check.equal(`model ${model} available`, available, found.available);
    check.equal(`model ${model} next bucket`, standing.length, Number(found.nextBucket));
    for (const posted of standing) {
      const { id, batch } = posted;
      const record = await client.ledger.batchOf(model, batch.bucket);
      check.equal(`batch ${model}/${String(batch.bucket)} id`, id, record.id);
      check.equal(`batch ${model}/${String(batch.bucket)} final at`, ledger.finalAt(posted), record.finalAt);
    }
  }
  for (const [earner, claimed] of ledger.claimedOf.entries()) {
    const [model, contribution] = earner.split("/") as [string, string];
    check.equal(`claimed by ${earner}`, claimed, await client.ledger.claimedOf(model, contribution));
  }
  for (const [place, bond] of ledger.bonds.entries()) {
    const [model, bucket] = place.split("/") as [string, string];
    check.equal(`bond of bucket ${place}`, bond, (await client.ledger.bondOf(model, bucket)).amount);
  }
  check.equal(
    "balance of AttributionLedger = received - claimed - refunded + bonds",
    ledger.received.total() - ledger.claimed.total() - ledger.refunded.total() + ledger.bonds.total(),
    token.balances.get(client.deployment.addresses.AttributionLedger),
  );
  return check.result();
}
