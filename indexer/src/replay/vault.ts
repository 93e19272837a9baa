import { Args, type ChainEvent } from "../events.js";
import { key, Tally } from "./tally.js";

/** One payment as its event tells it: the fields of `Settlement` (docs/file-formats.md). */
export type SettlementRecord = {
  readonly modelId: bigint;
  readonly bucket: bigint;
  readonly sequence: bigint;
  readonly payer: string;
  readonly payee: string;
  readonly cumulativeBefore: bigint;
  readonly amount: bigint;
  readonly contributorsPart: bigint;
  readonly headBefore: string;
  readonly headAfter: string;
};

export type BucketRecord = {
  readonly modelId: bigint;
  readonly bucket: bigint;
  readonly closesAt: bigint;
  readonly contributorsBps: bigint;
  readonly settlements: SettlementRecord[];
  total: bigint;
  contributorsPart: bigint;
  closed: boolean;
};

/** Reserves, channels, buckets and what is owed, from the vault's events alone. */
export class VaultReplay {
  /** payer/payee */
  readonly reserves = new Tally();
  /** payer/payee/model: settled so far */
  readonly channels = new Tally();
  /** payer/payee/model */
  readonly heads = new Map<string, string>();
  readonly owed = new Tally();
  /** model/bucket, in opening order */
  readonly buckets = new Map<string, BucketRecord>();
  /** Fees paid by anybody, ever. */
  feesPaid = 0n;
  readonly #treasury: string;
  /** Settlements of direct payments are named by the PaidDirectly event that follows them. */
  #lastFromReserve: SettlementRecord | undefined;

  constructor(treasury: string) {
    this.#treasury = treasury;
  }

  apply(event: ChainEvent): void {
    if (event.contract !== "vault") return;
    const args = new Args(event);
    switch (event.event) {
      case "Deposited":
        this.reserves.add(key(args.string("payer"), args.string("payee")), args.bigint("amount"));
        break;
      case "Withdrawn":
        this.reserves.add(key(args.string("payer"), args.string("payee")), -args.bigint("amount"));
        break;
      case "BucketOpened":
        this.#open(event, args);
        break;
      case "Settled":
        this.#settle(args);
        break;
      case "PaidDirectly":
        this.#undoReserve();
        break;
      case "BucketClosed":
        this.#close(args);
        break;
      case "Collected":
        this.owed.add(args.string("account"), -args.bigint("amount"));
        break;
    }
  }

  #open(event: ChainEvent, args: Args): void {
    const [modelId, bucket] = [args.bigint("modelId"), args.bigint("bucket")];
    const split = event.args["split"] as { contributorsBps: bigint };
    this.buckets.set(key(modelId, bucket), {
      modelId,
      bucket,
      closesAt: args.bigint("closesAt"),
      contributorsBps: split.contributorsBps,
      settlements: [],
      total: 0n,
      contributorsPart: 0n,
      closed: false,
    });
  }

  #settle(args: Args): void {
    const settlement: SettlementRecord = {
      modelId: args.bigint("modelId"),
      bucket: args.bigint("bucket"),
      sequence: args.bigint("sequence"),
      payer: args.string("payer"),
      payee: args.string("payee"),
      cumulativeBefore: args.bigint("cumulativeBefore"),
      amount: args.bigint("amount"),
      contributorsPart: args.bigint("contributorsPart"),
      headBefore: args.string("headBefore"),
      headAfter: args.string("headAfter"),
    };
    const bucket = this.buckets.get(key(settlement.modelId, settlement.bucket))!;
    bucket.settlements.push(settlement);
    bucket.total += settlement.amount;
    bucket.contributorsPart += settlement.contributorsPart;
    this.feesPaid += settlement.amount;

    const channel = key(settlement.payer, settlement.payee, settlement.modelId);
    this.reserves.add(key(settlement.payer, settlement.payee), -settlement.amount);
    this.channels.add(channel, settlement.amount);
    this.heads.set(channel, settlement.headAfter);
    this.#lastFromReserve = settlement;
  }

  /** A direct payment came from the payer's wallet and belongs to no channel. */
  #undoReserve(): void {
    const settlement = this.#lastFromReserve!;
    const channel = key(settlement.payer, settlement.payee, settlement.modelId);
    this.reserves.add(key(settlement.payer, settlement.payee), settlement.amount);
    this.channels.add(channel, -settlement.amount);
  }

  #close(args: Args): void {
    this.buckets.get(key(args.bigint("modelId"), args.bigint("bucket")))!.closed = true;
    this.owed.add(this.#treasury, args.bigint("protocolPart"));
    this.owed.add(args.string("modelOwner"), args.bigint("ownerPart"));
  }
}
