import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import type { Credit, Earning, Entry, Row } from "../../engine/src/core/hash/structs.js";
import { FieldOutOfRangeError } from "../../engine/src/core/hash/struct-hash.js";
import { WordOverflowError } from "../../engine/src/core/hash/words.js";
import { type BatchContent, batchOf, type BucketInput } from "../../engine/src/core/ledger/compute-batch.js";
import { earnings } from "../../engine/src/core/ledger/earnings.js";
import { laneMatrix, laneRow, stackLanes } from "../../engine/src/core/ledger/lanes.js";
import { rowParts } from "../../engine/src/core/ledger/row-parts.js";
import { statements } from "../../engine/src/core/ledger/statements.js";
import type { Seeded } from "../../test/vectors/seeded.js";

/** What a dishonest quorum could sign instead of `content`. */
export type Corruption = { readonly name: string; readonly content: BatchContent };

type Change = (content: BatchContent, random: Seeded) => BatchContent | undefined;

const pick = (random: Seeded, count: number): number => Number(random.below(BigInt(count)));
const replaceAt = <T>(items: readonly T[], at: number, item: T): T[] =>
  items.map((each, i) => (i === at ? item : each));
const without = <T>(items: readonly T[], at: number): T[] => items.filter((_, i) => i !== at);
const doubled = <T>(items: readonly T[], at: number): T[] => [...items.slice(0, at + 1), ...items.slice(at)];
const swapped = <T>(items: readonly T[], at: number): T[] =>
  items.map((each, i) => (i === at ? items[at + 1]! : i === at + 1 ? items[at]! : each));

/** Every way in which one thing of a batch can be wrong; undefined where the batch has no such thing. */
export const CHANGES: Readonly<Record<string, Change>> = {
  "row: another sequence": onRow((row, random) => ({ ...row, sequence: row.sequence + 1n + random.below(3n) })),
  "row: another head": onRow((row, random) => ({ ...row, head: random.hash() })),
  "row: head 0": onRow((row) => ({ ...row, head: ZERO_HASH })),
  "row: a higher fee": onRow((row, random) => ({ ...row, cumulativeFee: row.cumulativeFee + 1n + random.below(9n) })),
  "row: a lower fee": onRow((row) =>
    row.cumulativeFee > 0n ? { ...row, cumulativeFee: row.cumulativeFee - 1n } : undefined,
  ),
  "row: another request": onRow((row, random) => ({ ...row, requestHash: random.hash() })),
  "rows: one left out": onRows((rows, at) => (rows.length > 1 ? without(rows, at) : undefined)),
  "rows: one twice": onRows((rows, at) => doubled(rows, at)),
  "rows: two exchanged": onRows((rows, at) => (at + 1 < rows.length ? swapped(rows, at) : undefined)),
  "entry: a higher share": onEntries((entries, at) => replaceAt(entries, at, raise(entries[at]!, 1n))),
  "entry: a lower share": onEntries((entries, at) => replaceAt(entries, at, raise(entries[at]!, -1n))),
  "entry: another cell": onEntries((entries, at, random) =>
    replaceAt(entries, at, { ...entries[at]!, cell: pick(random, 100) }),
  ),
  "entries: one left out": onEntries((entries, at) => without(entries, at)),
  "entries: one twice": onEntries((entries, at) => doubled(entries, at)),
  "entries: two exchanged": onEntries((entries, at) => (at + 1 < entries.length ? swapped(entries, at) : undefined)),
  "entries: all left out": onEntries(() => []),
  "credit: a higher amount": onCredits((credits, at) => replaceAt(credits, at, pay(credits[at]!, 1n))),
  "credit: a lower amount": onCredits((credits, at) =>
    credits[at]!.amount > 0n ? replaceAt(credits, at, pay(credits[at]!, -1n)) : undefined,
  ),
  "credit: another row": onCredits((credits, at, random) =>
    replaceAt(credits, at, { ...credits[at]!, row: credits[at]!.row + 1 + pick(random, 5) }),
  ),
  "credit: another entry": onCredits((credits, at, random) =>
    replaceAt(credits, at, { ...credits[at]!, entry: (credits[at]!.entry + 1 + pick(random, 20)) % 256 }),
  ),
  "credits: one left out": onCredits((credits, at) => without(credits, at)),
  "credits: one twice": onCredits((credits, at) => doubled(credits, at)),
  "credits: two exchanged": onCredits((credits, at) => (at + 1 < credits.length ? swapped(credits, at) : undefined)),
  "credit: given to another contribution": (content, random) => {
    const from = place(content.credits, random);
    const to = pick(random, content.credits.length);
    if (from === undefined || from === to) return undefined;
    const at = pick(random, content.credits[from]!.length);
    const moved = content.credits[from]![at]!;
    const credits = content.credits.map((each, i) =>
      i === from ? without(each, at) : i === to ? [...each, moved].sort(byPlace) : each,
    );
    return withStatements(content, credits);
  },
  "earning: a higher total": onEarning((earning) => ({ ...earning, cumulative: earning.cumulative + 1n })),
  "earning: a lower total": onEarning((earning) =>
    earning.cumulative > 0n ? { ...earning, cumulative: earning.cumulative - 1n } : undefined,
  ),
  "earning: another contribution": onEarning((earning) => ({
    ...earning,
    contributionId: earning.contributionId + 1n,
  })),
  "earning: a higher sum": onEarning((earning) => ({ ...earning, sum: earning.sum + 1n })),
  "earning: a sum and total too high": onEarning((earning) => ({
    ...earning,
    sum: earning.sum + 1n,
    cumulative: earning.cumulative + 1n,
  })),
  "earnings: two exchanged": (content, random) => {
    const at = pick(random, content.earnings.length);
    if (at + 1 >= content.earnings.length) return undefined;
    return { ...content, earnings: swapped(content.earnings, at), credits: swapped(content.credits, at) };
  },
};

/** Applies changes one after the other; undefined where one of them does not apply, or gives what no leaf can hold. */
export function corrupt(content: BatchContent, names: readonly string[], random: Seeded): BatchContent | undefined {
  let changed: BatchContent | undefined = content;
  try {
    for (const name of names) changed = changed && CHANGES[name]!(changed, random);
    if (changed) batchOf(changed, ZERO_HASH, ZERO_HASH);
    return changed;
  } catch (error) {
    if (error instanceof FieldOutOfRangeError || error instanceof WordOverflowError) return undefined;
    throw error;
  }
}

/** What a forger does after a wrong row: everything that follows from it, rightly. */
export function followed(content: BatchContent, input: BucketInput): BatchContent | undefined {
  try {
    const settlements = input.settlements.map(({ settlement }) => settlement);
    const parts = rowParts({ rows: content.rows, settlements, contributorsBps: input.contributorsBps });
    const credits = statements({ model: input.model, rows: content.rows, parts });
    return { ...content, credits, earnings: earnings({ ...input.model, credits, parent: input.parent }) };
  } catch {
    return undefined; // nothing follows from such rows
  }
}

function onRow(change: (row: Row, random: Seeded) => Row | undefined): Change {
  return (content, random) => {
    const at = pick(random, content.rows.length);
    const row = change(content.rows[at]!, random);
    return row && { ...content, rows: replaceAt(content.rows, at, row) };
  };
}

function onRows(change: (rows: readonly number[], at: number) => readonly number[] | undefined): Change {
  return (content, random) => {
    const order = change(
      content.rows.map((_, i) => i),
      pick(random, content.rows.length),
    );
    if (!order) return undefined;
    const { lanes } = content.queries;
    const queries = stackLanes(
      order.map((i) => laneRow(content.queries, i)),
      lanes,
    );
    return {
      ...content,
      rows: order.map((i) => content.rows[i]!),
      queries: laneMatrix(order.length, lanes, queries.data),
    };
  };
}

function onEntries(
  change: (entries: readonly Entry[], at: number, random: Seeded) => readonly Entry[] | undefined,
): Change {
  return (content, random) => {
    const at = place(
      content.rows.map(({ entries }) => entries),
      random,
    );
    if (at === undefined) return undefined;
    const row = content.rows[at]!;
    const entries = change(row.entries, pick(random, row.entries.length), random);
    return entries && { ...content, rows: replaceAt(content.rows, at, { ...row, entries }) };
  };
}

function onCredits(
  change: (credits: readonly Credit[], at: number, random: Seeded) => readonly Credit[] | undefined,
): Change {
  return (content, random) => {
    const at = place(content.credits, random);
    if (at === undefined) return undefined;
    const statement = change(content.credits[at]!, pick(random, content.credits[at]!.length), random);
    return statement && withStatements(content, replaceAt(content.credits, at, statement));
  };
}

function onEarning(change: (earning: Earning) => Earning | undefined): Change {
  return (content, random) => {
    const at = pick(random, content.earnings.length);
    const earning = change(content.earnings[at]!);
    return earning && { ...content, earnings: replaceAt(content.earnings, at, earning) };
  };
}

/** Other statements, with earnings that fit them. */
function withStatements(content: BatchContent, credits: readonly (readonly Credit[])[]): BatchContent {
  const contributions = content.earnings.map(({ contributionId }) => ({ contributionId, firstCell: 0, cellCount: 1 }));
  const parent = content.earnings.map((each) => ({ ...each, cumulative: each.cumulative - each.sum }));
  return { ...content, credits, earnings: earnings({ contributions, credits, parent }) };
}

/** A place in a list of lists where there is something. */
function place(lists: readonly (readonly unknown[])[], random: Seeded): number | undefined {
  const filled = lists.flatMap((list, i) => (list.length > 0 ? [i] : []));
  return filled[pick(random, Math.max(1, filled.length))];
}

const raise = (entry: Entry, by: bigint): Entry => ({ ...entry, share: entry.share + by });
const pay = (credit: Credit, by: bigint): Credit => ({ ...credit, amount: credit.amount + by });
const byPlace = (a: Credit, b: Credit): number => a.row - b.row || a.entry - b.entry;
