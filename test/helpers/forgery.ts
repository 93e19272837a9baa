import { JsonRpcProvider } from "ethers";

import { encodeBatchBundle } from "../../engine/src/core/bundle/batch-bundle.js";
import { dataHash } from "../../engine/src/core/bundle/pieces.js";
import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { type BatchContent, batchOf, computeBatch } from "../../engine/src/core/ledger/compute-batch.js";
import { earnings } from "../../engine/src/core/ledger/earnings.js";
import { rowParts } from "../../engine/src/core/ledger/row-parts.js";
import { statements } from "../../engine/src/core/ledger/statements.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { batchesBefore, bucketOf, recordedSettlements } from "../../indexer/src/batch-context.js";
import { publishedModel } from "../../indexer/src/model.js";
import { readWorld } from "../../indexer/src/read-world.js";
import type { World } from "../../indexer/src/replay.js";
import { closeBucket } from "../../sdk/src/actions/close-bucket.js";
import { postBatch } from "../../sdk/src/actions/post-batch.js";
import { signBatch } from "../../sdk/src/actions/sign-batch.js";
import { connect } from "../../sdk/src/client.js";
import { loadDeployment } from "../../sdk/src/io/deployments.js";

const MODEL = 1n;

/**
 * Attestors who sign anything close model 1's next bucket, whose one answer nobody kept, and post that its first cell moved the answer:
 * it takes everything. They use the SDK over plain JSON-RPC, since the command line would not sign for them.
 * @param options.attestors places of their accounts.
 * @returns the batch's id.
 */
export async function postForgery(
  url: string,
  options: { readonly deployments: string; readonly published: string; readonly attestors: readonly number[] },
): Promise<string> {
  const provider = new JsonRpcProvider(url, undefined, { staticNetwork: true, polling: true, pollingInterval: 20 });
  try {
    const deployment = await loadDeployment(provider, options.deployments);
    const signers = await Promise.all(options.attestors.map((account) => provider.getSigner(account)));
    const clients = signers.map((signer) => connect(signer, deployment));
    const poster = clients[0]!;
    const { nextBucket: bucket } = await poster.ledger.accountOf(MODEL);
    await closeBucket(poster, { modelId: MODEL, bucket });

    const store = new ContentStore(options.published);
    const world = await readWorld(poster);
    const { content, parent } = await forgedContent(world, store, bucket);
    const bytes = encodeBatchBundle({ content, scales: Float32Array.of(1), transcripts: undefined });
    const { uri } = await store.writeBundle(bytes);
    const batch = batchOf(content, parent, dataHash(bytes));
    const signatures = await Promise.all(clients.map((client) => signBatch(client, batch)));
    return (await postBatch(poster, { batch, signatures, uri })).id;
  } finally {
    provider.destroy();
  }
}

/** Everything after the false entry follows correctly, so that nothing but the score is wrong. */
async function forgedContent(
  world: World,
  store: ContentStore,
  bucket: bigint,
): Promise<{ readonly content: BatchContent; readonly parent: Hex }> {
  const { ledger: model } = await publishedModel(world, store, MODEL);
  const paid = bucketOf(world, MODEL, bucket);
  const contributorsBps = Number(paid.contributorsBps);
  const recorded = recordedSettlements(paid);
  const parentId = world.ledger.standing(MODEL).at(-1)?.id ?? ZERO_HASH;
  const { parent, lastAnswers } = await batchesBefore(world, store, parentId);
  const before = parent?.content.earnings;
  const { content } = computeBatch({
    ...{ model, bucket, contributorsBps, parent: before, lastAnswers },
    settlements: recorded.map((each) => ({ ...each, receipts: [] })),
  });

  const rows = content.rows.map((row) => ({ ...row, entries: [{ cell: 0, share: 1n }] }));
  const settlements = recorded.map(({ settlement }) => settlement);
  const credits = statements({ model, rows, parts: rowParts({ rows, settlements, contributorsBps }) });
  const forged = { ...content, rows, credits, earnings: earnings({ ...model, credits, parent: before }) };
  return { content: forged, parent: parentId as Hex };
}
