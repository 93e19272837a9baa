import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import type { Credit, Earning, Entry, Row } from "../../engine/src/core/hash/structs.js";
import { FieldOutOfRangeError } from "../../engine/src/core/hash/struct-hash.js";
import { WordOverflowError } from "../../engine/src/core/hash/words.js";
import { type BatchContent, batchOf, type BucketInput } from "../../engine/src/core/ledger/compute-batch.js";
import { earnings } from "../../engine/src/core/ledger/earnings.js";
import { laneMatrix, laneRow, stackLanes } from "../../engine/src/core/ledger/lanes.js";
import { rowParts } from "../../engine/src/core/ledger/row-parts.js";
import { statements } from "../../engine/src/core/ledger/statements.js";
import { vectorRoot } from "../../engine/src/core/tree/vector-root.js";
import type { Seeded } from "../../test/vectors/seeded.js";

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
  "row: another answer": (content, random) => {
    // Of a channel's last answer nothing on-chain tells as yet: the next payment acknowledges it.
    const places = content.rows.flatMap(({ sequence }, i) => (content.rows[i + 1]?.sequence === sequence ? [i] : []));
    const at = places[pick(random, Math.max(1, places.length))];
    if (at === undefined) return undefined;
    return { ...content, rows: replaceAt(content.rows, at, { ...content.rows[at]!, responseHash: random.hash() }) };
  },
  "row: a query of nothing": onRow((row, random) => ({ ...row, queryRoot: random.hash() })),
  "row: another query": (content, random) => {
    const at = pick(random, content.rows.length);
    if (content.rows[at]!.entries.length === 0) return undefined; // that a query moved no cell may be true of another, too
    const { rows, lanes, data } = content.queries;
    const query = random.lanes(lanes);
    const queries = laneMatrix(rows, lanes, data.slice());
    queries.data.set(query, at * lanes);
    return {
      ...content,
      queries,
      rows: replaceAt(content.rows, at, { ...content.rows[at]!, queryRoot: vectorRoot(query) }),
    };
  },
  "rows: a fee moved to the next": (content, random) => {
    const places = content.rows.flatMap(({ sequence }, i) => (content.rows[i + 1]?.sequence === sequence ? [i] : []));
    const at = places[pick(random, Math.max(1, places.length))];
    const row = at === undefined ? undefined : content.rows[at]!;
    if (at === undefined || !row || row.cumulativeFee === 0n) return undefined;
    return { ...content, rows: replaceAt(content.rows, at, { ...row, cumulativeFee: row.cumulativeFee - 1n }) };
  },
  "rows: one left out": onRows((rows, at) => (rows.length > 1 ? without(rows, at) : undefined)),
  "rows: one twice": onRows((rows, at) => doubled(rows, at)),
  "rows: two exchanged": onRows((rows, at) => (at + 1 < rows.length ? swapped(rows, at) : undefined)),
  "entry: a higher share": onEntries((entries, at) => replaceAt(entries, at, raise(entries[at]!, 1n))),
  "entry: a lower share": onEntries((entries, at) => replaceAt(entries, at, raise(entries[at]!, -1n))),
  "entry: another cell": onEntries((entries, at, random) =>
    replaceAt(entries, at, { ...entries[at]!, cell: pick(random, 100) }),
  ),
  "entries: one added": onEntries((entries, at, random) => [
    ...entries,
    { cell: pick(random, 100), share: entries[at]!.share },
  ]),
  "entries: a share moved to another": onEntries((entries, at) => {
    if (at === 0) return undefined;
    return replaceAt(replaceAt(entries, at, raise(entries[at]!, -1n)), 0, raise(entries[0]!, 1n));
  }),
  "entries: one left out": onEntries((entries, at) => without(entries, at)),
  "entries: one twice": onEntries((entries, at) => doubled(entries, at)),
  "entries: two exchanged": onEntries((entries, at) => (at + 1 < entries.length ? swapped(entries, at) : undefined)),
  "entries: all left out": onEntries(() => []),
  "credit: a higher amount": onCredits((credits, at) => replaceAt(credits, at, pay(credits[at]!, 1n))),
  "credit: a lower amount": onCredits((credits, at) =>
    credits[at]!.amount > 0n ? replaceAt(credits, at, pay(credits[at]!, -1n)) : undefined,
  ),
  "credits: an amount moved within the statement": onCredits((credits, at) => {
    if (at === 0 || credits[at]!.amount === 0n) return undefined;
    return replaceAt(replaceAt(credits, at, pay(credits[at]!, -1n)), 0, pay(credits[0]!, 1n));
  }),
  "credits: an amount moved to another contribution": (content, random) => {
    const filled = content.credits.flatMap((credits, i) => (credits[0] ? [i] : []));
    const [from, to] = [filled[pick(random, filled.length)]!, filled[pick(random, filled.length)]!];
    const at = pick(random, content.credits[from]!.length);
    const given = content.credits[from]![at]!;
    if (from === to || given.amount === 0n) return undefined;
    const less = replaceAt(content.credits, from, replaceAt(content.credits[from]!, at, pay(given, -1n)));
    return withStatements(content, replaceAt(less, to, replaceAt(less[to]!, 0, pay(less[to]![0]!, 1n))));
  },
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
  "earning: another statement": (content, random) => {
    const at = pick(random, content.earnings.length);
    return {
      ...content,
      earnings: replaceAt(content.earnings, at, { ...content.earnings[at]!, statementRoot: random.hash() }),
    };
  },
  "earning: counts more": onEarning((earning) => ({ ...earning, count: earning.count + 1 })),
  "earning: counts fewer": onEarning((earning) =>
    earning.count > 0 ? { ...earning, count: earning.count - 1 } : undefined,
  ),
  "earnings: a total moved to another": (content, random) => {
    const [from, to] = [pick(random, content.earnings.length), pick(random, content.earnings.length)];
    if (from === to || content.earnings[from]!.cumulative === 0n) return undefined;
    const add = (earning: Earning, by: bigint) => ({ ...earning, cumulative: earning.cumulative + by });
    const less = replaceAt(content.earnings, from, add(content.earnings[from]!, -1n));
    return { ...content, earnings: replaceAt(less, to, add(less[to]!, 1n)) };
  },
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
    if (changed) batchOf(changed, ZERO_HASH, ZERO_HASH); // whether leaves can hold it
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
