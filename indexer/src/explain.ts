import { findFault } from "../../engine/src/core/audit/find-fault.js";
import { decodeBatchBundle } from "../../engine/src/core/bundle/batch-bundle.js";
import { BaseError } from "../../engine/src/core/errors.js";
import { BatchAccount } from "../../engine/src/core/explain/batch-account.js";
import { explainContribution, type ExplainedStatement } from "../../engine/src/core/explain/explain-contribution.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import type { Deployment } from "../../sdk/src/deployment.js";
import { batchCase } from "./batch-context.js";
import { publishedModel } from "./model.js";
import type { Published } from "./published.js";
import type { World } from "./replay.js";
import type { PostedRecord } from "./replay/ledger.js";
import { key } from "./replay/tally.js";

/** A contribution's account with one model, over all its batches that stand. Amounts in token base units. */
export type ContributionAccount = {
  readonly modelId: bigint;
  readonly cells: number;
  readonly earned: bigint;
  readonly claimed: bigint;
  readonly batches: readonly ({ readonly record: PostedRecord; readonly finalAt: bigint } & ExplainedStatement)[];
};

type Sources = { readonly world: World; readonly published: Published; readonly deployment: Deployment };

/** Opens a posted batch to be explained. Throws {@link WrongBatchError}, and what reading the published files throws. */
export async function readBatchAccount(
  { world, published, deployment }: Sources,
  record: PostedRecord,
): Promise<{ readonly account: BatchAccount; readonly rowCount: number }> {
  const { ledger: model } = await publishedModel(world, published, record.batch.modelId);
  const { published: claimed, context } = await batchCase(world, published, { record, model, deployment });
  const fault = findFault(claimed, context);
  if (fault !== undefined) throw new WrongBatchError(record, fault.proof);

  const { transcripts = [] } = decodeBatchBundle(await published.readBundle(record.batch.dataHash as Hex));
  const { content } = claimed;
  return { account: new BatchAccount({ ...context, content, transcripts }), rowCount: content.rows.length };
}

/** What a contribution has earned from every model that was trained on it, line by line. Throws what {@link readBatchAccount} throws. */
export async function readContributionAccounts(
  sources: Sources,
  contributionId: bigint,
): Promise<ContributionAccount[]> {
  const { world, published } = sources;
  const accounts: ContributionAccount[] = [];
  for (const modelId of world.registries.models.keys()) {
    const { contributions } = (await publishedModel(world, published, modelId)).ledger;
    const place = contributions.findIndex((each) => each.contributionId === contributionId);
    if (place < 0) continue;

    const batches = [];
    for (const record of world.ledger.standing(modelId)) {
      const { account, rowCount } = await readBatchAccount(sources, record);
      const finalAt = world.ledger.finalAt(record);
      batches.push({ record, finalAt, ...explainContribution(account, { place, rowCount }) });
    }
    accounts.push({
      modelId,
      cells: contributions[place]!.cellCount,
      earned: batches.at(-1)?.earning.cumulative ?? 0n,
      claimed: world.ledger.claimedOf.get(key(modelId, contributionId)),
      batches,
    });
  }
  return accounts;
}

/** Whoever explains a wrong batch would lend it an air of truth. */
export class WrongBatchError extends BaseError {
  readonly code = "BATCH_WRONG";

  constructor({ id, batch }: PostedRecord, proof: string) {
    super(
      `Expected a batch without fault to explain, got ${id} of bucket ${String(batch.modelId)}/${String(batch.bucket)}, ` +
        `which the proof "${proof}" refutes. Refute it with \`challenge\`.`,
    );
  }
}
