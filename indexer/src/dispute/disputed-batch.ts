import { ZeroHash } from "ethers";

import type { PostedBatchStruct } from "../../../sdk/src/structs.js";
import { postedBatch } from "../batch-context.js";
import type { DisputeRecord } from "../replay/disputes.js";
import type { LedgerReplay } from "../replay/ledger.js";

/** The batch that a dispute is about, as settling takes it; of a manifest, which settling ignores, an empty one. */
export function disputedBatch(ledger: LedgerReplay, { batchId }: Pick<DisputeRecord, "batchId">): PostedBatchStruct {
  const record = ledger.posted.find(({ id }) => id === batchId);
  return record === undefined ? NO_BATCH : postedBatch(record);
}

const NO_BATCH: PostedBatchStruct = {
  batch: {
    modelId: 0n,
    bucket: 0n,
    parent: ZeroHash,
    rowRoot: ZeroHash,
    rowCount: 0n,
    earningsRoot: ZeroHash,
    dataHash: ZeroHash,
  },
  signers: [],
};
