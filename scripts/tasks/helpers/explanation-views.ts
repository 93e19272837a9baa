import { readBatchAccount, readContributionAccounts } from "../../../indexer/src/explain.js";
import type { World } from "../../../indexer/src/replay.js";
import { key } from "../../../indexer/src/replay/tally.js";
import type { ContributionView, ReceiptView } from "./explanation.js";
import { SAYS } from "./explanation.js";
import type { receiptOption } from "./parse-options.js";
import { standingBatch } from "./standing-batch.js";
import { PreconditionError } from "./task-errors.js";

/** What is explained from, and the chain's time, Unix seconds. */
export type Sources = Parameters<typeof readBatchAccount>[0] & { readonly now: bigint };

/** A receipt from the payment to the credits. Throws {@link PreconditionError}, and what reading published files throws. */
export async function receiptView(
  sources: Sources,
  { modelId, bucket, row }: ReturnType<typeof receiptOption>,
): Promise<ReceiptView> {
  const record = standingBatch(sources.world, modelId, bucket);
  const { account } = await readBatchAccount(sources, record);
  const finalAt = sources.world.ledger.finalAt(record);
  const batch = { id: record.id, bucket, finalAt, isFinal: finalAt <= sources.now };
  return { says: SAYS, modelId, batch, receipt: account.row(row) };
}

/** A contribution's account with every model that was trained on it. Throws what {@link receiptView} throws. */
export async function contributionView(sources: Sources, contributionId: bigint): Promise<ContributionView> {
  const { now } = sources;
  const owner = ownerOf(sources.world, contributionId);
  const accounts = await readContributionAccounts(sources, contributionId);
  return {
    says: SAYS,
    contributionId,
    owner,
    models: accounts.map(({ batches, earned, claimed, ...account }) => ({
      ...account,
      earned,
      claimed,
      claimable: (batches.findLast(({ finalAt }) => finalAt <= now)?.earning.cumulative ?? claimed) - claimed,
      batches: batches.map(({ record, finalAt, ...statement }) => ({
        id: record.id,
        bucket: record.batch.bucket,
        finalAt,
        isFinal: finalAt <= now,
        ...statement,
      })),
    })),
  };
}

function ownerOf({ registries }: World, contributionId: bigint): string {
  const owner = registries.owners.get(key("contributions", contributionId));
  if (owner !== undefined) return owner;
  throw new PreconditionError(`Expected contribution ${String(contributionId)}, found none with that id.`);
}
