import { Args, type ChainEvent } from "../events.js";
import { key, Tally } from "./tally.js";

export type BatchFields = {
  readonly modelId: bigint;
  readonly bucket: bigint;
  readonly parent: string;
  readonly rowRoot: string;
  readonly rowCount: bigint;
  readonly earningsRoot: string;
  readonly dataHash: string;
};

export type PostedRecord = {
  readonly id: string;
  readonly batch: BatchFields;
  readonly signers: readonly string[];
  readonly uri: string;
  readonly finalAt: bigint;
  /** Why it no longer stands, if so. */
  fate: "stands" | "refuted" | "dropped";
};

/** Batches, accounts and claims, from the ledger's events alone. */
export class LedgerReplay {
  /** Every batch ever posted, in order. */
  readonly posted: PostedRecord[] = [];
  /** modelId */
  readonly received = new Tally();
  /** modelId */
  readonly claimed = new Tally();
  /** modelId/contributionId */
  readonly claimedOf = new Tally();

  apply(event: ChainEvent): void {
    if (event.contract !== "ledger") return;
    const args = new Args(event);
    switch (event.event) {
      case "Funded":
        this.received.add(key(args.bigint("modelId")), args.bigint("amount"));
        break;
      case "BatchPosted":
        this.posted.push({
          id: args.string("id"),
          batch: event.args["batch"] as BatchFields,
          signers: event.args["signers"] as readonly string[],
          uri: args.string("uri"),
          finalAt: args.bigint("finalAt"),
          fate: "stands",
        });
        break;
      case "BatchRefuted":
        this.#refute(args);
        break;
      case "Claimed":
        this.claimed.add(key(args.bigint("modelId")), args.bigint("amount"));
        this.claimedOf.add(key(args.bigint("modelId"), args.bigint("contributionId")), args.bigint("amount"));
        break;
    }
  }

  /** The batches of a model that stand, by bucket. */
  standing(modelId: bigint): readonly PostedRecord[] {
    return this.posted.filter(({ batch, fate }) => batch.modelId === modelId && fate === "stands");
  }

  #refute(args: Args): void {
    const [modelId, bucket, id] = [args.bigint("modelId"), args.bigint("bucket"), args.string("id")];
    for (const record of this.posted) {
      const { batch } = record;
      if (record.fate !== "stands" || batch.modelId !== modelId || batch.bucket < bucket) continue;
      record.fate = record.id === id ? "refuted" : "dropped";
    }
  }
}
