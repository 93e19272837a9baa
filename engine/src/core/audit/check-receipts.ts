import { nextHead } from "../hash/heads.js";
import { type Hex, ZERO_HASH } from "../hash/hex.js";
import { ROW } from "../hash/schemas.js";
import { structHash } from "../hash/struct-hash.js";
import type { Row, Settlement } from "../hash/structs.js";
import { channelKey, silentRow } from "../ledger/bucket-rows.js";
import type { AuditContext, PublishedBatch } from "./audit-case.js";
import { bareRowEvidence, nextRowEvidence } from "./evidence.js";
import { NO_ANSWER, NO_BARE_ROW, NO_SETTLEMENT } from "./evidence-types.js";
import type { ReceiptFault } from "./fault.js";
import { finishes, type LastRow, lastRows, owed, priorEvidence } from "./prior-answers.js";

type Reason = ReceiptFault["reason"];

/** Holds the rows to the vault's settlements: same payers, order, fees and heads, nothing left over on either side. */
export function checkReceipts(published: PublishedBatch, context: AuditContext): ReceiptFault | undefined {
  return checkOrder(published, context) ?? checkChains(published, context);
}

/** Every settlement of the bucket has its rows, in order. */
function checkOrder(published: PublishedBatch, { settlements }: AuditContext): ReceiptFault | undefined {
  const { rows } = published.content;
  const reason = "wrong settlement";
  if (rows[0]!.sequence !== 0n) return startFault(published, { row: 0, reason, settlement: NO_SETTLEMENT });

  for (const [row, { sequence }] of rows.entries()) {
    const next = rows[row + 1]?.sequence ?? BigInt(settlements.length);
    const goesOn = row + 1 < rows.length && next === sequence;
    if (!goesOn && next !== sequence + 1n) return endFault(published, { row, reason, settlement: NO_SETTLEMENT });
  }
  return undefined;
}

/** Walks the receipts of one settlement after the other. */
function checkChains(published: PublishedBatch, context: AuditContext): ReceiptFault | undefined {
  const { rows } = published.content;
  const { lanes } = context.model.responses;
  const last = lastRows(context.ancestors);
  for (const [i, row] of rows.entries()) {
    const { settlement, direct } = context.settlements[Number(row.sequence)]!;
    const previous = rows[i - 1];
    if (previous?.sequence === row.sequence) {
      const reason = stepReason(previous, row, settlement);
      if (reason) return stepFault(published, { row: i, reason, settlement });
    } else {
      const before = answerBefore(settlement, last);
      const reason = startReason(row, settlement, { lanes, before });
      if (reason) return startFault(published, { row: i, reason, settlement, before });
    }

    if (rows[i + 1]?.sequence === row.sequence) continue;
    if (!finishes(row, settlement)) return endFault(published, { row: i, reason: "unfinished settlement", settlement });
    if (!direct) last.set(channelKey(settlement), { posted: undefined, rows, index: i, settlement });
  }
  return undefined;
}

/** The answer before a settlement's first one: none for a channel's first and a direct payment; undefined where no standing row tells. */
function answerBefore(settlement: Settlement, last: ReadonlyMap<string, LastRow>): LastRow | "none" | undefined {
  if (settlement.cumulativeBefore === 0n) return "none";
  const found = last.get(channelKey(settlement));
  return found && owed(found.settlement) === settlement.cumulativeBefore ? found : undefined;
}

function startReason(
  row: Row,
  settlement: Settlement,
  { lanes, before }: { readonly lanes: number; readonly before: LastRow | "none" | undefined },
): Reason | undefined {
  if (row.requestHash === ZERO_HASH) return isSilent(row, settlement, lanes) ? undefined : "wrong silent row";

  const { headBefore, cumulativeBefore } = settlement;
  const wrongFee = feeReason(row, cumulativeBefore, settlement);
  if (wrongFee || before === undefined) return wrongFee;
  const responseHash = before === "none" ? ZERO_HASH : before.rows[before.index]!.responseHash;
  return follows(row, { head: headBefore, cumulativeFee: cumulativeBefore, responseHash }) ? undefined : "wrong head";
}

function stepReason(previous: Row, row: Row, settlement: Settlement): Reason | undefined {
  if (previous.head === settlement.headAfter) return "settlement finished before";
  if (row.requestHash === ZERO_HASH) return "wrong silent row";
  return feeReason(row, previous.cumulativeFee, settlement) ?? (follows(row, previous) ? undefined : "wrong head");
}

function feeReason(row: Row, before: bigint, settlement: Settlement): Reason | undefined {
  if (row.cumulativeFee < before) return "fee falls";
  if (row.cumulativeFee > owed(settlement)) return "fee beyond the settlement";
  return row.head === settlement.headAfter && !finishes(row, settlement) ? "fee left over" : undefined;
}

/** Whether the row's head is the next after what it follows on. */
function follows(row: Row, before: { readonly head: Hex; readonly cumulativeFee: bigint; readonly responseHash: Hex }) {
  const { requestHash } = row;
  const fee = row.cumulativeFee - before.cumulativeFee;
  return row.head === nextHead(before.head, { requestHash, fee, previousResponseHash: before.responseHash });
}

/** Whether the row answers a settlement without receipts: see {@link silentRow}. Its entries are checked with all others. */
function isSilent(row: Row, settlement: Settlement, lanes: number): boolean {
  const silent = silentRow(settlement, lanes);
  return structHash(ROW, { ...row, entries: [] }) === structHash(ROW, silent);
}

type Found = { readonly row: number; readonly reason: Reason; readonly settlement: Settlement };

function startFault(
  { posted, content: { rows } }: PublishedBatch,
  { row, reason, settlement, before }: Found & { readonly before?: LastRow | "none" | undefined },
): ReceiptFault {
  const previous = row > 0 ? bareRowEvidence(rows, row - 1) : NO_BARE_ROW;
  const prior = reason === "wrong head" && before && before !== "none" ? priorEvidence(before) : NO_ANSWER;
  const shown = row > 0 ? nextRowEvidence(rows, row) : bareRowEvidence(rows, row);
  const args = [posted, shown, previous, settlement, prior] as const;
  return { proof: "receipt", reason, row, prover: "rowProver", method: "refuteStart", args };
}

/** @param found.row the later of the two rows. */
function stepFault({ posted, content: { rows } }: PublishedBatch, { row, reason, settlement }: Found): ReceiptFault {
  const args = [posted, bareRowEvidence(rows, row - 1), nextRowEvidence(rows, row), settlement] as const;
  return { proof: "receipt", reason, row, prover: "rowProver", method: "refuteStep", args };
}

/** @param found.row the earlier of the two rows. */
function endFault({ posted, content: { rows } }: PublishedBatch, { row, reason, settlement }: Found): ReceiptFault {
  const next = row + 1 < rows.length ? nextRowEvidence(rows, row + 1) : NO_BARE_ROW;
  const args = [posted, bareRowEvidence(rows, row), next, settlement] as const;
  return { proof: "receipt", reason, row, prover: "rowProver", method: "refuteEnd", args };
}
