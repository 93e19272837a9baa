import { signersHash } from "../../engine/src/core/hash/batch-id.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import type { BatchContent } from "../../engine/src/core/ledger/compute-batch.js";
import { earningsTree } from "../../engine/src/core/ledger/earnings.js";
import { merkleProof } from "../../engine/src/core/tree/merkle.js";
import type { Deployment } from "../../sdk/src/deployment.js";
import type { ClaimItemStruct } from "../../sdk/src/structs.js";
import { digestOf } from "../../sdk/src/typed-data.js";
import type { PostedRecord } from "./replay/ledger.js";

/** What each contribution can claim against a final batch: one item a contribution, in the manifest's order. */
export function claimItems(
  deployment: Deployment,
  record: Pick<PostedRecord, "batch" | "signers">,
  content: BatchContent,
): ClaimItemStruct[] {
  const { batch, signers } = record;
  const tree = earningsTree(content.earnings);
  return content.earnings.map((earning, index) => ({
    modelId: batch.modelId,
    bucket: batch.bucket,
    digest: digestOf(deployment, "Batch", batch),
    signersHash: signersHash(signers as readonly Hex[]),
    earningsRoot: batch.earningsRoot,
    index,
    earning,
    proof: merkleProof(tree, index),
  }));
}
