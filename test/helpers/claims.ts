import type { Hex } from "../../engine/src/core/hash/hex.js";
import type { Earning } from "../../engine/src/core/hash/structs.js";
import { signersHash } from "../../engine/src/core/hash/batch-id.js";
import { earningsTree } from "../../engine/src/core/ledger/earnings.js";
import { merkleProof } from "../../engine/src/core/tree/merkle.js";
import { type Posted, batchWith, earningsOf, post } from "./attest.js";
import { payAndClose } from "./buckets.js";
import { time } from "./chain.js";
import type { LedgerWorld } from "./deploy-ledger.js";
import { open } from "./units.js";

/** One contribution's claim against one batch, as ClaimItem. */
export function claimItem({ batch, digest, signers }: Posted, earnings: readonly Earning[], index: number) {
  return {
    modelId: batch.modelId,
    bucket: batch.bucket,
    digest,
    signersHash: signersHash(signers),
    earningsRoot: batch.earningsRoot,
    index,
    earning: earnings[index]!,
    proof: merkleProof(earningsTree(earnings), index),
  };
}

/** Pays and closes a bucket, answers it with those cumulative earnings, and waits until that is final. */
export async function finalBatch(
  world: LedgerWorld,
  cumulative: readonly bigint[],
  given: { readonly modelId?: bigint; readonly amount?: bigint; readonly leaves?: number } = {},
) {
  const { modelId = world.modelId, amount = open(100), leaves = world.contributionIds.length } = given;
  const bucket = await payAndClose(world, { modelId, amount });
  const earnings = earningsOf(world, cumulative, leaves);
  const parent = (await world.ledger.headOf(modelId)) as Hex;
  const posted = await post(world, batchWith(earnings, { modelId, bucket, parent }));
  await time.increaseTo(posted.finalAt);
  return { posted, earnings, item: (index: number) => claimItem(posted, earnings, index) };
}
