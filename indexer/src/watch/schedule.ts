import type { RefutableFault } from "../../../engine/src/core/audit/fault.js";
import type { PostedRecord } from "../replay/ledger.js";

/** A refutation that waits for its time. */
export type Waiting = {
  readonly record: PostedRecord;
  readonly fault: RefutableFault;
  /** Milliseconds of the caller's clock. */
  readonly dueMs: number;
  readonly isTried: boolean;
};

/** The refutations that wait, by batch. */
export class Schedule {
  readonly #waiting = new Map<string, Waiting>();

  /** Whether each was tried at least once. */
  get isTried(): boolean {
    return [...this.#waiting.values()].every(({ isTried }) => isTried);
  }

  has(batchId: string): boolean {
    return this.#waiting.has(batchId);
  }

  put(waiting: Waiting): void {
    this.#waiting.set(waiting.record.id, waiting);
  }

  /** Lets go of all but these batches: the others fell, or were never posted. */
  keep(batchIds: { readonly has: (batchId: string) => boolean }): void {
    for (const id of this.#waiting.keys()) if (!batchIds.has(id)) this.#waiting.delete(id);
  }

  /** What is due, of each model the earliest bucket alone: its successors fall with it. */
  due(nowMs: number): readonly Waiting[] {
    const earliest = new Map<bigint, Waiting>();
    for (const each of this.#waiting.values()) {
      const { modelId, bucket } = each.record.batch;
      const known = earliest.get(modelId);
      if (known === undefined || bucket < known.record.batch.bucket) earliest.set(modelId, each);
    }
    return [...earliest.values()].filter(({ dueMs }) => dueMs <= nowMs);
  }
}
