import { BaseError } from "../errors.js";
import { nextHead } from "../hash/heads.js";
import { type Hex, ZERO_HASH } from "../hash/hex.js";
import type { Row, Settlement } from "../hash/structs.js";
import { vectorRoot } from "../tree/vector-root.js";
import { rowEntries } from "./entries.js";
import type { LedgerModel } from "./model.js";
import { type ScoreKernel, scoreAll } from "./score.js";

/** A paid answer as its host kept it. `fee` in token base units; `query` is the answer's int8 vector a. */
export type Receipt = {
  readonly requestHash: Hex;
  readonly responseHash: Hex;
  readonly fee: bigint;
  readonly query: Int8Array;
};

/**
 * A settlement and the receipts it pays, in order. `direct`: the vault logged it as PaidDirectly, so it is a chain of its own.
 * No receipts: nobody can show a chain that leads to its head, so it is answered by one {@link silentRow}.
 */
export type PaidSettlement = {
  readonly settlement: Settlement;
  readonly direct: boolean;
  readonly receipts: readonly Receipt[];
};

/** Response hash of every channel's last answer, by {@link channelKey}; a channel without answers has none. */
export type LastAnswers = ReadonlyMap<string, Hex>;

/**
 * The rows of a bucket, in settlement order.
 * @param options.settlements all of the bucket, sequences 0, 1, 2, …
 * @param options.lastAnswers as the earlier buckets left them.
 * @returns the rows, and the last answers after them.
 * @throws {@link SettlementOrderError}, {@link ReceiptMismatchError}, {@link NoRequestError}.
 */
export function bucketRows(options: {
  readonly model: LedgerModel;
  readonly settlements: readonly PaidSettlement[];
  readonly lastAnswers: LastAnswers;
  readonly score?: ScoreKernel;
}): { readonly rows: readonly Row[]; readonly lastAnswers: LastAnswers } {
  const { model, settlements, score = scoreAll } = options;
  const weights = model.cells.map(({ weight }) => weight);
  const lastAnswers = new Map(options.lastAnswers);

  const rows = settlements.flatMap(({ settlement, direct, receipts }, place) => {
    if (settlement.sequence !== BigInt(place)) throw new SettlementOrderError(place, settlement.sequence);
    const key = channelKey(settlement);
    if (receipts.length === 0) {
      if (!direct) lastAnswers.set(key, ZERO_HASH);
      return [silentRow(settlement, model.responses.lanes)];
    }

    let head = settlement.headBefore;
    let cumulativeFee = settlement.cumulativeBefore;
    let previousResponseHash = direct ? ZERO_HASH : (lastAnswers.get(key) ?? ZERO_HASH);

    const paid = receipts.map(({ requestHash, responseHash, fee, query }): Row => {
      if (requestHash === ZERO_HASH) throw new NoRequestError(settlement);
      head = nextHead(head, { requestHash, fee, previousResponseHash });
      cumulativeFee += fee;
      previousResponseHash = responseHash;
      const entries = rowEntries(score(query, model.responses), weights);
      const queryRoot = vectorRoot(query);
      return { sequence: settlement.sequence, head, cumulativeFee, requestHash, responseHash, queryRoot, entries };
    });

    const owed = settlement.cumulativeBefore + settlement.amount;
    if (cumulativeFee !== owed || head !== settlement.headAfter) {
      throw new ReceiptMismatchError(settlement, { receipts: receipts.length, cumulativeFee, head });
    }
    if (!direct) lastAnswers.set(key, previousResponseHash);
    return paid;
  });
  return { rows, lastAnswers };
}

/**
 * The row of a settlement whose receipts are unknown: a zero query, so the default list is paid. Without it one payer and
 * payee who sign a made-up head would keep a model's bucket unanswerable for ever.
 */
export function silentRow(settlement: Settlement, lanes: number): Row {
  return {
    sequence: settlement.sequence,
    head: settlement.headAfter,
    cumulativeFee: settlement.cumulativeBefore + settlement.amount,
    requestHash: ZERO_HASH,
    responseHash: ZERO_HASH,
    queryRoot: vectorRoot(new Int8Array(lanes)),
    entries: [],
  };
}

/** Names the channel of a payer and a payee, within one model. */
export function channelKey(channel: { readonly payer: Hex; readonly payee: Hex }): string {
  return `${channel.payer}/${channel.payee}`.toLowerCase();
}

export class SettlementOrderError extends BaseError {
  readonly code = "SETTLEMENT_ORDER";

  constructor(expected: number, given: bigint) {
    super(`Expected settlement ${expected} of the bucket, got ${given}. Pass all of them, by sequence, from 0.`);
  }
}

export class ReceiptMismatchError extends BaseError {
  readonly code = "RECEIPT_MISMATCH";

  constructor(
    settlement: Settlement,
    reached: { readonly receipts: number; readonly cumulativeFee: bigint; readonly head: Hex },
  ) {
    super(
      `Expected the receipts of settlement ${settlement.sequence} to end at a cumulative fee of ` +
        `${settlement.cumulativeBefore + settlement.amount} and head ${settlement.headAfter}; ${reached.receipts} receipts ` +
        `ended at ${reached.cumulativeFee} and ${reached.head}. Find the receipt that is missing, doubled or out of order.`,
    );
  }
}

export class NoRequestError extends BaseError {
  readonly code = "NO_REQUEST";

  constructor({ sequence }: Settlement) {
    super(
      `Expected receipts of settlement ${sequence} with the hash of a request, got 0, which marks a row without receipts. ` +
        "Give the settlement no receipts.",
    );
  }
}
