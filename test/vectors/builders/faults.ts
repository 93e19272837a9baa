import type { PublishedBatch } from "../../../engine/src/core/audit/audit-case.js";
import {
  cellEvidence,
  creditEvidence,
  earningEvidence,
  rowBeforeEvidence,
  rowEvidence,
} from "../../../engine/src/core/audit/evidence.js";
import { NO_BARE_ROW } from "../../../engine/src/core/audit/evidence-types.js";
import { findFault } from "../../../engine/src/core/audit/find-fault.js";
import { toHex } from "../../../engine/src/core/hash/hex.js";
import { ENTRY, SETTLEMENT } from "../../../engine/src/core/hash/schemas.js";
import { structHash, structListHash } from "../../../engine/src/core/hash/struct-hash.js";
import type { Credit, Entry } from "../../../engine/src/core/hash/structs.js";
import type { BatchContent } from "../../../engine/src/core/ledger/compute-batch.js";
import { compareEntries } from "../../../engine/src/core/ledger/entries.js";
import { laneRow } from "../../../engine/src/core/ledger/lanes.js";
import { contributionTree, paidEntries, responseTree } from "../../../engine/src/core/ledger/model.js";
import { laneBytes } from "../../../engine/src/core/tree/vector-root.js";
import { publish, replaceAt, withEarning, withRow, withStatement } from "../corrupt.js";
import { type Bucket, randomBuckets, randomModel } from "../scenario.js";
import { seeded } from "../seeded.js";

/**
 * What a watcher finds in wrong batches, as the calls it sends: each must refute the batch in its `args`. And the same calls
 * on the honest batch: each must find that the step is right.
 */
export function faultVectors(): object {
  const random = seeded("faults");
  const bucket = randomBuckets(random, randomModel(random, 20), 20).find(isVaried)!;
  const { model, contributorsBps, settlements } = bucket.input;
  const recorded = {
    modelId: model.modelId,
    contributionRoot: contributionTree(model.contributions).root,
    responseRoot: responseTree(model.cells).root,
    defaultsHash: structListHash(ENTRY, model.defaults),
    contributionCount: model.contributions.length,
    cellCount: model.cells.length,
    lanes: model.responses.lanes,
  };
  const records = settlements.map(({ settlement }) => ({ ...settlement, hash: structHash(SETTLEMENT, settlement) }));
  return {
    model: recorded,
    bucket: { bucket: bucket.input.bucket, contributorsBps, settlements: records },
    wrong: corruptions(bucket).map(([name, content]) => {
      const fault = findFault(publish(content), bucket.input);
      if (!fault || !("method" in fault)) throw new Error(`${name}: expected a provable fault, got ${fault?.proof}`);
      return { name, proof: fault.proof, method: fault.method, args: fault.args };
    }),
    right: rightCalls(publish(bucket.content), bucket),
  };
}

/** A bucket with rows of their own entries and at least one that the default list stands in for, after the first row. */
function isVaried({ content: { rows } }: Bucket): boolean {
  return listedRow(rows) >= 0 && defaultRow(rows) >= 0;
}

const listedRow = (rows: BatchContent["rows"]) => rows.findIndex(({ entries }) => entries.length > 1);
const defaultRow = (rows: BatchContent["rows"]) => rows.findIndex(({ entries }, i) => i > 0 && entries.length === 0);

function corruptions({ content, input: { model } }: Bucket): [name: string, content: BatchContent][] {
  const listed = listedRow(content.rows);
  const { entries } = content.rows[listed]!;
  const list = (changed: readonly Entry[]) => withRow(content, listed, { entries: [...changed].sort(compareEntries) });
  const first = entries[0]!;

  const line = (row: number): [contribution: number, place: number] => {
    const contribution = content.credits.findIndex((lines) => lines.some((each) => each.row === row));
    return [contribution, content.credits[contribution]!.findIndex((each) => each.row === row)];
  };
  const onLine = (row: number, change: (credit: Credit) => Credit) => {
    const [contribution, place] = line(row);
    const lines = content.credits[contribution]!;
    return withStatement(content, contribution, replaceAt(lines, place, change(lines[place]!)));
  };
  const [owner, place] = line(listed);
  const lines = content.credits[owner]!;
  const earning = content.earnings[owner]!;
  const thief = (owner + 1) % model.contributions.length;
  const stolen = [...content.credits[thief]!, content.credits[owner]![place]!];
  const dearer = (credit: Credit) => ({ ...credit, amount: credit.amount + 1n });
  const byDefault = defaultRow(content.rows);

  return [
    ["a share one too high", list(replaceAt(entries, 0, { ...first, share: first.share + 1n }))],
    [
      "the last share one too low",
      list(replaceAt(entries, entries.length - 1, { ...entries.at(-1)!, share: entries.at(-1)!.share - 1n })),
    ],
    ["a cell that the model does not have", list([...entries.slice(1), { cell: model.cells.length, share: 1n }])],
    ["the first entry left out", list(entries.slice(1))],
    ["all entries left out", list([])],
    ["a credit one too high", onLine(listed, dearer)],
    ["a credit by default one too high", onLine(byDefault, dearer)],
    ["a credit of a row beyond the last", onLine(listed, (credit) => ({ ...credit, row: content.rows.length }))],
    ["a credit of an entry beyond the last", onLine(listed, (credit) => ({ ...credit, entry: 200 }))],
    ["a credit by default of an entry beyond the last", onLine(byDefault, (credit) => ({ ...credit, entry: 200 }))],
    ["another contribution's credit", withStatement(content, thief, stolen)],
    ["another first request", withRow(content, 0, { requestHash: content.rows[0]!.head })],
    ["another last request", withRow(content, content.rows.length - 1, { requestHash: content.rows[0]!.head })],
    ["a credit left out", withStatement(content, owner, lines.toSpliced(place, 1))],
    ["a credit twice", withStatement(content, owner, lines.toSpliced(place, 0, lines[place]!))],
    ["a statement left empty", withStatement(content, owner, [])],
    ["another sum", withEarning(content, owner, { sum: earning.sum + 1n })],
    ["a count one too high", withEarning(content, owner, { count: earning.count + 1 })],
    ["a count of none", withEarning(content, owner, { count: 0 })],
    ["a cumulative earning one too high", withEarning(content, owner, { cumulative: earning.cumulative + 1n })],
    ["another contribution's earning", withEarning(content, owner, { contributionId: 999n })],
    ["an earning too few", { ...content, earnings: content.earnings.slice(0, -1) }],
  ];
}

/** For every row its first entry's score, and for every statement its first credit. */
function rightCalls({ posted, content }: PublishedBatch, { input: { model, settlements } }: Bucket): object[] {
  const scores = content.rows.flatMap((row, i) => {
    const [first] = row.entries;
    if (!first) return [];
    const lanes = [laneRow(content.queries, i), laneRow(model.responses, first.cell)].map((each) =>
      toHex(laneBytes(each)),
    );
    const args = [posted, rowEvidence(content, i), 0, cellEvidence(model.cells, first.cell), ...lanes];
    return [{ method: "refuteScore", args }];
  });
  const credits = content.credits.flatMap((lines, contribution) => {
    const [first] = lines;
    if (!first) return [];
    const row = content.rows[first.row]!;
    const line = [
      posted,
      earningEvidence(content, contribution),
      creditEvidence(content, contribution, 0),
      rowEvidence(content, first.row),
    ] as const;
    const defaults = row.entries.length === 0 ? model.defaults : [];
    const cell = cellEvidence(model.cells, paidEntries(row.entries, model)[first.entry]!.cell);
    const before = first.row > 0 ? rowBeforeEvidence(content, first.row) : NO_BARE_ROW;
    const { settlement } = settlements[Number(row.sequence)]!;
    return [
      { method: "refuteCredit", args: [...line, cell, defaults] },
      { method: "refuteAmount", args: [...line, before, settlement, defaults] },
    ];
  });
  return [...scores, ...credits];
}
