import { channelKey } from "../ledger/bucket-rows.js";
import type { Hex } from "../hash/hex.js";
import type { Row, Settlement } from "../hash/structs.js";
import type { Ancestor } from "./audit-case.js";
import { bareRowEvidence } from "./evidence.js";
import { NO_BATCH, type PostedBatch, type PriorAnswer } from "./evidence-types.js";

/** A channel's last answer: row `index` of `rows`, which finishes `settlement`. `posted` is undefined for the batch in question. */
export type LastRow = {
  readonly posted: PostedBatch | undefined;
  readonly rows: readonly Row[];
  readonly index: number;
  readonly settlement: Settlement;
};

/** Every channel's last answer, by {@link channelKey}: what earlier batches left, in their order. */
export function lastRows(ancestors: readonly Ancestor[]): Map<string, LastRow> {
  const last = new Map<string, LastRow>();
  for (const { posted, rows, settlements } of ancestors) {
    for (const [index, row] of rows.entries()) {
      const recorded = settlements[Number(row.sequence)];
      if (!recorded || recorded.direct || !finishes(row, recorded.settlement)) continue;
      last.set(channelKey(recorded.settlement), { posted, rows, index, settlement: recorded.settlement });
    }
  }
  return last;
}

/** Response hash of every channel's last answer: what a bucket's rows follow on. */
export function lastAnswersOf(ancestors: readonly Ancestor[]): Map<string, Hex> {
  return new Map([...lastRows(ancestors)].map(([channel, { rows, index }]) => [channel, rows[index]!.responseHash]));
}

export function priorEvidence({ posted, rows, index, settlement }: LastRow): PriorAnswer {
  return { posted: posted ?? NO_BATCH, row: bareRowEvidence(rows, index), settlement };
}

/** Whether the row is the last of its settlement's receipts. */
export function finishes(row: Row, settlement: Settlement): boolean {
  return row.head === settlement.headAfter && row.cumulativeFee === owed(settlement);
}

/** The channel's total after the settlement, token base units. */
export function owed({ cumulativeBefore, amount }: Settlement): bigint {
  return cumulativeBefore + amount;
}
