import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { readBatchAccount, readContributionAccounts } from "../../indexer/src/explain.js";
import { readWorld } from "../../indexer/src/read-world.js";
import type { World } from "../../indexer/src/replay.js";
import { key } from "../../indexer/src/replay/tally.js";
import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";
import { type ContributionView, type Explanation, type ReceiptView, SAYS } from "./helpers/explanation.js";
import { explanationPage } from "./helpers/explanation-page.js";
import { explanationText } from "./helpers/explanation-text.js";
import { latestTime } from "./helpers/latest-time.js";
import { idOption, optional, receiptOption } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";
import { standingBatch } from "./helpers/standing-batch.js";
import { PreconditionError, UsageError } from "./helpers/task-errors.js";

type Options = Readonly<Record<"contribution" | "receipt" | "html", string | undefined>> & {
  readonly published: string;
};

export default runTask<Options, Explanation>(
  async (options, { client, progress }) => {
    const contributionId = optional("contribution", options.contribution, idOption);
    const receipt = optional("receipt", options.receipt, receiptOption);
    if ((contributionId === undefined) === (receipt === undefined)) {
      throw new UsageError("Expected --contribution or --receipt, and one of them. See --help.");
    }
    const chain = await client();
    const world = await readWorld(chain);
    const { deployment } = chain;
    const sources = { world, deployment, published: new ContentStore(options.published) };
    const now = await latestTime(chain);
    const explanation: Explanation =
      receipt === undefined
        ? await contributionView(sources, contributionId!, now)
        : await receiptView(sources, receipt, now);

    if (options.html !== undefined) {
      await writeAtomically(options.html, Buffer.from(explanationPage(explanation)));
      progress(`The page is ${options.html}`);
    }
    return explanation;
  },
  { text: explanationText },
);

type Sources = Parameters<typeof readBatchAccount>[0];

async function receiptView(
  sources: Sources,
  { modelId, bucket, row }: ReturnType<typeof receiptOption>,
  now: bigint,
): Promise<ReceiptView> {
  const record = standingBatch(sources.world, modelId, bucket);
  const { account } = await readBatchAccount(sources, record);
  const finalAt = sources.world.ledger.finalAt(record);
  const batch = { id: record.id, bucket, finalAt, isFinal: finalAt <= now };
  return { says: SAYS, modelId, batch, receipt: account.row(row) };
}

async function contributionView(sources: Sources, contributionId: bigint, now: bigint): Promise<ContributionView> {
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
