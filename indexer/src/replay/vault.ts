import type { ChainEvent, ChainEventOf } from "../../../sdk/src/chain-event.js";
import { key, Tally } from "./tally.js";

/** One payment as its events tell it: the fields of `Settlement` (docs/file-formats.md). */
export type SettlementRecord = ChainEventOf<"vault", "Settled">["args"] & {
  /** Paid from the payer's wallet, with a PaidDirectly event: it belongs to no channel. */
  direct: boolean;
  /** Given back: the model fell before a final batch answered it. */
  refunded: boolean;
};

export type BucketRecord = {
  readonly modelId: bigint;
  readonly bucket: bigint;
  /** Unix seconds. */
  readonly closesAt: bigint;
  readonly contributorsBps: bigint;
  /** In sequence. */
  readonly settlements: SettlementRecord[];
  total: bigint;
  contributorsPart: bigint;
  closed: boolean;
};

/** Reserves, channels, buckets, royalties and what is owed, from the vault's events alone. Token base units. */
export class VaultReplay {
  /** payer/payee */
  readonly reserves = new Tally();
  /** payer/payee/model: settled so far */
  readonly channels = new Tally();
  /** payer/payee/model */
  readonly heads = new Map<string, string>();
  /** model: set aside by its descendants */
  readonly royalties = new Tally();
  /** account */
  readonly owed = new Tally();
  /** model/bucket, in opening order */
  readonly buckets = new Map<string, BucketRecord>();
  /** All fees, ever. */
  feesPaid = 0n;
  readonly #treasury: string;
  /** The payment booked last: it came from a reserve, unless the next event is its PaidDirectly. */
  #last: { readonly settlement: SettlementRecord; readonly channelHead: string | undefined } | undefined;

  constructor(treasury: string) {
    this.#treasury = treasury;
  }

  apply(event: ChainEvent): void {
    if (event.contract !== "vault") return;
    switch (event.event) {
      case "Deposited":
        this.reserves.add(key(event.args.payer, event.args.payee), event.args.amount);
        break;
      case "Withdrawn":
        this.reserves.add(key(event.args.payer, event.args.payee), -event.args.amount);
        break;
      case "BucketOpened": {
        const { modelId, bucket, closesAt, split } = event.args;
        const empty = { settlements: [], total: 0n, contributorsPart: 0n, closed: false };
        const { contributorsBps } = split;
        this.buckets.set(key(modelId, bucket), { modelId, bucket, closesAt, contributorsBps, ...empty });
        break;
      }
      case "Settled":
        this.#settle({ ...event.args, direct: false, refunded: false });
        break;
      case "PaidDirectly":
        this.#markDirect();
        break;
      case "BucketClosed": {
        const { modelId, bucket, protocolPart, ownerPart, modelOwner } = event.args;
        this.buckets.get(key(modelId, bucket))!.closed = true;
        this.owed.add(this.#treasury, protocolPart);
        this.owed.add(modelOwner, ownerPart);
        break;
      }
      case "RoyaltyAccrued":
        this.royalties.add(key(event.args.modelId), event.args.amount);
        break;
      case "Climbed":
        this.royalties.add(key(event.args.modelId), -event.args.amount);
        this.owed.add(event.args.owner, event.args.ownerPart);
        break;
      case "Refunded":
        this.#refund(event.args);
        break;
      case "Collected":
        this.owed.add(event.args.account, -event.args.amount);
        break;
    }
  }

  #settle(settlement: SettlementRecord): void {
    const { modelId, bucket: number, payer, payee, amount, contributorsPart, headAfter } = settlement;
    const bucket = this.buckets.get(key(modelId, number))!;
    bucket.settlements.push(settlement);
    bucket.total += amount;
    bucket.contributorsPart += contributorsPart;
    this.feesPaid += amount;

    this.reserves.add(key(payer, payee), -amount);
    this.channels.add(key(payer, payee, modelId), amount);
    this.#last = { settlement, channelHead: this.heads.get(key(payer, payee, modelId)) };
    this.heads.set(key(payer, payee, modelId), headAfter);
  }

  #refund({ modelId, bucket: number, sequence }: ChainEventOf<"vault", "Refunded">["args"]): void {
    const bucket = this.buckets.get(key(modelId, number))!;
    const settlement = bucket.settlements[Number(sequence)]!;
    settlement.refunded = true;
    if (bucket.closed) return; // the ledger paid it back
    bucket.total -= settlement.amount;
    bucket.contributorsPart -= settlement.contributorsPart;
  }

  /** The payment booked last came from the payer's wallet: its reserve and channel are as before. */
  #markDirect(): void {
    const { settlement, channelHead } = this.#last!;
    const { modelId, payer, payee, amount } = settlement;
    const channel = key(payer, payee, modelId);
    settlement.direct = true;
    this.reserves.add(key(payer, payee), amount);
    this.channels.add(channel, -amount);
    if (channelHead === undefined) this.heads.delete(channel);
    else this.heads.set(channel, channelHead);
  }
}
