import { ZERO_HASH } from "../../../engine/src/core/hash/hex.js";
import { SETTLEMENT } from "../../../engine/src/core/hash/schemas.js";
import { structHash } from "../../../engine/src/core/hash/struct-hash.js";
import type { Client } from "../../../sdk/src/client.js";
import type { World } from "../replay.js";
import { Comparison, type AuditCheck } from "./comparison.js";
import { settlementOf } from "../settlement.js";

/** Every reserve, channel, bucket, settlement and royalty from the vault's events, against the contract; and that it holds what it owes. */
export async function auditPayments(client: Client, { vault, token }: World): Promise<AuditCheck> {
  const check = new Comparison("payments");
  for (const [reserve, amount] of vault.reserves.entries()) {
    const [payer, payee] = reserve.split("/") as [string, string];
    check.equal(`reserve of ${reserve}`, amount, (await client.vault.reserveOf(payer, payee)).amount);
  }
  for (const [channel, head] of vault.heads) {
    const [payer, payee, modelId] = channel.split("/") as [string, string, string];
    const found = await client.vault.channelOf(payer, payee, modelId);
    check.equal(`settled on ${channel}`, vault.channels.get(channel), found.cumulative);
    check.equal(`head of ${channel}`, head, found.head);
  }
  for (const bucket of vault.buckets.values()) {
    const { modelId, bucket: number } = bucket;
    const found = await client.vault.bucketOf(modelId, number);
    const subject = `bucket ${String(modelId)}/${String(number)}`;
    check.equal(`${subject} total`, bucket.total, found.total);
    check.equal(`${subject} contributors' part`, bucket.contributorsPart, found.contributorsPart);
    check.equal(`${subject} closed`, bucket.closed, found.closed);
    check.equal(`${subject} settlements`, bucket.settlements.length, Number(found.settlements));
    for (const settlement of bucket.settlements) {
      const hash = await client.vault.settlementHash(modelId, number, settlement.sequence);
      const rebuilt = settlement.refunded ? ZERO_HASH : structHash(SETTLEMENT, settlementOf(settlement));
      check.equal(`${subject} settlement ${String(settlement.sequence)}`, rebuilt, hash);
    }
  }
  for (const [modelId, amount] of vault.royalties.entries()) {
    check.equal(`royalties of model ${modelId}`, amount, await client.vault.royaltyOf(modelId));
  }
  for (const [account, amount] of vault.owed.entries()) {
    check.equal(`owed to ${account}`, amount, await client.vault.owedTo(account));
  }
  const open = [...vault.buckets.values()].filter(({ closed }) => !closed).reduce((sum, { total }) => sum + total, 0n);
  const owed = vault.reserves.total() + open + vault.royalties.total() + vault.owed.total();
  check.equal(
    "balance of InferenceVault = reserves + buckets not closed + royalties + owed",
    owed,
    token.balances.get(client.deployment.addresses.InferenceVault),
  );
  return check.result();
}
