import { nextHead } from "../hash/heads.js";
import { type Hex, ZERO_HASH } from "../hash/hex.js";
import { ROW } from "../hash/schemas.js";
import { structHash } from "../hash/struct-hash.js";
import type { Row, Settlement } from "../hash/structs.js";
import { channelKey, silentRow } from "../ledger/bucket-rows.js";
import type { AuditContext, RecordedSettlement } from "./audit-case.js";
import type { ReceiptFault } from "./fault.js";

/** Where a walk along the rows stands within a settlement. */
type Position = {
  readonly recorded: RecordedSettlement;
  readonly head: Hex;
  readonly cumulativeFee: bigint;
  readonly previousResponseHash: Hex;
};

/** Walks the rows along the vault's settlements: same payers, order, fees and heads, nothing left over on either side. */
export function checkReceipts(rows: readonly Row[], context: AuditContext): ReceiptFault | undefined {
  const lastAnswers = new Map(context.lastAnswers);
  let next = 0;
  let position: Position | undefined;

  for (const [i, row] of rows.entries()) {
    position ??= begin(context.settlements[next], lastAnswers);
    if (!position || row.sequence !== BigInt(next)) return fault("wrong settlement", i);
    const step = follow(position, row, context.model.responses.lanes);
    if (typeof step === "string") return fault(step, i);

    const { settlement, direct } = position.recorded;
    position = step;
    if (row.head === settlement.headAfter) {
      if (!direct) lastAnswers.set(channelKey(settlement), row.responseHash);
      position = undefined;
      next++;
    }
  }
  return position || next < context.settlements.length ? fault("rows end too early", rows.length) : undefined;
}

function begin(recorded: RecordedSettlement | undefined, lastAnswers: ReadonlyMap<string, Hex>): Position | undefined {
  if (!recorded) return undefined;
  const { settlement, direct } = recorded;
  const last = direct ? undefined : lastAnswers.get(channelKey(settlement));
  return {
    recorded,
    head: settlement.headBefore,
    cumulativeFee: settlement.cumulativeBefore,
    previousResponseHash: last ?? ZERO_HASH,
  };
}

/** One receipt on, or what is wrong with it. */
function follow(position: Position, row: Row, lanes: number): Position | ReceiptFault["reason"] {
  const { recorded, head, cumulativeFee, previousResponseHash } = position;
  const { cumulativeBefore, amount, headAfter } = recorded.settlement;
  const owed = cumulativeBefore + amount;
  const fee = row.cumulativeFee - cumulativeFee;
  if (head === recorded.settlement.headBefore && isSilent(row, recorded.settlement, lanes)) {
    if (recorded.receipted) return "silent";
    return { recorded, head: row.head, cumulativeFee: row.cumulativeFee, previousResponseHash: row.responseHash };
  }
  if (fee < 0n) return "fee falls";
  if (row.cumulativeFee > owed) return "fee beyond the settlement";

  const expected = nextHead(head, { requestHash: row.requestHash, fee, previousResponseHash });
  const isLast = row.head === headAfter;
  if (row.head !== expected || (isLast && row.cumulativeFee !== owed)) return "wrong head";
  return { recorded, head: row.head, cumulativeFee: row.cumulativeFee, previousResponseHash: row.responseHash };
}

/** Whether the row answers a settlement without receipts: see {@link silentRow}. Its entries are checked with all others. */
function isSilent(row: Row, settlement: Settlement, lanes: number): boolean {
  const silent = silentRow(settlement, lanes);
  return structHash(ROW, { ...row, entries: [] }) === structHash(ROW, silent);
}

function fault(reason: ReceiptFault["reason"], row: number): ReceiptFault {
  return { proof: "receipt", reason, row };
}
