import { earningPreimages, findEarningsNodeFault } from "../../engine/src/core/audit/check-earnings-tree.js";
import { findRowNodeFault, rowPreimages } from "../../engine/src/core/audit/check-row-tree.js";
import { creditPreimages, findSumFault, treePreimages } from "../../engine/src/core/audit/check-sum.js";
import { pairPreimages } from "../../engine/src/core/audit/check-tree.js";
import type { AuditContext, PublishedBatch } from "../../engine/src/core/audit/audit-case.js";
import type { DataItem } from "../../engine/src/core/audit/data-item.js";
import type { RefutableFault } from "../../engine/src/core/audit/fault.js";
import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import type { Batch } from "../../engine/src/core/hash/structs.js";
import { type BatchContent, rowTree } from "../../engine/src/core/ledger/compute-batch.js";
import { earningsTree } from "../../engine/src/core/ledger/earnings.js";
import type { SumNode } from "../../engine/src/core/tree/merkle-sum.js";
import { treeDepth } from "../../engine/src/core/tree/padded-tree.js";
import { forgedEarnings, forgedRows, forgedStatement, withSumRoot } from "../../test/helpers/forged-trees.js";
import type { Seeded } from "../../test/vectors/seeded.js";

type Levels<Node> = readonly (readonly Node[])[];

/** A batch whose signed roots are not those of what is published. */
export type Forgery = {
  readonly content: BatchContent;
  /** What is signed instead of what follows from the content. */
  readonly signed: Partial<Batch>;
  /** Trees with a wrong node, as answers to demands show them. */
  readonly rows?: Levels<Hex>;
  readonly earnings?: Levels<Hex>;
  readonly statement?: { readonly contribution: number; readonly levels: Levels<SumNode> };
  /** A node that is the hash of nothing, and what therefore nobody can answer. */
  readonly nothing?: Hex;
  readonly unanswerable?: DataItem;
};

type Forge = (content: BatchContent, random: Seeded) => Forgery | undefined;
type Place = { readonly height: number; readonly index: number };

const pick = (random: Seeded, count: number): number => Number(random.below(BigInt(count)));

/** What can be wrong between the leaves and what is signed. Of one batch at most one. */
export const FORGERIES: Readonly<Record<string, Forge>> = {
  ...plainTree("row tree", {
    count: ({ rows }) => rows.length,
    node: (content, { height, index }) => rowTree(content.rows).levels[height]![index]!,
    forge: (content, place, node) => {
      const rows = forgedRows(content, { ...place, change: () => node });
      return { content, signed: { rowRoot: rows.at(-1)![0]! }, rows };
    },
    kind: "row",
  }),
  ...plainTree("earnings tree", {
    count: ({ earnings }) => earnings.length,
    node: (content, { height, index }) => earningsTree(content.earnings).levels[height]![index]!,
    forge: (content, place, node) => {
      const earnings = forgedEarnings(content, { ...place, change: () => node });
      return { content, signed: { earningsRoot: earnings.at(-1)![0]! }, earnings };
    },
    kind: "earning",
  }),
  "statement tree: a node's sum": onStatement((random, count) => [
    anyPlace(random, count),
    (node) => ({ ...node, sum: node.sum + 1n + random.below(9n) }),
  ]),
  "statement tree: false padding": onStatement((random, count) => [beyond(random, count), hashOfNothing(random)]),
  "statement tree: an empty node": onStatement((random, count) => [
    within(random, count),
    (node) => ({ ...node, hash: ZERO_HASH }),
  ]),
  "statement tree: a hash of nothing": onStatement((random, count) => [within(random, count), hashOfNothing(random)]),
  "batch: more rows": (content, random) => signedAs(content, { rowCount: content.rows.length + 1 + pick(random, 40) }),
  "batch: fewer rows": (content, random) =>
    content.rows.length > 1 ? signedAs(content, { rowCount: 1 + pick(random, content.rows.length - 1) }) : undefined,
  "batch: a row root of nothing": (content, random) => ({
    ...signedAs(content, { rowRoot: random.hash() }),
    unanswerable: { kind: "row", index: pick(random, content.rows.length), part: 0 },
  }),
  "batch: an earnings root of nothing": (content, random) => ({
    ...signedAs(content, { earningsRoot: random.hash() }),
    unanswerable: { kind: "earning", index: pick(random, content.earnings.length), part: 0 },
  }),
  "batch: a data hash of nothing": (content, random) => ({
    ...signedAs(content, { dataHash: random.hash() }),
    unanswerable: { kind: "piece", index: pick(random, 4), part: 0 },
  }),
};

/** What a watcher finds once the demanded leaves were shown with their proofs, on-chain. */
export function findShown(
  published: PublishedBatch,
  context: AuditContext,
  { rows, earnings, statement, nothing = ZERO_HASH }: Forgery,
): RefutableFault | undefined {
  const { content } = published;
  // What leaves are the hashes of comes last: a leaf in a pair's place is not the pair below it.
  if (rows)
    return findRowNodeFault(published, without(nothing, [...pairPreimages(rows), ...rowPreimages(content.rows)]));
  if (earnings) {
    const known = [...pairPreimages(earnings), ...earningPreimages(content.earnings)];
    return findEarningsNodeFault(published, context, without(nothing, known));
  }
  if (!statement) return undefined;
  const { contribution, levels } = statement;
  const known = [...treePreimages(levels), ...creditPreimages(content.credits[contribution]!)];
  return findSumFault(published, contribution, without(nothing, known));
}

/** The levels of a forged tree write children below a hash of nothing, which is not theirs. */
function without<Preimage>(nothing: Hex, known: readonly (readonly [Hex, Preimage])[]): Map<Hex, Preimage> {
  const preimages = new Map(known);
  preimages.delete(nothing);
  return preimages;
}

function signedAs(content: BatchContent, signed: Partial<Batch>): Forgery {
  return { content, signed };
}

/** A node of a tree of hashes: padding, empty, of the wrong level, or a hash of nothing. */
function plainTree(
  name: string,
  tree: {
    readonly count: (content: BatchContent) => number;
    readonly node: (content: BatchContent, place: Place) => Hex;
    readonly forge: (content: BatchContent, place: Place, node: Hex) => Forgery;
    readonly kind: "row" | "earning";
  },
): Record<string, Forge> {
  const at =
    (
      choose: (random: Seeded, count: number) => Place | undefined,
      node: (content: BatchContent, random: Seeded) => Hex,
    ): Forge =>
    (content, random) => {
      const place = choose(random, tree.count(content));
      return place && tree.forge(content, place, node(content, random));
    };
  const leaf = (random: Seeded, count: number) => ({ height: 0, index: pick(random, count) });
  const inner = (random: Seeded, count: number) => {
    const place = within(random, count);
    return place.height > 0 ? place : undefined;
  };
  const ofNothing =
    (choose: (random: Seeded, count: number) => Place | undefined): Forge =>
    (content, random) => {
      const place = choose(random, tree.count(content));
      const nothing = random.hash();
      const unanswerable = place && { kind: tree.kind, index: place.index * 2 ** place.height, part: 0 };
      return place && unanswerable && { ...tree.forge(content, place, nothing), nothing, unanswerable };
    };
  return {
    [`${name}: false padding`]: ofNothing(beyond),
    [`${name}: a leaf after the last`]: at(beyond, (content) => tree.node(content, { height: 0, index: 0 })),
    [`${name}: an empty node`]: at(within, () => ZERO_HASH),
    [`${name}: a pair in a leaf's place`]: (content, random) =>
      tree.count(content) > 1
        ? at(leaf, () => tree.node(content, { height: 1, index: 0 }))(content, random)
        : undefined,
    [`${name}: a leaf in a pair's place`]: at(inner, (content) => tree.node(content, { height: 0, index: 0 })),
    [`${name}: a hash of nothing`]: ofNothing(within),
  };
}

type SumChange = ((node: SumNode) => SumNode) & { readonly nothing?: Hex };

function onStatement(choose: (random: Seeded, count: number) => readonly [Place | undefined, SumChange]): Forge {
  return (content, random) => {
    const filled = content.credits.flatMap(({ length }, i) => (length > 0 ? [i] : []));
    const contribution = filled[pick(random, filled.length)]!;
    const [place, change] = choose(random, content.credits[contribution]!.length);
    if (!place) return undefined;
    const levels = forgedStatement(content, contribution, { ...place, change });
    const forged = withSumRoot(content, contribution, levels.at(-1)![0]!);
    const forgery = { content: forged, signed: {}, statement: { contribution, levels } };
    if (!change.nothing) return forgery;
    const part = place.index * 2 ** place.height;
    return { ...forgery, nothing: change.nothing, unanswerable: { kind: "credit", index: contribution, part } };
  };
}

function hashOfNothing(random: Seeded): SumChange {
  const nothing = random.hash();
  return Object.assign((node: SumNode) => ({ ...node, hash: nothing }), { nothing });
}

/** A node with a leaf below it. */
function within(random: Seeded, count: number): Place {
  const height = pick(random, treeDepth(count) + 1);
  return { height, index: Math.floor(pick(random, count) / 2 ** height) };
}

/** A node with nothing but padding below it. */
function beyond(random: Seeded, count: number): Place | undefined {
  const width = 2 ** treeDepth(count);
  if (count === width) return undefined;
  const leaf = count + pick(random, width - count);
  const heights = Array.from({ length: treeDepth(count) }, (_, h) => h);
  const possible = heights.filter((h) => Math.floor(leaf / 2 ** h) * 2 ** h >= count);
  const height = possible[pick(random, possible.length)]!;
  return { height, index: Math.floor(leaf / 2 ** height) };
}

function anyPlace(random: Seeded, count: number): Place {
  return (random.below(4n) === 0n ? beyond(random, count) : undefined) ?? within(random, count);
}
