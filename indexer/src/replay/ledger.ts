import type { ChainEvent, ChainEventOf } from "../../../sdk/src/chain-event.js";
import { key, Tally } from "./tally.js";

export type PostedRecord = ChainEventOf<"ledger", "BatchPosted">["args"] & {
  readonly blockNumber: number;
  /**
   * Whether it stands, and if not, why: `refuted` was shown to be wrong, `fell` was not, `dropped` stood on one of those, `void` was not
   * final when its model fell.
   */
  fate: "stands" | "refuted" | "fell" | "dropped" | "void";
};

/** What a batch falls by that may be right. */
const WITHOUT_FAULT: ReadonlySet<string> = new Set(["equivocation", "withheld"]);

/** No batch from a bucket on is final before a time, Unix seconds. */
type Hold = { readonly heldFrom: bigint; readonly heldUntil: bigint };

/** Batches, accounts and claims, from the ledger's events alone. Token base units. */
export class LedgerReplay {
  /** Every batch ever posted, in order. */
  readonly posted: PostedRecord[] = [];
  /** modelId */
  readonly received = new Tally();
  /** modelId */
  readonly claimed = new Tally();
  /** modelId */
  readonly refunded = new Tally();
  /** modelId/contributionId */
  readonly claimedOf = new Tally();
  /** The last by modelId: the contract forgets no hold, also none that is over. */
  readonly #holds = new Map<bigint, Hold>();

  apply(event: ChainEvent): void {
    if (event.contract !== "ledger") return;
    switch (event.event) {
      case "Funded":
        this.received.add(key(event.args.modelId), event.args.amount);
        break;
      case "BatchPosted":
        this.posted.push({ ...event.args, blockNumber: event.blockNumber, fate: "stands" });
        break;
      case "BatchRefuted":
        this.#refute(event.args);
        break;
      case "PendingVoided":
        this.#void(event.args);
        break;
      case "Refunded":
        this.refunded.add(key(event.args.modelId), event.args.amount);
        break;
      case "BatchHeld":
        this.#holds.set(event.args.modelId, event.args);
        break;
      case "Claimed": {
        const { modelId, contributionId, amount } = event.args;
        this.claimed.add(key(modelId), amount);
        this.claimedOf.add(key(modelId, contributionId), amount);
        break;
      }
    }
  }

  /** The batches of a model that stand, by bucket. */
  standing(modelId: bigint): readonly PostedRecord[] {
    return this.posted.filter(({ batch, fate }) => batch.modelId === modelId && fate === "stands");
  }

  /** When a batch that stands is final, Unix seconds: the end of its window or of a hold. */
  finalAt({ batch, finalAt }: PostedRecord): bigint {
    const hold = this.#holds.get(batch.modelId);
    return hold !== undefined && batch.bucket >= hold.heldFrom && finalAt < hold.heldUntil ? hold.heldUntil : finalAt;
  }

  /** A refuted batch falls, and with it every later batch of its model. */
  #refute(refuted: Pick<ChainEventOf<"ledger", "BatchRefuted">["args"], "modelId" | "bucket" | "id" | "proof">): void {
    for (const record of this.posted) {
      const { modelId, bucket } = record.batch;
      if (record.fate !== "stands" || modelId !== refuted.modelId || bucket < refuted.bucket) continue;
      if (record.id !== refuted.id) record.fate = "dropped";
      else record.fate = WITHOUT_FAULT.has(refuted.proof) ? "fell" : "refuted";
    }
  }

  /** The model fell: what was not final is void. */
  #void({ modelId, fromBucket }: { readonly modelId: bigint; readonly fromBucket: bigint }): void {
    for (const record of this.standing(modelId)) if (record.batch.bucket >= fromBucket) record.fate = "void";
  }
}
