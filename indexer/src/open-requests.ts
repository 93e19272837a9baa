import type { DataItem } from "../../engine/src/core/audit/data-item.js";
import { compareBigints } from "../../engine/src/core/order.js";
import { parseDataItem } from "../../sdk/src/data-item.js";
import type { World } from "./replay.js";
import type { RequestRecord } from "./replay/availability.js";
import type { PostedRecord } from "./replay/ledger.js";

/** An open demand for data, and the posting it was made of. */
export type OpenRequest = {
  readonly request: Omit<RequestRecord, "item"> & { readonly item: DataItem };
  readonly record: PostedRecord;
};

/** A model's open demands by what can be done about each, those of the oldest batch first. */
export type OpenRequests = {
  /** Still in time. */
  readonly answerable: readonly OpenRequest[];
  /** Expiring one drops its batch. */
  readonly overdue: readonly OpenRequest[];
  /** The fee can be reclaimed: the batch fell, also where it was posted again, or is final. */
  readonly void: readonly OpenRequest[];
};

/** @param now the time of the latest block, Unix seconds. */
export function openRequests({ availability, ledger }: World, modelId: bigint, now: bigint): OpenRequests {
  const open = availability
    .open()
    .filter((request) => request.modelId === modelId)
    .map((request): OpenRequest => {
      const postings = ledger.posted.filter(({ id, blockNumber }) => {
        return id === request.batchId && blockNumber <= request.blockNumber;
      });
      // A request is taken only of a batch that stands, so there is one.
      return { request: { ...request, item: parseDataItem(request.item) }, record: postings.at(-1)! };
    })
    .sort((a, b) => compareBigints(a.request.bucket, b.request.bucket));
  const live = open.filter(({ record }) => record.fate === "stands" && ledger.finalAt(record) > now);
  return {
    answerable: live.filter(({ request }) => request.answerBy >= now),
    overdue: live.filter(({ request }) => request.answerBy < now),
    void: open.filter((each) => !live.includes(each)),
  };
}
